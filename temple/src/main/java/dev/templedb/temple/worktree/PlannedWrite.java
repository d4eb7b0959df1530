package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A change to one file of a checked-out directory, in words that make it possible to go on after a crash. Mode 0: no
/// file.
record PlannedWrite(
        String path,
        int oldMode,
        @Nullable GitId oldBlob,
        int newMode,
        @Nullable GitId newBlob) {
    boolean isDeletion() {
        return newMode == 0;
    }

    boolean isNothing() {
        return oldMode == newMode && Objects.equals(oldBlob, newBlob);
    }
}
