package dev.templedb.temple.attributes;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// Gives all line ends of a stream the same form: each CR LF becomes LF, or each LF without a CR gets one. A CR alone
/// stays. Not thread-safe.
final class LineEndStream extends InputStream {
    private static final int CHUNK_BYTES = 1 << 14;

    private final InputStream in;
    private final boolean toCrlf;
    private final byte[] raw = new byte[CHUNK_BYTES];
    private final byte[] ready = new byte[2 * CHUNK_BYTES + 1];
    private int position;
    private int limit;
    private boolean afterCr;
    private boolean isAtEnd;

    LineEndStream(InputStream in, boolean toCrlf) {
        this.in = in;
        this.toCrlf = toCrlf;
    }

    private void fill() throws IOException {
        position = 0;
        limit = 0;
        while (limit == 0 && !isAtEnd) {
            int count = in.read(raw);
            if (count < 0) {
                isAtEnd = true;
                if (afterCr && !toCrlf) {
                    ready[limit++] = '\r';
                }
            } else if (toCrlf) {
                addCarriageReturns(count);
            } else {
                dropCarriageReturns(count);
            }
        }
    }

    private void addCarriageReturns(int count) {
        for (int i = 0; i < count; i++) {
            byte c = raw[i];
            if (c == '\n' && !afterCr) {
                ready[limit++] = '\r';
            }
            ready[limit++] = c;
            afterCr = c == '\r';
        }
    }

    /// A CR waits for what comes after it.
    private void dropCarriageReturns(int count) {
        for (int i = 0; i < count; i++) {
            byte c = raw[i];
            if (afterCr && c != '\n') {
                ready[limit++] = '\r';
            }
            afterCr = c == '\r';
            if (!afterCr) {
                ready[limit++] = c;
            }
        }
    }

    @Override
    public int read() throws IOException {
        if (position == limit) {
            fill();
        }
        return position == limit ? -1 : ready[position++] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (position == limit) {
            fill();
        }
        if (position == limit) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(ready, position, bytes, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
