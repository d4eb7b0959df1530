package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.state.ProjectState;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What became of a project that was joined with another side.
///
/// @param theirs     the other side's state
/// @param here       the project's state now
/// @param newCommits those that the project did not have, with those that join branches
/// @param open       what waits for a person; ours is in force until then
/// @param decided    what both had changed, and was decided for the favoured side
/// @param notices    what else a person should know
public record JoinReport(
        long project,
        Outcome outcome,
        ProjectState theirs,
        ProjectState here,
        long newCommits,
        List<JoinConflict> open,
        List<JoinConflict> decided,
        List<String> notices) {
    /// What became of it; the later ones changed more.
    public enum Outcome {
        /// It has everything that the other side has.
        UNCHANGED,
        /// It had nothing of its own, and is now as the other side.
        MOVED_ON,
        /// What both had is in it.
        MERGED;

        /// The word for people and programs.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// What this and an earlier one come to.
    public JoinReport after(JoinReport earlier) {
        return new JoinReport(
                project,
                earlier.outcome.compareTo(outcome) > 0 ? earlier.outcome : outcome,
                theirs,
                here,
                earlier.newCommits + newCommits,
                open,
                both(earlier.decided, decided),
                both(earlier.notices, notices));
    }

    private static <T> List<T> both(List<T> earlier, List<T> later) {
        return Stream.concat(earlier.stream(), later.stream()).distinct().toList();
    }

    /// The content root of the project's state now.
    public Sha256 contentRoot() {
        return here.root();
    }

    public JoinReport {
        open = List.copyOf(open);
        decided = List.copyOf(decided);
        notices = List.copyOf(notices);
    }
}
