package dev.templedb.packages.signatures;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads values in SSH's wire encoding (RFC 4251, 5). Nothing allocates more than the input has.
final class SshBytes {
    private final ByteBuffer in;

    SshBytes(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    int uint32() throws InvalidSignature {
        require(4);
        return in.getInt();
    }

    byte[] bytes(int count) throws InvalidSignature {
        require(count);
        var bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    byte[] string() throws InvalidSignature {
        return bytes(uint32());
    }

    String text() throws InvalidSignature {
        return new String(string(), StandardCharsets.ISO_8859_1);
    }

    /// A positive number.
    BigInteger number() throws InvalidSignature {
        var number = new BigInteger(1, requireShort(string()));
        if (number.signum() == 0) {
            throw new InvalidSignature("a number in it is zero");
        }
        return number;
    }

    private static byte[] requireShort(byte[] number) throws InvalidSignature {
        if (number.length == 0 || number.length > 2049 || number[0] < 0) {
            throw new InvalidSignature("a number in it has no valid form");
        }
        return number;
    }

    void end() throws InvalidSignature {
        if (in.hasRemaining()) {
            throw new InvalidSignature("something follows its end");
        }
    }

    private void require(int count) throws InvalidSignature {
        if (count < 0 || count > in.remaining()) {
            throw new InvalidSignature("it is cut off");
        }
    }

    /// Writes the same encoding.
    static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Writer raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Writer uint32(int value) {
            return raw(ByteBuffer.allocate(4).putInt(value).array());
        }

        Writer string(byte[] bytes) {
            return uint32(bytes.length).raw(bytes);
        }

        Writer text(String text) {
            return string(text.getBytes(StandardCharsets.UTF_8));
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    /// `number` as exactly `length` bytes.
    static byte[] fixed(BigInteger number, int length) throws InvalidSignature {
        var bytes = number.toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        if (bytes.length - from > length) {
            throw new InvalidSignature("a number in it is too large");
        }
        var fixed = new byte[length];
        System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
        return fixed;
    }

    static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
