package dev.templedb.temple.git;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.LiveObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writes everything that a project reaches into one pack of git's.
///
/// Frames are turned into runs of pack entries on a few threads; deltas never leave their frame, so a run is the same
/// wherever it comes
/// to lie. Holds a few frames at a time.
final class GitExportPack {
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    /// What was written.
    ///
    /// @param objects how many objects
    /// @param bytes   length of the pack
    record Pack(long objects, long bytes) {}

    private final StoredObjects objects;
    private final GitExportPackFile file;
    private final Progress.Step step;
    private final ArrayDeque<Future<GitExportFrame.Entries>> pending = new ArrayDeque<>();

    private GitExportPack(StoredObjects objects, GitExportPackFile file, Progress.Step step) {
        this.objects = objects;
        this.file = file;
        this.step = step;
    }

    /// Writes pack and index into the directory `packs`; nothing for a project without objects.
    static Pack write(Transaction tx, long project, StoredObjects objects, Path packs, Progress progress)
            throws IOException {
        var store = new SqliteObjectStore(tx);
        var frames = store.membership(project).frames();
        long count = count(store, frames);
        if (count == 0) {
            return new Pack(0, 0);
        }
        try (var step = progress.begin("Writing objects", count);
                var file = GitExportPackFile.begin(packs, count);
                var workers = Executors.newFixedThreadPool(
                        THREADS, Thread.ofPlatform().daemon().name("packer-", 0).factory())) {
            try {
                new GitExportPack(objects, file, step).write(store, frames, workers);
            } finally {
                workers.shutdownNow();
            }
            return new Pack(count, file.finish());
        }
    }

    private static long count(SqliteObjectStore store, Map<Integer, LiveObjects> frames) {
        long count = 0;
        for (var frame : frames.entrySet()) {
            var layout = store.layout(frame.getKey());
            for (int i = 0; i < layout.count(); i++) {
                if (frame.getValue().contains(i) && layout.kind(i) != ObjectKind.PIECE) {
                    count++;
                }
            }
        }
        return count;
    }

    private void write(SqliteObjectStore store, Map<Integer, LiveObjects> frames, ExecutorService workers)
            throws IOException {
        for (var member : frames.entrySet()) {
            var number = member.getKey();
            var live = member.getValue();
            if (hasGitObjects(store, number, live)) {
                var frame = store.frame(number);
                pending.add(workers.submit(() -> GitExportFrame.encode(number, frame, live)));
                while (pending.size() > THREADS + 1) {
                    append();
                }
            }
        }
        while (!pending.isEmpty()) {
            append();
        }
    }

    private static boolean hasGitObjects(SqliteObjectStore store, int number, LiveObjects live) {
        var layout = store.layout(number);
        for (int i = 0; i < layout.count(); i++) {
            if (live.contains(i) && layout.kind(i) != ObjectKind.PIECE) {
                return true;
            }
        }
        return false;
    }

    private void append() throws IOException {
        try {
            var entries = pending.remove().get();
            file.append(entries);
            step.advance(entries.count());
            for (var recipe : entries.large()) {
                try (var content = objects.openBlob(recipe.blob())) {
                    file.appendLargeBlob(recipe.blob(), recipe.bytes(), content);
                }
                step.advance(1);
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TempleException known) {
                throw known;
            }
            throw new IllegalStateException("packing a frame failed", failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The work was interrupted.", interrupt);
        }
    }
}
