package dev.templedb.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The SHA-256 hash of some bytes: how content, frames and project states are named and verified.
///
/// Immutable. Equality is by value and takes the same time wherever two hashes differ.
public final class Sha256 implements Comparable<Sha256> {
    /// Length of the hash in bytes.
    public static final int BYTES = 32;

    private final byte[] value;

    private Sha256(byte[] value) {
        this.value = value;
    }

    /// Hashes all of `content`.
    public static Sha256 of(byte[] content) {
        return new Sha256(newDigest().digest(content));
    }

    /// Hashes `length` bytes of `content` from `offset`.
    public static Sha256 of(byte[] content, int offset, int length) {
        var digest = newDigest();
        digest.update(content, offset, length);
        return new Sha256(digest.digest());
    }

    /// Takes the result of `digest` and resets it.
    public static Sha256 from(MessageDigest digest) {
        return wrap(digest.digest());
    }

    /// Makes a value of 32 raw bytes, which are copied.
    public static Sha256 ofBytes(byte[] hash) {
        return wrap(hash.clone());
    }

    /// Makes a value of the 32 bytes of `source` from `offset`.
    public static Sha256 ofBytes(byte[] source, int offset) {
        return wrap(Arrays.copyOfRange(source, offset, offset + BYTES));
    }

    /// Reads 64 lower-case hexadecimal digits.
    ///
    /// @throws IllegalArgumentException when `hex` is anything else
    public static Sha256 parse(String hex) {
        if (hex.length() != 2 * BYTES || !hex.equals(hex.toLowerCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException("not a SHA-256 hash: " + hex);
        }
        return wrap(HexFormat.of().parseHex(hex));
    }

    /// A fresh SHA-256 digest of the JDK.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static Sha256 wrap(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 hash has 32 bytes, not " + hash.length);
        }
        return new Sha256(hash);
    }

    /// The 64 hexadecimal digits of the hash, in lower case.
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    /// A copy of the 32 bytes.
    public byte[] bytes() {
        return value.clone();
    }

    /// Copies the 32 bytes into `target` at `offset`.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(value, 0, target, offset, BYTES);
    }

    @Override
    public int compareTo(Sha256 other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sha256 that && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        return (value[0] & 0xff) << 24 | (value[1] & 0xff) << 16 | (value[2] & 0xff) << 8 | (value[3] & 0xff);
    }

    @Override
    public String toString() {
        return hex();
    }
}
