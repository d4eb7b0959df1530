package dev.templedb.cathedral.limits;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// A body that draws from the buckets while it comes, for nobody knows how long it will be.
final class DrawnBody extends FilterInputStream {
    /// So much comes before it is drawn.
    static final int STEP = 4 << 20;

    private final LongConsumer buckets;
    private final AtomicLong drawn;
    private long pending;

    /// @param buckets takes bytes, on the thread that reads
    /// @param drawn   is told how many it has taken
    DrawnBody(InputStream body, LongConsumer buckets, AtomicLong drawn) {
        super(body);
        this.buckets = buckets;
        this.drawn = drawn;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        came(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        came(Math.max(0, read));
        return read;
    }

    private void came(int bytes) {
        pending += bytes;
        if (pending >= STEP) {
            buckets.accept(pending);
            drawn.addAndGet(pending);
            pending = 0;
        }
    }
}
