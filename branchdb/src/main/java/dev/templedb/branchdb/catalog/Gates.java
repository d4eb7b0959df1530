package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The gates of all branches, and the locks of the operating system that keep processes apart at them: one byte of a
/// file for each branch. The kernel frees the locks of a process that dies. Thread-safe.
///
/// The locks belong to the process: there must be one object for a file in each. They are only ever tried for and
/// waited for in short steps, because a thread that is interrupted in a blocking call would close the file, and with it
/// give up every lock of the process.
final class Gates implements AutoCloseable {
    /// Held shared by every process that uses the directory.
    private static final long USE = 0;

    private static final long FIRST_BRANCH = 64;
    /// Where the page says until when a branch is wanted alone. Branches whose numbers are this far apart share a
    /// word,
    /// and wait for each other for some milliseconds more than they need to.
    private static final int WANTED_UNTIL = 64;

    private static final int WANTED_WORDS = 256;
    private static final long STEP_NANOS = Duration.ofMillis(1).toNanos() / 2;
    private static final long WANTED_MILLIS = 50;

    private final FileChannel channel;
    private final SharedPage page;
    private final Duration patience;
    private final ConcurrentHashMap<Long, Gate> gates = new ConcurrentHashMap<>();

    Gates(Path file, SharedPage page, Duration patience) throws IOException {
        OwnFiles.requireFile(file);
        this.channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        this.page = page;
        this.patience = patience;
    }

    Gate of(long branch) {
        return gates.computeIfAbsent(branch, id -> new Gate(this, FIRST_BRANCH + id, patience));
    }

    /// The lock of one who uses the directory and nobody else does; nothing when another process uses it.
    Optional<FileLock> tryUseAlone() {
        return Optional.ofNullable(tryLock(USE, false));
    }

    /// The lock of one who uses the directory.
    FileLock use() {
        return await(USE, true);
    }

    /// Waits for a byte to be free. Who wants it alone says so, and those who would share it hold back meanwhile,
    /// so
    /// that it becomes free however many they are. A word in memory that expires: it makes the wait fair, and
    /// nothing
    /// else depends on it.
    FileLock await(long position, boolean shared) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            if (!shared) {
                page.set(wantedUntil(position), System.currentTimeMillis() + WANTED_MILLIS);
            }
            @Nullable FileLock lock = shared && isWanted(position) ? null : tryLock(position, shared);
            if (lock != null) {
                if (!shared) {
                    page.set(wantedUntil(position), 0);
                }
                return lock;
            }
            if (System.nanoTime() > deadline) {
                throw busy();
            }
            LockSupport.parkNanos(STEP_NANOS);
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new TempleException(
                        ErrorCode.INTERRUPTED, "The work was interrupted while it waited for a branch.");
            }
        }
    }

    private static int wantedUntil(long position) {
        return WANTED_UNTIL + (int) (position % WANTED_WORDS);
    }

    /// Whether somebody waits to have the byte alone.
    boolean isWanted(long position) {
        long left = page.get(wantedUntil(position)) - System.currentTimeMillis();
        // Nobody asks for longer: what says so was written by another program, or before the clock was put back.
        return left > 0 && left <= WANTED_MILLIS;
    }

    static TempleException busy() {
        return new TempleException(
                ErrorCode.DATABASE_BUSY, "The branch is busy: another program or thread is changing or writing to it.");
    }

    private @Nullable FileLock tryLock(long position, boolean shared) {
        try {
            return channel.tryLock(position, 1, shared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
