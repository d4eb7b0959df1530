package dev.templedb.temple.git;

import dev.templedb.core.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.treewalk.FileTreeIterator;

/// What a work tree holds beyond its last commit; an import takes the commits and says what it does not take.
public final class WorkTreeStatus {
    private static final int LISTED = 20;

    private WorkTreeStatus() {}

    /// Sentences about files that are not committed; none for a clean work tree or a bare repository.
    public static List<String> of(GitRepository repository) {
        if (repository.workTree().isEmpty()) {
            return List.of();
        }
        try {
            var jgit = repository.jgit();
            var diff = new IndexDiff(jgit, Constants.HEAD, new FileTreeIterator(jgit));
            diff.setIgnoreSubmoduleMode(org.eclipse.jgit.submodule.SubmoduleWalk.IgnoreSubmoduleMode.ALL);
            diff.diff();
            var uncommitted = new TreeSet<String>();
            uncommitted.addAll(diff.getModified());
            uncommitted.addAll(diff.getAdded());
            uncommitted.addAll(diff.getChanged());
            uncommitted.addAll(diff.getRemoved());
            uncommitted.addAll(diff.getMissing());
            uncommitted.addAll(diff.getUntracked());
            return sentences(uncommitted);
        } catch (IOException | RuntimeException unreadable) {
            return List.of("Whether there is uncommitted work could not be found out: %s."
                    .formatted(Printable.text(String.valueOf(unreadable.getMessage()))));
        }
    }

    private static List<String> sentences(TreeSet<String> uncommitted) {
        if (uncommitted.isEmpty()) {
            return List.of();
        }
        var sentences = new ArrayList<String>();
        sentences.add("%d files have uncommitted changes, which are not imported:".formatted(uncommitted.size()));
        uncommitted.stream()
                .limit(LISTED)
                .map(path -> "  " + Printable.text(path))
                .forEach(sentences::add);
        if (uncommitted.size() > LISTED) {
            sentences.add("  and %d more".formatted(uncommitted.size() - LISTED));
        }
        return sentences;
    }
}
