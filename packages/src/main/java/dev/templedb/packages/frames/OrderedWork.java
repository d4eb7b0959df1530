package dev.templedb.packages.frames;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does work on several threads and hands the results on in its order, on the caller's thread.
///
/// Few results are in memory at a time: one more than there are threads. One caller at a time.
///
/// @param <T> what the work results in
/// @param <X> what the sink may throw
public final class OrderedWork<T, X extends Exception> implements AutoCloseable {
    /// Takes results in order.
    @FunctionalInterface
    public interface Sink<T, X extends Exception> {
        /// Takes the next result.
        void accept(T result) throws X;
    }

    private final Sink<T, X> sink;
    private final int inFlight;
    private final ExecutorService workers;
    private final ArrayDeque<Future<T>> pending = new ArrayDeque<>();

    /// Makes `threads` workers.
    ///
    /// @param name what the threads are called, followed by a number
    public OrderedWork(int threads, String name, Sink<T, X> sink) {
        this.sink = sink;
        this.inFlight = threads + 1;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    }

    /// Adds a piece of work. Earlier results may reach the sink meanwhile.
    ///
    /// @throws TempleException that earlier work has ended with
    public void add(Callable<T> work) throws X {
        pending.add(workers.submit(work));
        if (pending.size() > inFlight) {
            sink.accept(result(pending.remove()));
        }
    }

    /// Does a piece of work while nothing else is under way, for work whose result is large.
    ///
    /// @throws TempleException that this or earlier work has ended with
    public void addAlone(Callable<T> work) throws X {
        finish();
        add(work);
        finish();
    }

    /// Waits for all work and hands the last results on.
    public void finish() throws X {
        while (!pending.isEmpty()) {
            sink.accept(result(pending.remove()));
        }
    }

    private static <T> T result(Future<T> work) {
        try {
            return work.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TempleException known) {
                throw known;
            }
            throw new IllegalStateException("work on another thread failed", failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The work was interrupted.", interrupt);
        }
    }

    /// Stops the workers. Results that [#finish] has not handed on are dropped.
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
