package dev.templedb.packages.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// One part of a file that holds many. Closing it leaves the file open.
public final class FileSlice extends InputStream {
    private final FileChannel file;
    private final long end;
    private long at;

    /// The `length` bytes from `offset` on.
    public FileSlice(FileChannel file, long offset, long length) {
        this.file = file;
        this.at = offset;
        this.end = offset + length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(length, end - at);
        int got = wanted == 0 ? -1 : file.read(ByteBuffer.wrap(into, offset, wanted), at);
        at += Math.max(got, 0);
        return got;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, end - at);
        at += skipped;
        return skipped;
    }
}
