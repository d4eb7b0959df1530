package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.temple.attributes.CommitContent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What is on the disk of a checked-out directory, against what is tracked. Files whose stat says nothing are read.
///
/// @param changed   by path, tracked files that are not what the next commit has
/// @param untracked raw paths of what is there besides, a directory with a `/` at the end
/// @param refreshed whether stats were learned that are worth keeping
record WorkLook(TreeMap<String, Found> changed, TreeSet<String> untracked, boolean refreshed) {
    /// A tracked file that is different on the disk.
    ///
    /// @param mode 0 when it is gone
    /// @param content what a commit would have of it; null when it is gone
    record Found(
            TrackedFile file,
            int mode,
            @Nullable CommitContent content,
            @Nullable FileStat stat) {
        /// Null when it is gone.
        @Nullable
        GitId blob() {
            return content == null ? null : content.id();
        }
    }

    private record Refreshed(TrackedFile file) {}

    /// Looks, and puts what it learned into `tracked`.
    static WorkLook at(WorkFiles files, TrackedFiles tracked, Untracked mode) {
        return at(files, tracked, mode, List.of());
    }

    /// Looks, and puts what it learned into `tracked`.
    ///
    /// @param ignores files of patterns outside of the directory, the weakest first
    static WorkLook at(WorkFiles files, TrackedFiles tracked, Untracked mode, List<Path> ignores) {
        var scan = WorkScan.run(files.root(), tracked, mode, ignores);
        var doubtful = StreamSupport.stream(scan.tracked().spliterator(), false)
                .filter(seen -> seen.file().isPresent() && isDoubtful(seen))
                .toList();
        var changed = new ConcurrentLinkedQueue<Found>();
        var refreshed = new ConcurrentLinkedQueue<Refreshed>();
        stream(doubtful).forEach(seen -> look(files, seen, scan.lookedAt(), changed, refreshed));
        refreshed.forEach(known -> tracked.put(known.file()));
        var sorted = new TreeMap<String, Found>();
        changed.forEach(found -> sorted.put(found.file().path(), found));
        return new WorkLook(sorted, scan.untracked(), !refreshed.isEmpty());
    }

    private static java.util.stream.Stream<WorkScan.Seen> stream(List<WorkScan.Seen> files) {
        return files.size() > 8 ? files.parallelStream() : files.stream();
    }

    private static boolean isDoubtful(WorkScan.Seen seen) {
        var found = seen.found();
        var file = seen.file();
        if (file.kind() == FileMode.SUBMODULE) {
            return found == null;
        }
        return found == null || !found.isLike(file.stat());
    }

    private static void look(
            WorkFiles files,
            WorkScan.Seen seen,
            long lookedAt,
            ConcurrentLinkedQueue<Found> changed,
            ConcurrentLinkedQueue<Refreshed> refreshed) {
        var file = seen.file();
        var found = seen.found();
        if (found == null || !found.isContent()) {
            changed.add(new Found(file, 0, null, null));
            return;
        }
        var now = found.content().orElseThrow();
        var content = files.content(file.path(), found, file.blob());
        if (now == file.kind() && isUnchanged(files, file, found, content)) {
            if (found.isSettled(lookedAt)) {
                refreshed.add(new Refreshed(file.withStat(found)));
            }
        } else {
            changed.add(new Found(file, now.canonical(), content, found));
        }
    }

    private static boolean isUnchanged(WorkFiles files, TrackedFile file, FileStat found, CommitContent content) {
        var blob = file.blob();
        return content.id().equals(blob) || blob != null && files.isAsWritten(file.path(), found, blob);
    }

    Optional<Found> at(String path) {
        return Optional.ofNullable(changed.get(path));
    }
}
