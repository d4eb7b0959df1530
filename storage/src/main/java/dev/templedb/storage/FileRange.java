package dev.templedb.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/// Exactly so many bytes of a file from some place on; closes the file.
final class FileRange extends InputStream {
    private final ObjectKey key;
    private final FileChannel channel;
    private final long end;
    private long position;

    FileRange(ObjectKey key, FileChannel channel, long offset, long length) {
        this.key = key;
        this.channel = channel;
        this.position = offset;
        this.end = offset + length;
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0 || position == end) {
            return length == 0 ? 0 : -1;
        }
        try {
            int count = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - position)), position);
            if (count < 0) {
                throw StorageErrors.damaged(key, "it ends after %d bytes".formatted(position));
            }
            position += count;
            return count;
        } catch (IOException failure) {
            throw StorageErrors.file("The object %s cannot be read".formatted(key), failure);
        }
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, end - position);
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
