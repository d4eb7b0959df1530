package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.state.ProjectState;
import java.util.List;
import java.util.Locale;

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
    /// What became of it.
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
