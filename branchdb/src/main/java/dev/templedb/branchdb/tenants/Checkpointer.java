package dev.templedb.branchdb.tenants;

import dev.templedb.core.TempleException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Moves the logs of files into them, beside those who write, so that no write waits for it and no log grows for ever.
///
/// From [#SOON_BYTES] on a log is moved by a thread of its own; a writer that finds [#NOW_BYTES] does it itself before
/// it goes on. So a log is never longer than that and one transaction, unless a reader holds on to an old state: then
/// it
/// grows until that one is done. Thread-safe.
final class Checkpointer implements AutoCloseable {
    static final long SOON_BYTES = 4L << 20;
    static final long NOW_BYTES = 16L << 20;

    private final OpenFiles files;
    private final ConcurrentHashMap<Long, Boolean> waiting = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor worker;

    Checkpointer(OpenFiles files) {
        this.files = files;
        this.worker = new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> Thread.ofPlatform().daemon().name("branchdb-checkpoint").unstarted(work));
    }

    /// Called after each write.
    void wrote(OpenFile file) {
        long bytes = file.file().logBytes();
        if (bytes < SOON_BYTES) {
            return;
        }
        if (bytes >= NOW_BYTES) {
            file.file().tryCheckpoint();
        } else if (!worker.isShutdown() && waiting.putIfAbsent(file.number(), true) == null) {
            worker.execute(() -> move(file.number()));
        }
    }

    /// Most of the work beside the writers, the rest, which is short, while they wait.
    private void move(long number) {
        try (var file = files.use(number)) {
            file.file().moveLog();
            file.file().tryCheckpoint();
        } catch (TempleException removedOrDiskFull) {
            // The next writer asks again.
        } finally {
            waiting.remove(number);
        }
    }

    @Override
    public void close() {
        worker.shutdown();
        try {
            worker.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
