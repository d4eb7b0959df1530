package dev.templedb.packages.age;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/// The encoding of keys in SSH (RFC 4251): strings with their lengths, one after the other.
final class SshWire {
    private final ByteBuffer buffer;

    SshWire(byte[] bytes) {
        this.buffer = ByteBuffer.wrap(bytes);
    }

    byte[] bytes() {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    String text() {
        return new String(bytes(), StandardCharsets.US_ASCII);
    }

    BigInteger number() {
        return new BigInteger(bytes());
    }

    int word() {
        return buffer.getInt();
    }

    boolean isAtEnd() {
        return !buffer.hasRemaining();
    }

    /// How a stanza names the key that it is for: four bytes of its hash.
    static String tag(byte[] key) throws GeneralSecurityException {
        return Stanza.encode(Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), 4));
    }
}
