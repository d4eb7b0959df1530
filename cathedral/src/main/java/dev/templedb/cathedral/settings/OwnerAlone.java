package dev.templedb.cathedral.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes what nobody but the server's user may read.
public final class OwnerAlone {
    private OwnerAlone() {}

    /// Makes a directory and those above it that are missing; one that is there is closed to others.
    ///
    /// @throws IOException also when it is there and another user's
    public static Path directory(Path path) throws IOException {
        var mode = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(mode));
        return Files.getPosixFilePermissions(path).equals(mode) ? path : Files.setPosixFilePermissions(path, mode);
    }

    /// Closes a file to others.
    public static void file(Path path) throws IOException {
        var mode = PosixFilePermissions.fromString("rw-------");
        if (!Files.getPosixFilePermissions(path).equals(mode)) {
            Files.setPosixFilePermissions(path, mode);
        }
    }
}
