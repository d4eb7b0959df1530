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
/// What is under way is bounded, so that few results are in memory at a time. One caller at a time.
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

    private record Piece<T>(Future<T> result, long weight) {}

    private final Sink<T, X> sink;
    private final long mostWeight;
    private final ExecutorService workers;
    private final ArrayDeque<Piece<T>> pending = new ArrayDeque<>();
    private long pendingWeight;

    /// Makes `threads` workers, with one more piece of work under way than there are threads.
    ///
    /// @param name what the threads are called, followed by a number
    public OrderedWork(int threads, String name, Sink<T, X> sink) {
        this(threads, name, threads + 1L, sink);
    }

    /// Makes `threads` workers.
    ///
    /// @param name       what the threads are called, followed by a number
    /// @param mostWeight how much all work together may weigh that has not reached the sink; one piece is always
    /// let in
    public OrderedWork(int threads, String name, long mostWeight, Sink<T, X> sink) {
        this.sink = sink;
        this.mostWeight = mostWeight;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    }

    /// Adds a piece of work that weighs 1. Earlier results may reach the sink meanwhile.
    ///
    /// @throws TempleException that earlier work has ended with, or with `INTERRUPTED`
    public void add(Callable<T> work) throws X {
        add(work, 1);
    }

    /// Adds a piece of work. Earlier results may reach the sink meanwhile.
    ///
    /// @param weight how much it counts for of what may be under way
    /// @throws TempleException that earlier work has ended with, or with `INTERRUPTED`
    public void add(Callable<T> work, long weight) throws X {
        pending.add(new Piece<>(workers.submit(work), weight));
        pendingWeight += weight;
        while (pendingWeight > mostWeight && pending.size() > 1) {
            giveFirst();
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
            giveFirst();
        }
    }

    private void giveFirst() throws X {
        var first = pending.remove();
        pendingWeight -= first.weight();
        sink.accept(result(first.result()));
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

    /// Stops the workers and waits for what they are at, so that afterwards nobody uses what the work used. Results
    /// that [#finish] has not handed on are dropped.
    @Override
    public void close() {
        workers.shutdownNow();
        workers.close();
    }
}
