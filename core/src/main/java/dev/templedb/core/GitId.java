package dev.templedb.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The id that git gives an object: the SHA-1 of its header and bytes. Commits, trees, tags and blobs all have one.
///
/// Immutable and small (40 bytes of heap), because a large project has hundreds of thousands.
public final class GitId implements Comparable<GitId> {
    /// Length of the id in bytes.
    public static final int BYTES = 20;

    private final int w1;
    private final int w2;
    private final int w3;
    private final int w4;
    private final int w5;

    private GitId(byte[] source, int offset) {
        w1 = word(source, offset);
        w2 = word(source, offset + 4);
        w3 = word(source, offset + 8);
        w4 = word(source, offset + 12);
        w5 = word(source, offset + 16);
    }

    /// Makes an id of 20 raw bytes.
    ///
    /// @throws IllegalArgumentException when `id` has another length
    public static GitId ofBytes(byte[] id) {
        if (id.length != BYTES) {
            throw new IllegalArgumentException("a git id has 20 bytes, not " + id.length);
        }
        return new GitId(id, 0);
    }

    /// Makes an id of the 20 bytes of `source` from `offset`.
    public static GitId ofBytes(byte[] source, int offset) {
        return new GitId(source, offset);
    }

    /// Reads 40 lower-case hexadecimal digits.
    ///
    /// @throws IllegalArgumentException when `hex` is anything else
    public static GitId parse(String hex) {
        if (hex.length() != 2 * BYTES || !hex.equals(hex.toLowerCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException("not a git id: " + hex);
        }
        return new GitId(HexFormat.of().parseHex(hex), 0);
    }

    /// The 40 hexadecimal digits of the id, in lower case.
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    /// The first `digits` hexadecimal digits, for tables that people read.
    public String abbreviated(int digits) {
        return hex().substring(0, digits);
    }

    /// The 20 bytes of the id.
    public byte[] bytes() {
        var bytes = new byte[BYTES];
        copyTo(bytes, 0);
        return bytes;
    }

    /// Copies the 20 bytes into `target` at `offset`.
    public void copyTo(byte[] target, int offset) {
        put(target, offset, w1);
        put(target, offset + 4, w2);
        put(target, offset + 8, w3);
        put(target, offset + 12, w4);
        put(target, offset + 16, w5);
    }

    /// A fresh SHA-1 digest of the JDK, such as ids are made with.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }

    private static int word(byte[] source, int at) {
        return (source[at] & 0xff) << 24
                | (source[at + 1] & 0xff) << 16
                | (source[at + 2] & 0xff) << 8
                | (source[at + 3] & 0xff);
    }

    private static void put(byte[] target, int at, int word) {
        target[at] = (byte) (word >>> 24);
        target[at + 1] = (byte) (word >>> 16);
        target[at + 2] = (byte) (word >>> 8);
        target[at + 3] = (byte) word;
    }

    @Override
    public int compareTo(GitId other) {
        var order = Integer.compareUnsigned(w1, other.w1);
        order = order != 0 ? order : Integer.compareUnsigned(w2, other.w2);
        order = order != 0 ? order : Integer.compareUnsigned(w3, other.w3);
        order = order != 0 ? order : Integer.compareUnsigned(w4, other.w4);
        return order != 0 ? order : Integer.compareUnsigned(w5, other.w5);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GitId that
                && w1 == that.w1
                && w2 == that.w2
                && w3 == that.w3
                && w4 == that.w4
                && w5 == that.w5;
    }

    @Override
    public int hashCode() {
        return w1;
    }

    @Override
    public String toString() {
        return hex();
    }
}
