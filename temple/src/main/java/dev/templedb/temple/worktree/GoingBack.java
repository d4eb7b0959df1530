package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans how files become again what the directory's commit has, and what must be kept of them.
final class GoingBack {
    private final WorkFiles files;
    private final TrackedFiles tracked;
    private final TrackedFiles written;
    private final List<PlannedWrite> writes = new ArrayList<>();
    private final List<Saves.Saved> saved = new ArrayList<>();
    private final List<Staging.New> contents = new ArrayList<>();

    /// @param written what need not be kept, because nobody has edited it since
    GoingBack(WorkFiles files, TrackedFiles tracked, TrackedFiles written) {
        this.files = files;
        this.tracked = tracked;
        this.written = written;
    }

    List<PlannedWrite> writes() {
        return writes;
    }

    List<Saves.Saved> saved() {
        return saved;
    }

    List<Staging.New> contents() {
        return contents;
    }

    void plan(String path) {
        var known = tracked.get(path);
        var file = known == null ? new TrackedFile(path, 0, null, 0, null, null) : known;
        var stat = files.stat(path);
        if (stat != null && stat.isContent()) {
            var blob = files.content(path, stat, file.blob()).id();
            int mode = stat.content().orElseThrow().canonical();
            if (!isWritten(path, mode, blob)) {
                var exact = files.exact(path, stat);
                saved.add(new Saves.Saved(path, mode, exact.id()));
                contents.add(new Staging.New(path, stat, exact));
            }
            plan(file, mode, blob);
        } else if (file.baseMode() != 0) {
            plan(file, 0, null);
        }
        tracked.put(new TrackedFile(path, file.baseMode(), file.baseBlob(), file.baseMode(), file.baseBlob(), null));
    }

    private void plan(TrackedFile file, int mode, @Nullable GitId blob) {
        writes.add(new PlannedWrite(
                file.path(),
                mode,
                blob,
                new PlannedWrite.Before(files.conversion(file.path()), null),
                file.baseMode(),
                file.baseBlob(),
                PlannedWrite.How.AS_TREE));
    }

    private boolean isWritten(String path, int mode, GitId blob) {
        var file = written.get(path);
        return file != null && file.kind() == TrackedFile.kind(mode) && blob.equals(file.blob());
    }
}
