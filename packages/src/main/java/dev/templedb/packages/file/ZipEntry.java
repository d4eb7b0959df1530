package dev.templedb.packages.file;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.regex.Pattern;

/// One stored entry of the ZIP.
///
/// @param name   made of letters, digits and `._-`, with `/` between directories
/// @param bytes  length of the content, less than 4 GiB
/// @param crc32  of the content
/// @param offset of the local header in the file
record ZipEntry(String name, long bytes, int crc32, long offset) {
    static final int LONGEST_NAME = 400;

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    /// Where the content begins.
    long contentOffset() {
        return offset + ZipFormat.LOCAL_HEADER + name.length();
    }

    /// Where the next local header begins.
    long end() {
        return contentOffset() + bytes;
    }

    /// Refuses a name that could stand for something outside the package's own place.
    static void requireSafe(String name) {
        if (!SAFE.matcher(name).matches()) {
            throw new TempleException(
                    ErrorCode.PACKAGE_ENTRY_UNSAFE,
                    "The package has an entry with the name \"%s\", which is not allowed."
                            .formatted(Printable.text(name)));
        }
    }
}
