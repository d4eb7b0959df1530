package dev.templedb.temple.checkout;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.temple.attributes.Conversion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Decompresses frames and writes files from them, on a few threads beside the caller's. Holds a few frames at a time.
///
/// One caller at a time. When [#close] returns, nothing is written any more.
final class FrameWriter implements AutoCloseable {
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);
    private static final int FRAMES_IN_FLIGHT = THREADS + 1;
    /// A frame with more files than this is shared among the threads.
    private static final int SHARE = 64;

    /// A file whose bytes come from object `ordinal` of a frame, by a conversion.
    record Content(TreeWriter.WrittenFile file, int ordinal, Conversion conversion) {}

    private final ExecutorService workers = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("checkout-", 0).factory());
    private final Semaphore room = new Semaphore(FRAMES_IN_FLIGHT);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final AtomicLong bytes = new AtomicLong();
    private final Progress.Step step;

    FrameWriter(Progress.Step step) {
        this.step = step;
    }

    /// Writes files from `frame`; waits while too many frames are under way.
    ///
    /// @throws IOException when a file could not be written, of this frame or of one before
    void write(int number, Frame frame, List<Content> contents) throws IOException {
        if (contents.isEmpty()) {
            return;
        }
        acquire(1);
        workers.execute(() -> open(number, frame, contents));
    }

    private void open(int number, Frame frame, List<Content> contents) {
        int shares = (contents.size() + SHARE - 1) / SHARE;
        var left = new AtomicInteger(shares);
        try (var reader = new FrameReader()) {
            var raw = reader.decompress(frame);
            for (int share = 1; share < shares; share++) {
                var part = contents.subList(share * SHARE, Math.min((share + 1) * SHARE, contents.size()));
                workers.execute(() -> writeShare(frame, raw, part, left));
            }
            writeShare(frame, raw, contents.subList(0, Math.min(SHARE, contents.size())), left);
        } catch (MalformedFrame damaged) {
            fail(new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "Frame %d of the temple is damaged: %s.".formatted(number, damaged.getMessage()),
                    damaged));
        } catch (RuntimeException unexpected) {
            fail(unexpected);
        }
    }

    private void writeShare(Frame frame, byte[] raw, List<Content> contents, AtomicInteger left) {
        try {
            for (var content : contents) {
                if (failure.get() != null) {
                    return;
                }
                writeOne(frame, raw, content);
            }
            step.advance(contents.size());
        } catch (IOException | RuntimeException unwritable) {
            fail(unwritable);
        } finally {
            if (left.decrementAndGet() == 0) {
                room.release();
            }
        }
    }

    private void writeOne(Frame frame, byte[] raw, Content content) throws IOException {
        int length = frame.layout().length(content.ordinal());
        int start = frame.layout().start(content.ordinal());
        if (!content.conversion().isNone()) {
            var id = content.file().file().target();
            var conversion = content.conversion();
            try (var in = conversion.toWorkTree(id, length, () -> new ByteArrayInputStream(raw, start, length));
                    var out = Channels.newOutputStream(NewFile.create(content.file()))) {
                bytes.addAndGet(in.transferTo(out));
            }
            return;
        }
        try (var out = NewFile.create(content.file())) {
            var from = ByteBuffer.wrap(raw, start, length);
            while (from.hasRemaining()) {
                out.write(from);
            }
        }
        bytes.addAndGet(length);
    }

    /// Remembers the first failure and lets everybody go.
    private void fail(Exception problem) {
        failure.compareAndSet(null, problem);
        room.release(FRAMES_IN_FLIGHT);
    }

    private void acquire(int permits) throws IOException {
        try {
            room.acquire(permits);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The work was interrupted.", interrupt);
        }
        switch (failure.get()) {
            case null -> {}
            case IOException unwritable -> throw unwritable;
            case RuntimeException known -> throw known;
            case Exception unexpected -> throw new IllegalStateException(unexpected);
        }
    }

    /// Waits until everything is written, and returns how many bytes.
    long finish() throws IOException {
        acquire(FRAMES_IN_FLIGHT);
        return bytes.get();
    }

    @Override
    public void close() {
        failure.compareAndSet(null, new IOException("the work was given up"));
        workers.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (workers.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
