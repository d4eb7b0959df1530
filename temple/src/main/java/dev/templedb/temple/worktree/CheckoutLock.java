package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Holds a checked-out directory for one command that changes something in it. The system gives it free when the
/// process
/// ends, however it ends.
final class CheckoutLock implements AutoCloseable {
    private static final int ATTEMPTS = 200;
    private static final int PAUSE_MILLIS = 50;

    private final FileChannel channel;

    private CheckoutLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Waits ten seconds at most.
    ///
    /// @throws TempleException with `CHECKOUT_BUSY`; `CHECKOUT_NOT_FOUND` when there is no marker
    static CheckoutLock take(Path directory) {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    directory.resolve(Marker.NAME), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException gone) {
            throw new TempleException(
                    ErrorCode.CHECKOUT_NOT_FOUND,
                    "%s is no checked-out directory any more.".formatted(Printable.text(directory.toString())),
                    gone);
        }
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (isLocked(channel)) {
                    return new CheckoutLock(channel);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            channel.close();
        } catch (IOException failure) {
            throw busy(directory, failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The work was interrupted.", interrupt);
        }
        throw busy(directory, null);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    private static TempleException busy(Path directory, @org.jspecify.annotations.Nullable Exception cause) {
        return new TempleException(
                ErrorCode.CHECKOUT_BUSY,
                "Another TempleDB is at work in %s.".formatted(Printable.text(directory.toString())),
                cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException harmless) {
            // The lock is gone with the descriptor either way.
        }
    }
}
