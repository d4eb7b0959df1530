package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.MalformedObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One path of a checked-out directory: what the commit has, what the next commit will have, and the look of the file
/// on
/// the disk when it last was the latter. Immutable.
///
/// @param path     with one character for each byte ([RawPath])
/// @param mode     of the next commit; 0 when it will not have the file
/// @param blob     of the next commit; null when it will not have the file
/// @param baseMode of the checked-out commit; 0 when that has no such file
/// @param baseBlob of the checked-out commit
/// @param stat     null when the file must be read to know
record TrackedFile(
        String path,
        int mode,
        @Nullable GitId blob,
        int baseMode,
        @Nullable GitId baseBlob,
        @Nullable FileStat stat) {
    /// A file that is in the checked-out commit and in the next one.
    static TrackedFile unchanged(String path, int mode, GitId blob, @Nullable FileStat stat) {
        return new TrackedFile(path, mode, blob, mode, blob, stat);
    }

    boolean isStaged() {
        return mode != baseMode || !Objects.equals(blob, baseBlob);
    }

    /// Whether the next commit has it.
    boolean isPresent() {
        return mode != 0;
    }

    FileMode kind() {
        return kind(mode);
    }

    static FileMode kind(int mode) {
        try {
            return FileMode.of(mode);
        } catch (MalformedObject impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    TrackedFile withStat(@Nullable FileStat newStat) {
        return new TrackedFile(path, mode, blob, baseMode, baseBlob, newStat);
    }

    /// This path with other content in the next commit. The mode stays what it is when its meaning does.
    TrackedFile staged(int newMode, @Nullable GitId newBlob, @Nullable FileStat newStat) {
        var kept = newMode;
        if (newMode != 0 && baseMode != 0 && kind(newMode) == kind(baseMode)) {
            kept = baseMode;
        }
        return new TrackedFile(path, kept, newBlob, baseMode, baseBlob, newStat);
    }
}
