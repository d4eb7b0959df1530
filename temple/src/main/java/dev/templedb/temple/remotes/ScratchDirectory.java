package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Directories that are needed for a while.
final class ScratchDirectory {
    private ScratchDirectory() {}

    /// Makes a directory of its own.
    ///
    /// @param scratch takes it; need not be there
    /// @param prefix  of its name
    /// @throws TempleException with `TARGET_UNWRITABLE`
    static Path make(Path scratch, String prefix) {
        try {
            return Files.createTempDirectory(Files.createDirectories(scratch), prefix);
        } catch (IOException unwritable) {
            throw new TempleException(ErrorCode.TARGET_UNWRITABLE, "The scratch directory cannot be made.", unwritable);
        }
    }

    /// Removes a directory with everything in it.
    static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
