package dev.templedb.temple.history;

import dev.templedb.core.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where a file lies in a project: names with `/` between them, as the bytes that git has, which need not be UTF-8.
///
/// Immutable; ordered by bytes, as git orders paths.
public final class FilePath implements Comparable<FilePath> {
    private final byte[] bytes;

    private FilePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The path with these bytes.
    public static FilePath of(byte[] bytes) {
        return new FilePath(bytes.clone());
    }

    /// The path that `text` spells in UTF-8. A leading `./` and trailing slashes do not count, and `.` is the root.
    public static FilePath of(String text) {
        var plain = text.startsWith("./") ? text.substring(2) : text.equals(".") ? "" : text;
        return new FilePath(plain.replaceAll("/+$", "").getBytes(StandardCharsets.UTF_8));
    }

    /// The path that a person names: as [#of(String)], or between double quotes as [#spelled] gives it.
    public static FilePath named(String text) {
        return QuotedName.bytes(text).map(FilePath::new).orElseGet(() -> of(text));
    }

    /// The path as text that [#named] reads back exactly: itself, or between double quotes with C's escapes when it
    /// is
    /// not UTF-8 or begins with a quote. Control characters of the first form are not safe to print.
    public String spelled() {
        return isUtf8() && (bytes.length == 0 || bytes[0] != '"') ? text() : QuotedName.of(bytes);
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// Whether this is the project's root directory.
    public boolean isRoot() {
        return bytes.length == 0;
    }

    /// The directory that it lies in; the root's is the root.
    public FilePath parent() {
        return new FilePath(Arrays.copyOf(bytes, Math.max(0, startOfName() - 1)));
    }

    /// The last of its names; empty for the root.
    public FilePath name() {
        return new FilePath(Arrays.copyOfRange(bytes, startOfName(), bytes.length));
    }

    private int startOfName() {
        int start = bytes.length;
        while (start > 0 && bytes[start - 1] != '/') {
            start--;
        }
        return start;
    }

    /// Whether this is `directory` itself or lies below it.
    public boolean isIn(FilePath directory) {
        int length = directory.bytes.length;
        return length == 0
                || bytes.length >= length
                        && Arrays.equals(bytes, 0, length, directory.bytes, 0, length)
                        && (bytes.length == length || bytes[length] == '/');
    }

    /// Whether [#text] says everything: the bytes are UTF-8.
    public boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    /// The path as text, with a replacement character for what is not UTF-8. Not safe to print: [#toString] is.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(FilePath other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FilePath that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The path for people, with control characters spelled out.
    @Override
    public String toString() {
        return Printable.text(spelled());
    }
}
