package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Moves the parts of one package, several at once.
final class ServerTransfer {
    private static final int CONNECTIONS = 4;

    private ServerTransfer() {}

    /// Returns when every part has arrived.
    ///
    /// @param parts    each moves one and returns how many bytes that were
    /// @param step     how the transfer is called while it goes on
    /// @param bytes    of all parts together
    /// @param transfer what is interrupted when somebody interrupts it
    static void run(List<Callable<Integer>> parts, Progress progress, String step, long bytes, String transfer) {
        var threads =
                Executors.newFixedThreadPool(CONNECTIONS, Thread.ofVirtual().factory());
        try (var moving = progress.beginBytes(step, bytes)) {
            var running = parts.stream().map(threads::submit).toList();
            for (var part : running) {
                moving.advance(part.get());
            }
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The %s was interrupted.".formatted(transfer), interrupt);
        } finally {
            // One part that fails ends the others.
            threads.shutdownNow();
            threads.close();
        }
    }
}
