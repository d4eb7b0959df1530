package dev.templedb.packages.content;

import dev.templedb.core.Progress;
import java.nio.file.Path;

/// How to open a package.
///
/// @param partial     leave out files that cannot be taken instead of refusing the package
/// @param scratch     directory in which tars may be unpacked; what is left in it by a killed run is swept by the next
/// @param mostBytes   the most bytes that a package may have once unpacked
/// @param mostEntries the most entries that a package may have
public record OpenOptions(boolean partial, Path scratch, long mostBytes, long mostEntries, Progress progress) {
    /// Strict, with room for large projects: 64 GiB and four million entries.
    public static OpenOptions strict(Path scratch, Progress progress) {
        return new OpenOptions(false, scratch, 64L << 30, 4_000_000, progress);
    }

    /// The same, but leaving out what cannot be taken.
    public OpenOptions asPartial() {
        return new OpenOptions(true, scratch, mostBytes, mostEntries, progress);
    }
}
