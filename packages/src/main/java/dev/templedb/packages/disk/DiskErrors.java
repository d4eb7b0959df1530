package dev.templedb.packages.disk;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/// Turns failures of the file system into errors that a person understands.
public final class DiskErrors {
    private DiskErrors() {}

    /// The error for a failure to write a package at `target`.
    public static TempleException writing(Path target, IOException failure) {
        var reason = failure instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
        if (reason.contains("No space left") || reason.contains("quota exceeded") || reason.contains("not enough space")) {
            return new TempleException(
                    ErrorCode.DISK_FULL, "There is no space left to write %s.".formatted(name(target)), failure);
        }
        return new TempleException(
                ErrorCode.PACKAGE_UNWRITABLE,
                "The package %s cannot be written (%s).".formatted(name(target), Printable.text(reason)),
                failure);
    }

    static TempleException exists(Path target) {
        return new TempleException(ErrorCode.PACKAGE_EXISTS, "There is something at %s already.".formatted(name(target)));
    }

    static String name(Path path) {
        return Printable.text(path.toString());
    }
}
