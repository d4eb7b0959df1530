package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.temple.attributes.Conversion;
import org.jspecify.annotations.Nullable;

/// A change to one file of a checked-out directory, in words that make it possible to go on after a crash. Mode 0: no
/// file.
///
/// @param before by what to know the old content again on the disk
/// @param how    what the new content becomes on the disk
record PlannedWrite(
        String path,
        int oldMode,
        @Nullable GitId oldBlob,
        Before before,
        int newMode,
        @Nullable GitId newBlob,
        How how) {
    /// By what a file is known again that nobody has touched since: whatever attributes say meanwhile.
    ///
    /// @param conversion what made of the file the old content; null when nothing is known of it
    /// @param stat       what the file looked like; null when it had to be read
    record Before(@Nullable Conversion conversion, @Nullable FileStat stat) {
        static final Before UNKNOWN = new Before(null, null);
    }

    /// How a content is written.
    enum How {
        /// By the attributes of the next commit.
        AS_TREE,
        /// By the attributes that lie on the disk, as git writes single files.
        AS_DISK,
        /// Byte for byte, whatever attributes say.
        EXACT
    }

    boolean isDeletion() {
        return newMode == 0;
    }

    boolean isExact() {
        return how == How.EXACT;
    }
}
