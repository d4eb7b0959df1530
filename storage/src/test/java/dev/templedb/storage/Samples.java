package dev.templedb.storage;

import dev.templedb.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Content of any length, made as it is read, that can misbehave.
public final class Samples {
    private Samples() {}

    /// So many bytes that follow from a seed.
    public static byte[] bytes(int count, long seed) {
        var bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// So many bytes that follow from a seed, of which few are in memory.
    public static InputStream stream(long count, long seed) {
        return stream(count, seed, null);
    }

    /// The same, but ends with `failure` where it should end.
    public static InputStream breaking(long count, long seed, IOException failure) {
        return stream(count, seed, failure);
    }

    private static InputStream stream(long count, long seed, @Nullable IOException failure) {
        var block = bytes(1 << 16, seed);
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (position == count) {
                    if (failure != null) {
                        throw failure;
                    }
                    return -1;
                }
                int from = (int) (position % block.length);
                int some = (int) Math.min(Math.min(length, block.length - from), count - position);
                System.arraycopy(block, from, target, offset, some);
                position += some;
                return some;
            }
        };
    }

    /// The hash of what is left in a stream.
    public static Sha256 hash(InputStream content) throws IOException {
        var digest = Sha256.newDigest();
        var buffer = new byte[1 << 16];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return Sha256.from(digest);
    }
}
