package dev.templedb.cathedral.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Writes lines in a thread of its own, so that nobody waits for a slow disk or whoever reads them. When more come than
/// can
/// be written, those that do not fit into the queue are left out, and the log says how many.
///
/// Safe for use by several threads.
public final class LineWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LineWriter.class);
    private static final int MOST_WAITING = 10_000;
    private static final long LONGEST_END_SECONDS = 5;
    /// Wakes the thread that is to end; no line is empty.
    private static final String END = "";

    private final Target target;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder leftOut = new LongAdder();
    private @Nullable Thread thread;
    private volatile boolean isClosed;

    public LineWriter(Target target) {
        this.target = target;
    }

    /// Where lines go. It is opened for some lines at a time, so that a file may be renamed or removed meanwhile.
    @FunctionalInterface
    public interface Target {
        /// The stream to append to, which is closed after it.
        OutputStream open() throws IOException;
    }

    /// Lets a line be written soon.
    public void write(String line) {
        if (!waiting.offer(line)) {
            leftOut.increment();
        }
        begin();
    }

    private synchronized void begin() {
        if (thread == null && !isClosed) {
            thread = Thread.ofPlatform().daemon().name("access-log").start(this::work);
        }
    }

    private void work() {
        var lines = new ArrayList<String>();
        try {
            while (!isClosed || !waiting.isEmpty()) {
                lines.add(waiting.take());
                waiting.drainTo(lines);
                lines.remove(END);
                append(lines);
                lines.clear();
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(Iterable<String> lines) {
        try (var out = new BufferedOutputStream(target.open())) {
            for (String line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException failure) {
            LOG.warnf("Lines of the access log could not be written: %s", failure.getMessage());
        }
        long missing = leftOut.sumThenReset();
        if (missing > 0) {
            LOG.warnf("%d lines of the access log were left out: they came faster than they could be written", missing);
        }
    }

    /// Writes what is left, for a few seconds at most.
    @Override
    public void close() throws InterruptedException {
        isClosed = true;
        @Nullable Thread last;
        synchronized (this) {
            last = thread;
        }
        if (last != null) {
            // Interrupting it would close the file under it.
            var _ = waiting.offer(END);
            last.join(TimeUnit.SECONDS.toMillis(LONGEST_END_SECONDS));
        }
    }
}
