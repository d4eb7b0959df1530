package dev.templedb.cli.command;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a command writes to, as the user named it.
public final class OutputPath {
    private OutputPath() {}

    /// The absolute path of `given`. The directories above it are made when they are not there; with a `/` at the
    /// end
    /// of `given`, so is the directory itself.
    ///
    /// @throws TempleException with `TARGET_UNWRITABLE` when they cannot be made
    public static Path of(String given) {
        var path = Path.of(given).toAbsolutePath().normalize();
        var directory = given.endsWith("/") ? path : path.getParent();
        try {
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
        } catch (IOException unwritable) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The directory %s cannot be made.".formatted(Printable.text(directory.toString())),
                    unwritable);
        }
        return path;
    }
}
