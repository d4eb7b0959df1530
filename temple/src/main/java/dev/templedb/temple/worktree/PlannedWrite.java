package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A change to one file of a checked-out directory, in words that make it possible to go on after a crash. Mode 0: no
/// file.
///
/// @param isExact whether the new content is written byte for byte, whatever attributes say
record PlannedWrite(
        String path,
        int oldMode,
        @Nullable GitId oldBlob,
        int newMode,
        @Nullable GitId newBlob,
        boolean isExact) {
    PlannedWrite(String path, int oldMode, @Nullable GitId oldBlob, int newMode, @Nullable GitId newBlob) {
        this(path, oldMode, oldBlob, newMode, newBlob, false);
    }

    /// One that puts back what a file was.
    static PlannedWrite exact(String path, int oldMode, @Nullable GitId oldBlob, int newMode, GitId newBlob) {
        return new PlannedWrite(path, oldMode, oldBlob, newMode, newBlob, true);
    }

    boolean isDeletion() {
        return newMode == 0;
    }

    boolean isNothing() {
        return oldMode == newMode && Objects.equals(oldBlob, newBlob);
    }
}
