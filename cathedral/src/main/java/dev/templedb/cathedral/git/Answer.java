package dev.templedb.cathedral.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// An answer that is written to a file by one thread and read, while it grows and afterwards, by any number of others.
/// So a
/// slow client keeps a file open, and no memory. Thread-safe.
final class Answer {
    private final Path path;
    private final FileChannel written;
    private final long mostBytes;
    private long length;
    private boolean isDone;
    private boolean isRemoved;
    private boolean isGivenUp;
    private @Nullable Throwable failure;
    private int readers;

    private Answer(Path path, FileChannel written, long mostBytes) {
        this.path = path;
        this.written = written;
        this.mostBytes = mostBytes;
    }

    /// Begins one in a directory.
    ///
    /// @param mostBytes the most that it may have
    static Answer begin(Path directory, long mostBytes) throws IOException {
        var path = Files.createTempFile(directory, "answer-", "");
        return new Answer(path, FileChannel.open(path, StandardOpenOption.WRITE), mostBytes);
    }

    /// Where the answer is written to. Closing it does nothing: see [#end] and [#fail].
    OutputStream out() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                append(bytes, offset, count);
            }
        };
    }

    private void append(byte[] bytes, int offset, int count) throws IOException {
        requireWaitedFor();
        if (length + count > mostBytes) {
            throw new IOException("the answer is larger than the cache");
        }
        var buffer = ByteBuffer.wrap(bytes, offset, count);
        while (buffer.hasRemaining()) {
            written.write(buffer);
        }
        synchronized (this) {
            length += count;
            notifyAll();
        }
    }

    /// @throws IOException when nobody reads it any more; nobody can from then on
    synchronized void requireWaitedFor() throws IOException {
        if (readers == 0) {
            isGivenUp = true;
            throw new InterruptedIOException("nobody waits for the answer any more");
        }
    }

    /// Says that the answer is whole.
    void end() {
        finish(null);
    }

    /// Says that nothing more comes; readers get `why` where it breaks off.
    void fail(Throwable why) {
        finish(why);
    }

    private synchronized void finish(@Nullable Throwable why) {
        isDone = true;
        failure = why;
        try {
            written.close();
        } catch (IOException unimportant) {
            // Everything has been read from the same system already, or is going to fail there.
        }
        notifyAll();
    }

    synchronized long bytes() {
        return length;
    }

    /// Removes the file; those who read it already go on.
    void remove() {
        synchronized (this) {
            isRemoved = true;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException later) {
            // The next start removes it.
        }
    }

    /// Reads from the beginning; null when it has been removed, or nobody waits for it any more and it was given
    /// up.
    synchronized @Nullable InputStream open() throws IOException {
        if (isRemoved || isGivenUp || failure != null) {
            return null;
        }
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        readers++;
        return new Reader(channel);
    }

    private synchronized long waitBeyond(long position) throws IOException {
        while (!isDone && length <= position) {
            try {
                wait();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
        if (length <= position && failure != null) {
            throw new IOException("the answer broke off", failure);
        }
        return length;
    }

    private final class Reader extends InputStream {
        private final FileChannel channel;
        private long position;
        private boolean isClosed;

        Reader(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            long until = waitBeyond(position);
            if (until <= position) {
                return -1;
            }
            int most = (int) Math.min(count, until - position);
            int got = channel.read(ByteBuffer.wrap(into, offset, most), position);
            if (got > 0) {
                position += got;
            }
            return got;
        }

        @Override
        public void close() throws IOException {
            if (!isClosed) {
                isClosed = true;
                synchronized (Answer.this) {
                    readers--;
                }
                channel.close();
            }
        }
    }
}
