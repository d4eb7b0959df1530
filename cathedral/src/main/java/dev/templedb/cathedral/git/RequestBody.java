package dev.templedb.cathedral.git;

import dev.templedb.cathedral.http.HeldBytes;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.storage.StorageErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Reads what a client sends, decompressed: some hundred bytes mostly. What is larger waits in a file until it is
/// whole,
/// and then takes room in memory, of which there is so much for all; so nobody fills the memory by sending slowly.
/// Thread-safe.
final class RequestBody {
    /// Room for 160,000 ids.
    private static final int MOST_BYTES = 8 << 20;

    private static final int SMALL_BYTES = 16 << 10;
    private static final int MOST_FILES = 256;
    /// Of what a request takes in memory: its bytes, its lines, and the ids in them.
    private static final int TIMES = 4;

    private final Path directory;
    private final HeldBytes memory;
    private final Semaphore files = new Semaphore(MOST_FILES);

    /// @param directory   for what is being read
    /// @param memoryBytes how much memory all large requests together may take; one gets through at least
    RequestBody(Path directory, long memoryBytes) {
        this.directory = directory;
        this.memory = new HeldBytes(Math.max(memoryBytes, (long) MOST_BYTES * TIMES));
    }

    /// What was read. Closing it gives its room back, once nothing refers to the bytes any more; closing it again
    /// does
    /// nothing.
    ///
    /// @param room in memory; empty for a small one, which takes none
    record Held(byte[] bytes, Optional<HeldBytes.Room> room) implements AutoCloseable {
        @Override
        public void close() {
            room.ifPresent(HeldBytes.Room::close);
        }
    }

    /// Reads all of it.
    ///
    /// @param encoding the header Content-Encoding
    /// @throws TempleException with `GIT_REQUEST_INVALID`, `REQUEST_TOO_LARGE`, `GIT_BUSY` when there is no room,
    /// or
    ///         what [StorageErrors#file] says when this server's own disk fails
    Held read(InputStream in, @Nullable String encoding) {
        var named = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
        boolean isPlain = named.isEmpty() || named.equals("identity");
        if (!isPlain && !named.equals("gzip") && !named.equals("x-gzip")) {
            throw GitRequest.invalid("its Content-Encoding is not known here");
        }
        try (var plain = isPlain ? in : new GZIPInputStream(in)) {
            var start = plain.readNBytes(SMALL_BYTES);
            return start.length < SMALL_BYTES ? new Held(start, Optional.empty()) : readLarge(start, plain);
        } catch (IOException broken) {
            throw cutOff(broken);
        }
    }

    private static TempleException cutOff(IOException broken) {
        return new TempleException(
                ErrorCode.GIT_REQUEST_INVALID, "The request is cut off, or not compressed as it says.", broken);
    }

    /// What fails here, but for the reading of what is sent, is this server's own disk.
    private Held readLarge(byte[] start, InputStream plain) {
        if (!files.tryAcquire()) {
            throw busy();
        }
        try {
            var file = Files.createTempFile(directory, "request-", "");
            try {
                try (var out = Files.newOutputStream(file)) {
                    out.write(start);
                    copy(plain, out);
                }
                return load(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException disk) {
            throw StorageErrors.file("The request can not be kept until it is whole", disk);
        } finally {
            files.release();
        }
    }

    private static void copy(InputStream plain, OutputStream out) throws IOException {
        var buffer = new byte[1 << 13];
        int left = MOST_BYTES - SMALL_BYTES;
        for (int count = read(plain, buffer); count >= 0; count = read(plain, buffer)) {
            left -= count;
            if (left < 0) {
                throw new TempleException(
                        ErrorCode.REQUEST_TOO_LARGE, "A request of git has 8 MiB at most, decompressed.");
            }
            out.write(buffer, 0, count);
        }
    }

    private static int read(InputStream plain, byte[] buffer) {
        try {
            return plain.read(buffer);
        } catch (IOException broken) {
            throw cutOff(broken);
        }
    }

    private Held load(Path file) throws IOException {
        var room = memory.take(Files.size(file) * TIMES).orElseThrow(RequestBody::busy);
        boolean isRead = false;
        try {
            var held = new Held(Files.readAllBytes(file), Optional.of(room));
            isRead = true;
            return held;
        } finally {
            if (!isRead) {
                room.close();
            }
        }
    }

    private static TempleException busy() {
        return new TempleException(ErrorCode.GIT_BUSY, "Too many send large requests at the moment.");
    }
}
