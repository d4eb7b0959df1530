package dev.templedb.packages.disk;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A directory that is needed for a while, with everything in it gone when it is closed. What a killed run has left is
/// removed by the next one that makes a directory in the same place.
public final class TemporaryDirectory implements AutoCloseable {
    private final Leftovers.Locked lock;
    private final Path path;

    private TemporaryDirectory(Leftovers.Locked lock) {
        this.lock = lock;
        this.path = Leftovers.sibling(lock.path(), Leftovers.DIRECTORY);
    }

    /// Makes one.
    ///
    /// @param parent takes it; need not be there
    /// @throws TempleException with `TARGET_UNWRITABLE`
    public static TemporaryDirectory make(Path parent) {
        try {
            NewParts.createDirectories(parent);
            var real = parent.toRealPath();
            Leftovers.sweep(real);
            var made = new TemporaryDirectory(Leftovers.lock(real, Leftovers.LOCK));
            try {
                NewParts.createDirectory(made.path);
                return made;
            } catch (IOException failure) {
                made.lock.release();
                throw failure;
            }
        } catch (IOException unwritable) {
            throw new TempleException(ErrorCode.TARGET_UNWRITABLE, "The scratch directory cannot be made.", unwritable);
        }
    }

    /// Where it is.
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Leftovers.deleteTree(path);
            lock.release();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
