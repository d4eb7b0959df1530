package dev.templedb.analysis;

/// Turns UTF-16 into bytes that a [LineScanner] reads: UTF-8, with each half of a surrogate pair on its own.
final class Utf16Decoder {
    private static final int LONGEST_UNIT = 3;
    private static final int REPLACEMENT = 0xfffd;

    private final boolean bigEndian;
    private final LineScanner target;
    private final byte[] out = new byte[4096];
    private int outLength;
    private int firstByte = -1;

    Utf16Decoder(boolean bigEndian, LineScanner target) {
        this.bigEndian = bigEndian;
        this.target = target;
    }

    void accept(byte[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            int value = buffer[i] & 0xff;
            if (firstByte < 0) {
                firstByte = value;
            } else {
                write(bigEndian ? firstByte << 8 | value : value << 8 | firstByte);
                firstByte = -1;
            }
        }
        flush();
    }

    /// Ends the text; half a character at the end becomes a replacement character.
    void finish() {
        if (firstByte >= 0) {
            write(REPLACEMENT);
            flush();
        }
    }

    private void write(int unit) {
        if (outLength > out.length - LONGEST_UNIT) {
            flush();
        }
        if (unit < 0x80) {
            out[outLength++] = (byte) unit;
            return;
        }
        if (unit < 0x800) {
            out[outLength++] = (byte) (0xc0 | unit >> 6);
        } else {
            out[outLength++] = (byte) (0xe0 | unit >> 12);
            out[outLength++] = (byte) (0x80 | unit >> 6 & 0x3f);
        }
        out[outLength++] = (byte) (0x80 | unit & 0x3f);
    }

    private void flush() {
        target.accept(out, 0, outLength);
        outLength = 0;
    }
}
