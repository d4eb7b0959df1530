package dev.templedb.packages.ssh;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads values in SSH's wire encoding (RFC 4251, 5). Nothing allocates more than the input has.
public final class SshBytes {
    private final ByteBuffer in;

    public SshBytes(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    public int uint32() throws InvalidSsh {
        require(4);
        return in.getInt();
    }

    public byte[] bytes(int count) throws InvalidSsh {
        require(count);
        var bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    public byte[] string() throws InvalidSsh {
        return bytes(uint32());
    }

    public String text() throws InvalidSsh {
        return new String(string(), StandardCharsets.ISO_8859_1);
    }

    /// A positive number.
    public BigInteger number() throws InvalidSsh {
        var number = new BigInteger(1, requireShort(string()));
        if (number.signum() == 0) {
            throw new InvalidSsh("a number in it is zero");
        }
        return number;
    }

    private static byte[] requireShort(byte[] number) throws InvalidSsh {
        if (number.length == 0 || number.length > 2049 || number[0] < 0) {
            throw new InvalidSsh("a number in it has no valid form");
        }
        return number;
    }

    public void end() throws InvalidSsh {
        if (in.hasRemaining()) {
            throw new InvalidSsh("something follows its end");
        }
    }

    private void require(int count) throws InvalidSsh {
        if (count < 0 || count > in.remaining()) {
            throw new InvalidSsh("it is cut off");
        }
    }

    /// Writes the same encoding.
    public static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        public Writer raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        public Writer uint32(int value) {
            return raw(ByteBuffer.allocate(4).putInt(value).array());
        }

        public Writer string(byte[] bytes) {
            return uint32(bytes.length).raw(bytes);
        }

        public Writer text(String text) {
            return string(text.getBytes(StandardCharsets.UTF_8));
        }

        public byte[] bytes() {
            return out.toByteArray();
        }
    }

    /// `number` as exactly `length` bytes.
    public static byte[] fixed(BigInteger number, int length) throws InvalidSsh {
        var bytes = number.toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        if (bytes.length - from > length) {
            throw new InvalidSsh("a number in it is too large");
        }
        var fixed = new byte[length];
        System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
        return fixed;
    }

    public static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
