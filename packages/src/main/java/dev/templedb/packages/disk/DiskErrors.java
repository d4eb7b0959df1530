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
        return writing(target, failure, ErrorCode.PACKAGE_UNWRITABLE, "The package");
    }

    /// The error for a failure to write a directory at `target` that is no package.
    public static TempleException writingDirectory(Path target, IOException failure) {
        return writing(target, failure, ErrorCode.TARGET_UNWRITABLE, "The directory");
    }

    static TempleException writing(Path target, IOException failure, Existing existing) {
        return existing == Existing.REPLACE_EMPTY ? writingDirectory(target, failure) : writing(target, failure);
    }

    private static TempleException writing(Path target, IOException failure, ErrorCode code, String what) {
        var reason = failure instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : Objects.requireNonNullElse(
                        failure.getMessage(), failure.getClass().getSimpleName());
        if (reason.contains("No space left")
                || reason.contains("quota exceeded")
                || reason.contains("not enough space")) {
            return new TempleException(
                    ErrorCode.DISK_FULL, "There is no space left to write %s.".formatted(name(target)), failure);
        }
        return new TempleException(
                code, "%s %s cannot be written (%s).".formatted(what, name(target), Printable.text(reason)), failure);
    }

    static TempleException exists(Path target) {
        return new TempleException(
                ErrorCode.PACKAGE_EXISTS, "There is something at %s already.".formatted(name(target)));
    }

    static TempleException exists(Path target, Existing existing) {
        return existing == Existing.REPLACE_EMPTY
                ? new TempleException(
                        ErrorCode.TARGET_NOT_EMPTY,
                        "%s is there already and not an empty directory.".formatted(name(target)))
                : exists(target);
    }

    static String name(Path path) {
        return Printable.text(path.toString());
    }
}
