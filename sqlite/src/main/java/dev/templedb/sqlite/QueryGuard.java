package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;

/// Watches one query from a thread of its own, and interrupts it when it takes more than it may.
///
/// SQLite looks for an interrupt whenever its program goes back to an earlier step, also while it compiles. One step
/// that takes long itself, such as a `GLOB` over a long text, cannot be interrupted from inside: when SQLite has not
/// listened for a while, or the memory is half as much again as is allowed, the last resort is told, which may end the
/// process.
final class QueryGuard implements AutoCloseable {
    private static final long TICK_MILLIS = 20;
    private static final int TICKS_BETWEEN_LOOKS_AT_FILES = 10;
    /// How long SQLite may take to notice that it was interrupted.
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private final DB database;
    private final SqlLimits limits;
    private final Consumer<TempleException> lastResort;
    private final long memoryBefore = ProcessUse.memoryBytes();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object lock = new Object();
    private final Thread thread;

    // Guarded by the lock.
    private long deadline;
    private long awayNanos;
    private long leftAt;
    private boolean isAway;
    private @Nullable TempleException reason;
    private long interruptedAt;

    private QueryGuard(DB database, SqlLimits limits, Consumer<TempleException> lastResort) {
        this.database = database;
        this.limits = limits;
        this.lastResort = lastResort;
        this.deadline = System.nanoTime() + limits.time().toNanos();
        this.thread = Thread.ofPlatform().daemon().name("sql-guard").unstarted(this::watch);
    }

    /// Begins to watch what runs on `database`.
    static QueryGuard over(DB database, SqlLimits limits, Consumer<TempleException> lastResort) {
        var guard = new QueryGuard(database, limits, lastResort);
        guard.thread.start();
        return guard;
    }

    /// Runs `work` of somebody else, whose time does not count.
    void away(Runnable work) {
        synchronized (lock) {
            leftAt = System.nanoTime();
            isAway = true;
        }
        try {
            work.run();
        } finally {
            synchronized (lock) {
                isAway = false;
                awayNanos += System.nanoTime() - leftAt;
            }
        }
    }

    /// Why the query was interrupted, if it was.
    Optional<TempleException> reason() {
        synchronized (lock) {
            return Optional.ofNullable(reason);
        }
    }

    private void watch() {
        int tick = 0;
        while (rest()) {
            long grown = ProcessUse.memoryBytes() - memoryBefore;
            boolean tooManyFiles =
                    ++tick % TICKS_BETWEEN_LOOKS_AT_FILES == 0 && ProcessUse.temporaryBytes() > limits.temporaryBytes();
            look(grown, tooManyFiles);
        }
    }

    /// @return whether there is still something to watch
    private boolean rest() {
        try {
            return !ended.await(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void look(long grown, boolean tooManyFiles) {
        @Nullable TempleException desperate = null;
        synchronized (lock) {
            if (ended.getCount() == 0 || isAway) {
                return;
            }
            long now = System.nanoTime();
            if (reason == null && now - deadline - awayNanos >= 0) {
                stop("The query was stopped after its time limit of %d ms."
                        .formatted(limits.time().toMillis()));
            } else if (reason == null && grown > limits.memoryBytes()) {
                stop("The query was stopped at its memory limit of %d bytes.".formatted(limits.memoryBytes()));
            } else if (reason == null && tooManyFiles) {
                stop("The query was stopped at its limit of %d bytes of temporary files."
                        .formatted(limits.temporaryBytes()));
            }
            if (reason != null) {
                interrupt();
                boolean isDeaf =
                        now - interruptedAt > PATIENCE_NANOS || grown > limits.memoryBytes() + limits.memoryBytes() / 2;
                desperate = isDeaf ? reason : null;
            }
        }
        if (desperate != null) {
            lastResort.accept(desperate);
        }
    }

    private void stop(String sentence) {
        reason = new TempleException(ErrorCode.SQL_LIMIT, sentence);
        interruptedAt = System.nanoTime();
    }

    /// Also when it has been done before: SQLite forgets an interrupt when a statement begins.
    private void interrupt() {
        try {
            database.interrupt();
        } catch (SQLException closed) {
            // Then there is nothing left to interrupt.
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            ended.countDown();
        }
    }
}
