package dev.templedb.packages.frames;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Opens frames on several threads and hands them on in their order, on the caller's thread. A few frames are in memory
/// at a time.
///
/// One caller at a time.
public final class ParallelFrameReader implements AutoCloseable {
    /// Takes opened frames in order.
    @FunctionalInterface
    public interface Sink {
        /// Takes frame `number`, from 0.
        void accept(int number, OpenFrame frame);
    }

    private final Sink sink;
    private final int inFlight;
    private final ExecutorService workers;
    private final ArrayDeque<Future<OpenFrame>> pending = new ArrayDeque<>();
    private int given;
    private int taken;

    /// A reader with `threads` workers.
    public ParallelFrameReader(int threads, Sink sink) {
        this.sink = sink;
        this.inFlight = threads + 1;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("frame-reader-", 0).factory());
    }

    /// Takes the next frame. Earlier ones may reach the sink meanwhile.
    ///
    /// @throws TempleException with `PACKAGE_MALFORMED` when an earlier frame is damaged
    public void accept(Frame frame) {
        int number = given++;
        pending.add(workers.submit(() -> open(number, frame)));
        if (pending.size() > inFlight) {
            deliver();
        }
    }

    private static OpenFrame open(int number, Frame frame) {
        try (var reader = new FrameReader()) {
            return reader.open(frame);
        } catch (MalformedFrame damaged) {
            throw new TempleException(
                    ErrorCode.PACKAGE_MALFORMED,
                    "Frame %d is damaged: %s.".formatted(number, damaged.getMessage()),
                    damaged);
        }
    }

    /// Hands on what is still being opened.
    ///
    /// @return how many frames there were
    public int finish() {
        while (!pending.isEmpty()) {
            deliver();
        }
        return taken;
    }

    private void deliver() {
        try {
            sink.accept(taken, pending.remove().get());
            taken++;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TempleException known) {
                throw known;
            }
            throw new IllegalStateException("opening a frame failed", failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The work was interrupted.", interrupt);
        }
    }

    /// Stops the workers; frames that [#finish] has not handed on are dropped.
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
