package dev.templedb.temple.intake;

import dev.templedb.core.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an import or a sync did, or with a dry run would do.
///
/// @param slug           the project
/// @param outcome        how it ended
/// @param newCommits     commits that came in
/// @param removedCommits commits that the project no longer reaches
/// @param commits        commits that the project has now
/// @param branches       branches that it has now
/// @param tags           tags that it has now
/// @param files          files of the tree that its `HEAD` names
/// @param newObjects     objects that the temple did not have
/// @param newRawBytes    their length in bytes
/// @param contentRoot    the project's state; absent after a dry run
/// @param leftOut        what was not taken, and why
/// @param uncommitted    paths of the source's work tree with changes that no commit has; they are not taken
/// @param notices        what a person should know although nothing is lost
/// @param diverged       branches that have commits here and others at the source
/// @param goneRefs       refs that the project no longer has, and tags that were moved, by full name
/// @param undoable       whether something was taken away, so that `undo` brings the project back as it was
public record ImportReport(
        String slug,
        Outcome outcome,
        long newCommits,
        long removedCommits,
        long commits,
        long branches,
        long tags,
        long files,
        long newObjects,
        long newRawBytes,
        Optional<Sha256> contentRoot,
        List<LeftOut> leftOut,
        List<String> uncommitted,
        List<String> notices,
        List<Divergence> diverged,
        List<String> goneRefs,
        boolean undoable) {
    private static final int LISTED = 20;

    /// How it ended.
    public enum Outcome {
        /// A project was made.
        IMPORTED,
        /// The project has something new.
        UPDATED,
        /// There was nothing new, and nothing was written.
        UNCHANGED,
        /// Nothing was written, because only a report was asked for.
        DRY_RUN
    }

    public ImportReport {
        leftOut = List.copyOf(leftOut);
        uncommitted = List.copyOf(uncommitted);
        notices = List.copyOf(notices);
        diverged = List.copyOf(diverged);
        goneRefs = List.copyOf(goneRefs);
    }

    /// The same, but for what is said to have diverged.
    public ImportReport withDiverged(List<Divergence> other) {
        return new ImportReport(
                slug,
                outcome,
                newCommits,
                removedCommits,
                commits,
                branches,
                tags,
                files,
                newObjects,
                newRawBytes,
                contentRoot,
                leftOut,
                uncommitted,
                notices,
                other,
                goneRefs,
                undoable);
    }

    /// Notices and uncommitted paths as lines for a person, who does not want to read thousands.
    public List<String> remarks() {
        var lines = new ArrayList<>(notices);
        if (!uncommitted.isEmpty()) {
            lines.add(
                    uncommitted.size() == 1
                            ? "1 path has uncommitted changes, which are not imported:"
                            : "%d paths have uncommitted changes, which are not imported:"
                                    .formatted(uncommitted.size()));
            uncommitted.stream().limit(LISTED).map(path -> "  " + path).forEach(lines::add);
            if (uncommitted.size() > LISTED) {
                lines.add("  and %d more".formatted(uncommitted.size() - LISTED));
            }
        }
        return lines;
    }

    /// Whether something of the user's own is missing from the project.
    public boolean isLossy() {
        return leftOut.stream().anyMatch(LeftOut::loss);
    }
}
