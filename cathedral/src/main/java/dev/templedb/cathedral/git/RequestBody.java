package dev.templedb.cathedral.git;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Reads what a client sends, decompressed: some hundred bytes mostly, and of very few at a time more than that.
final class RequestBody {
    /// Room for 160,000 ids.
    private static final int MOST_BYTES = 8 << 20;
    private static final int LARGE_BYTES = 256 << 10;
    private static final int MOST_LARGE = 4;
    private static final Semaphore LARGE = new Semaphore(MOST_LARGE);

    private RequestBody() {}

    /// Reads all of it.
    ///
    /// @param encoding the header Content-Encoding
    /// @throws TempleException with `GIT_REQUEST_INVALID` or `REQUEST_TOO_LARGE`
    static byte[] read(InputStream in, @Nullable String encoding) {
        var named = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
        boolean isPlain = named.isEmpty() || named.equals("identity");
        if (!isPlain && !named.equals("gzip") && !named.equals("x-gzip")) {
            throw GitRequest.invalid("its Content-Encoding is not known here");
        }
        try (var plain = isPlain ? in : new GZIPInputStream(in)) {
            var start = plain.readNBytes(LARGE_BYTES);
            return start.length < LARGE_BYTES ? start : readLarge(start, plain);
        } catch (IOException broken) {
            throw new TempleException(
                    ErrorCode.GIT_REQUEST_INVALID, "The request is cut off, or not compressed as it says.", broken);
        }
    }

    private static byte[] readLarge(byte[] start, InputStream plain) throws IOException {
        boolean isMine = false;
        try {
            isMine = LARGE.tryAcquire(30, TimeUnit.SECONDS);
            if (!isMine) {
                throw new TempleException(ErrorCode.GIT_BUSY, "Too many send large requests at the moment.");
            }
            var out = new ByteArrayOutputStream(MOST_BYTES / 4);
            out.writeBytes(start);
            var buffer = new byte[1 << 14];
            for (int count = plain.read(buffer); count >= 0; count = plain.read(buffer)) {
                if (out.size() + count > MOST_BYTES) {
                    throw new TempleException(
                            ErrorCode.REQUEST_TOO_LARGE, "A request of git has 8 MiB at most, decompressed.");
                }
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.GIT_BUSY, "The server is stopping.", stopped);
        } finally {
            if (isMine) {
                LARGE.release();
            }
        }
    }
}
