package dev.templedb.temple.git;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OrderedWork;
import dev.templedb.packages.gitpack.GitPackFile;
import dev.templedb.packages.gitpack.PackEntries;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

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
    private final GitPackFile file;
    private final Progress.Step step;

    private GitExportPack(StoredObjects objects, GitPackFile file, Progress.Step step) {
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
                var file = GitPackFile.begin(packs, count)) {
            new GitExportPack(objects, file, step).write(store, frames);
            return new Pack(count, file.finish());
        }
    }

    private static long count(SqliteObjectStore store, Map<Integer, LiveObjects> frames) {
        long count = 0;
        for (var frame : frames.entrySet()) {
            count += PackEntries.count(store.layout(frame.getKey()), frame.getValue());
        }
        return count;
    }

    private void write(SqliteObjectStore store, Map<Integer, LiveObjects> frames) throws IOException {
        try (var encoding = new OrderedWork<PackEntries.Entries, IOException>(THREADS, "packer", this::append)) {
            for (var member : frames.entrySet()) {
                var number = member.getKey();
                var live = member.getValue();
                if (PackEntries.count(store.layout(number), live) > 0) {
                    var frame = store.frame(number);
                    if (frame.layout().isLarge()) {
                        encoding.addAlone(() -> encode(number, frame, live));
                    } else {
                        encoding.add(() -> encode(number, frame, live));
                    }
                }
            }
            encoding.finish();
        }
    }

    private static PackEntries.Entries encode(int number, Frame frame, LiveObjects live) {
        try {
            return PackEntries.encode(frame, live);
        } catch (MalformedFrame damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "Frame %d of the temple is damaged: %s.".formatted(number, damaged.getMessage()),
                    damaged);
        }
    }

    private void append(PackEntries.Entries entries) throws IOException {
        file.append(entries);
        step.advance(entries.count());
        for (var recipe : entries.large()) {
            try (var content = objects.openBlob(recipe.blob())) {
                file.appendLargeBlob(recipe.blob(), recipe.bytes(), content);
            }
            step.advance(1);
        }
    }
}
