package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Keeps the writers of one branch, who share it, and those who need the branch to stand still apart: changes of the
/// schema, forks, maintenance. For threads of this process and of others. Who waits longest goes first. Thread-safe.
public final class Gate {
    private final Gates gates;
    private final long position;
    private final Duration patience;
    private final ReentrantReadWriteLock threads = new ReentrantReadWriteLock(true);
    private final Object process = new Object();
    private int sharing;
    private @Nullable FileLock lock;

    Gate(Gates gates, long position, Duration patience) {
        this.gates = gates;
        this.position = position;
        this.patience = patience;
    }

    /// Enters beside other writers. A thread that is behind the gate already enters again.
    ///
    /// @throws TempleException with `DATABASE_BUSY` when one who is alone behind the gate does not come out in time
    public Passage enter() {
        if (threads.isWriteLockedByCurrentThread()) {
            return () -> {};
        }
        take(threads.readLock());
        try {
            share();
        } catch (RuntimeException e) {
            threads.readLock().unlock();
            throw e;
        }
        return this::leave;
    }

    /// Enters when all others have come out, and keeps them out.
    ///
    /// @throws TempleException with `DATABASE_BUSY` when they do not come out in time
    public Passage enterAlone() {
        if (threads.getReadHoldCount() > 0) {
            throw new IllegalStateException("this thread is writing to the branch that it wants to change");
        }
        if (threads.isWriteLockedByCurrentThread()) {
            return () -> {};
        }
        take(threads.writeLock());
        try {
            var alone = gates.await(position, false);
            return () -> {
                Gates.release(alone);
                threads.writeLock().unlock();
            };
        } catch (RuntimeException e) {
            threads.writeLock().unlock();
            throw e;
        }
    }

    private void take(Lock side) {
        try {
            if (!side.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw Gates.busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The work was interrupted while it waited for a branch.");
        }
    }

    /// The first writer of the process takes the lock for all of them.
    private void share() {
        synchronized (process) {
            letOthersIn();
            if (sharing == 0) {
                lock = gates.await(position, true);
            }
            sharing++;
        }
    }

    /// Writers who overlap all the time would never give the lock back.
    private void letOthersIn() {
        try {
            while (sharing > 0 && threads.getReadHoldCount() == 1 && gates.isWanted(position)) {
                process.wait(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave() {
        synchronized (process) {
            sharing--;
            if (sharing == 0 && lock != null) {
                Gates.release(lock);
                lock = null;
                process.notifyAll();
            }
        }
        threads.readLock().unlock();
    }
}
