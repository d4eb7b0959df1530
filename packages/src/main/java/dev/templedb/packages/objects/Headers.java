package dev.templedb.packages.objects;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/// A cursor over the header lines of a commit or tag: `name SP value LF`, continued by lines that begin with a space.
final class Headers {
    private final byte[] raw;
    private final int end;
    private int next;
    private int nameStart;
    private int valueStart;
    private int valueEnd;

    Headers(byte[] raw, int offset, int length) {
        this.raw = raw;
        this.next = offset;
        this.end = offset + length;
    }

    /// Moves to the next header; false at the empty line or the end. After that, [#messageStart] is known.
    boolean next() {
        if (next >= end || raw[next] == '\n') {
            return false;
        }
        nameStart = next;
        int lineEnd = lineEnd(next);
        int space = next;
        while (space < lineEnd && raw[space] != ' ') {
            space++;
        }
        valueStart = Math.min(space + 1, lineEnd);
        valueEnd = lineEnd;
        next = Math.min(lineEnd + 1, end);
        while (next < end && raw[next] == ' ') {
            next = Math.min(lineEnd(next) + 1, end);
        }
        return true;
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < end && raw[at] != '\n') {
            at++;
        }
        return at;
    }

    boolean isNamed(String name) {
        int length = name.length();
        if (valueStart - 1 - nameStart != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (raw[nameStart + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        return valueEnd;
    }

    String value() {
        return new String(raw, valueStart, valueEnd - valueStart, StandardCharsets.UTF_8);
    }

    /// Where the message begins; the end when there is none.
    int messageStart() {
        return next < end && raw[next] == '\n' ? next + 1 : end;
    }

    static Charset charset(@Nullable String name) {
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
