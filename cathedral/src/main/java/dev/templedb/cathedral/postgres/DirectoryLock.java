package dev.templedb.cathedral.postgres;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The right to work with one directory. The system takes it back when the process ends, however that happens.
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @throws TempleException with `SERVER_ALREADY_RUNNING` when another process, or this one, has it
    static DirectoryLock take(Path directory) throws IOException {
        var channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new TempleException(
                    ErrorCode.SERVER_ALREADY_RUNNING, "Another server is running on %s.".formatted(directory));
        }
        return new DirectoryLock(channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            @Nullable Object lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException alreadyOurs) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
