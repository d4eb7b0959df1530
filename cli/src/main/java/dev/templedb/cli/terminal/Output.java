package dev.templedb.cli.terminal;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// One output stream as UTF-8, buffered. A reader that has gone away ends the program quietly.
public final class Output {
    private static final int BUFFER_BYTES = 8192;

    private final OutputStream stream;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;

    public Output(OutputStream stream) {
        this.stream = stream;
    }

    /// Prints `text`. Lone surrogates become `?`.
    ///
    /// @throws TempleException with `OUTPUT_CLOSED` when nobody reads any more, `TARGET_UNWRITABLE` for another
    ///         failure
    public synchronized void print(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Prints bytes as they are.
    public synchronized void write(byte[] bytes) {
        if (bytes.length > buffer.length - used) {
            drain();
        }
        if (bytes.length > buffer.length) {
            put(bytes, bytes.length);
        } else {
            System.arraycopy(bytes, 0, buffer, used, bytes.length);
            used += bytes.length;
        }
    }

    /// Hands over everything printed so far.
    public synchronized void flush() {
        drain();
        try {
            stream.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void drain() {
        int bytes = used;
        used = 0;
        put(buffer, bytes);
    }

    private void put(byte[] bytes, int length) {
        try {
            if (length > 0) {
                stream.write(bytes, 0, length);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static TempleException failure(IOException e) {
        String reason = String.valueOf(e.getMessage());
        boolean closed = reason.contains("Broken pipe") || reason.contains("closed") || reason.contains("reset");
        return closed
                ? new TempleException(ErrorCode.OUTPUT_CLOSED, "Nobody reads the output any more.", e)
                : new TempleException(
                        ErrorCode.TARGET_UNWRITABLE, "The output cannot be written: %s.".formatted(reason), e);
    }
}
