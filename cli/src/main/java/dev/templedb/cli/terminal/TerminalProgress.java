package dev.templedb.cli.terminal;

import dev.templedb.core.Progress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Shows long work as one line that is drawn over and over, and gone at the end: what is done, a bar, the rate and
/// the time
/// that is left. Work of less than a second shows nothing.
public final class TerminalProgress implements Progress {
    private static final long SECOND = 1_000_000_000;
    private static final long BETWEEN_DRAWINGS = SECOND / 10;
    private static final String CLEAR = "\r\033[K";

    private final Output err;
    private final int width;
    private final LongSupplier nanoTime;
    private @Nullable Line current;
    private @Nullable Thread cleaner;

    TerminalProgress(Output err, int width, LongSupplier nanoTime) {
        this.err = err;
        this.width = width;
        this.nanoTime = nanoTime;
    }

    @Override
    public Step begin(String what, long total) {
        return begin(what, total, Long::toString);
    }

    @Override
    public Step beginBytes(String what, long total) {
        return begin(what, total, Quantities::bytes);
    }

    private synchronized Step begin(String what, long total, LongFunction<String> amounts) {
        if (current != null) {
            current.close();
        }
        var line = new Line(what, total, amounts, nanoTime.getAsLong());
        current = line;
        return line;
    }

    private final class Line implements Step {
        private final String what;
        private final long total;
        private final LongFunction<String> amounts;
        private final long begun;
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong nextDrawing;
        private boolean isDrawn;
        private boolean isClosed;

        Line(String what, long total, LongFunction<String> amounts, long begun) {
            this.what = what;
            this.total = total;
            this.amounts = amounts;
            this.begun = begun;
            this.nextDrawing = new AtomicLong(begun + SECOND);
        }

        @Override
        public void advance(long amount) {
            long count = done.addAndGet(amount);
            long now = nanoTime.getAsLong();
            long due = nextDrawing.get();
            if (now - due >= 0 && nextDrawing.compareAndSet(due, now + BETWEEN_DRAWINGS)) {
                draw(count, now - begun);
            }
        }

        private void draw(long count, long nanos) {
            synchronized (TerminalProgress.this) {
                if (!isClosed) {
                    isDrawn = true;
                    clearWhenInterrupted();
                    err.print(CLEAR + DisplayWidth.cut(text(count, nanos), Math.max(10, width - 1)));
                    err.flush();
                }
            }
        }

        private String text(long count, long nanos) {
            long rate = Math.max(1, count * SECOND / Math.max(1, nanos));
            if (total <= 0 || count > total) {
                return "%s: %s (%s/s)".formatted(what, amounts.apply(count), amounts.apply(rate));
            }
            int filled = (int) (20 * count / total);
            return "%s [%s%s] %d %% (%s/s, %s left)"
                    .formatted(
                            what,
                            "#".repeat(filled),
                            " ".repeat(20 - filled),
                            100 * count / total,
                            amounts.apply(rate),
                            duration((total - count) / rate));
        }

        private static String duration(long seconds) {
            return seconds < 100 ? seconds + " s" : (seconds + 30) / 60 + " min";
        }

        @Override
        public void close() {
            synchronized (TerminalProgress.this) {
                isClosed = true;
                if (isDrawn) {
                    isDrawn = false;
                    err.print(CLEAR);
                    err.flush();
                }
            }
        }
    }

    /// Leaves a clean line behind when the user presses Ctrl-C.
    private void clearWhenInterrupted() {
        if (cleaner == null) {
            cleaner = new Thread(() -> {
                synchronized (this) {
                    if (current != null) {
                        current.close();
                    }
                }
            });
            Runtime.getRuntime().addShutdownHook(cleaner);
        }
    }
}
