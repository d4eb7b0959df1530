package dev.templedb.packages.frames;

import java.io.ByteArrayOutputStream;

/// Unsigned LEB128 numbers: seven bits a byte, the lowest first, the high bit set on all but the last.
final class Varint {
    private Varint() {}

    static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /// Reads numbers from bytes that nobody vouches for.
    static final class Reader {
        private final byte[] source;
        private int at;
        private final int end;

        Reader(byte[] source, int from, int to) {
            this.source = source;
            this.at = from;
            this.end = to;
        }

        int position() {
            return at;
        }

        boolean isAtEnd() {
            return at == end;
        }

        /// Reads a number between 0 and `largest`, in its shortest form.
        long read(long largest) throws MalformedFrame {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                if (at == end) {
                    throw new MalformedFrame("it is cut off");
                }
                int b = source[at++];
                value |= (long) (b & 0x7f) << shift;
                if (b >= 0) {
                    if (value > largest || b == 0 && shift > 0) {
                        throw new MalformedFrame("it holds a number that is out of bounds");
                    }
                    return value;
                }
            }
            throw new MalformedFrame("it holds a number that is out of bounds");
        }

        /// Skips `count` bytes and returns where they begin.
        int skip(int count) throws MalformedFrame {
            if (count > end - at) {
                throw new MalformedFrame("it is cut off");
            }
            at += count;
            return at - count;
        }
    }
}
