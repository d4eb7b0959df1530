package dev.templedb.temple.attributes;

import dev.templedb.core.GitId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The keyword `$Id$`, which names the content in a work tree and not in commits, as git's attribute `ident` has it.
final class Ident {
    private static final String HEAD = "$Id";

    private Ident() {}

    /// `$Id: anything $` becomes `$Id$`.
    static byte[] collapse(byte[] text) {
        if (!isIn(text)) {
            return text;
        }
        var out = new ByteArrayOutputStream(text.length);
        int at = 0;
        for (int dollar = find(text, '$', at); dollar >= 0; dollar = find(text, '$', at)) {
            out.write(text, at, dollar + 1 - at);
            at = dollar + 1;
            if (text.length - at > 3 && starts(text, at, "Id:")) {
                int end = find(text, '$', at + 3);
                if (end < 0) {
                    break;
                }
                if (!hasNewline(text, at + 3, end)) {
                    out.writeBytes("Id$".getBytes(StandardCharsets.US_ASCII));
                    at = end + 1;
                }
            }
        }
        out.write(text, at, text.length - at);
        return out.toByteArray();
    }

    /// `$Id$` becomes `$Id: … $` with the name of the content; what another system has put there stays.
    static byte[] expand(byte[] text, GitId id) {
        if (!isIn(text)) {
            return text;
        }
        var expanded = "Id: %s $".formatted(id.hex()).getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream(text.length + 64);
        int at = 0;
        for (int dollar = find(text, '$', at); dollar >= 0; dollar = find(text, '$', at)) {
            out.write(text, at, dollar + 1 - at);
            at = dollar + 1;
            if (text.length - at < 3 || !starts(text, at, "Id")) {
                continue;
            }
            if (text[at + 2] == '$') {
                at += 3;
            } else if (text[at + 2] == ':') {
                int end = find(text, '$', at + 3);
                if (end < 0) {
                    break;
                }
                if (hasNewline(text, at + 3, end) || isForeign(text, at + 4, end)) {
                    continue;
                }
                at = end + 1;
            } else {
                continue;
            }
            out.writeBytes(expanded);
        }
        out.write(text, at, text.length - at);
        return out.toByteArray();
    }

    /// As [#expand], for files that git writes without a look at the whole: a dollar that ends what is no keyword
    /// does not
    /// begin one.
    static byte[] expandAsStream(byte[] text, GitId id) {
        var expanded = "$Id: %s $".formatted(id.hex()).getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream(text.length + 64);
        int at = 0;
        while (at < text.length) {
            int end = endOfWord(text, at);
            if (isKeyword(text, at, end)) {
                out.writeBytes(expanded);
            } else {
                out.write(text, at, end - at);
            }
            at = end;
        }
        return out.toByteArray();
    }

    /// The end of a keyword, or of what could have become one.
    private static int endOfWord(byte[] text, int from) {
        int at = from;
        while (at - from < HEAD.length() && at < text.length && text[at] == HEAD.charAt(at - from)) {
            at++;
        }
        if (at == text.length) {
            return at;
        }
        boolean isOpen = at - from == HEAD.length() && text[at] == ':';
        at++;
        while (isOpen && at < text.length) {
            byte b = text[at++];
            isOpen = b != '$' && b != '\n';
        }
        return at;
    }

    private static boolean isKeyword(byte[] text, int at, int end) {
        if (end - at <= HEAD.length() || !starts(text, at, HEAD) || text[end - 1] != '$') {
            return false;
        }
        int value = at + HEAD.length() + 2;
        for (int i = value; starts(text, value - 2, ": ") && i < end; i++) {
            boolean isSpace = text[i] == ' ' || text[i] == '\t' || text[i] == '\r';
            if (isSpace && text[i + 1] != '$') {
                return false;
            }
        }
        return true;
    }

    /// Whether git would count a keyword: one that a line end cuts off is none.
    private static boolean isIn(byte[] text) {
        int at = 0;
        for (int dollar = find(text, '$', at); dollar >= 0; dollar = find(text, '$', at)) {
            at = dollar + 1;
            if (text.length - at < 3) {
                return false;
            }
            if (!starts(text, at, "Id")) {
                continue;
            }
            byte after = text[at + 2];
            at += 3;
            if (after == '$') {
                return true;
            }
            while (after == ':' && at < text.length && text[at] != '\n') {
                if (text[at++] == '$') {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether a space stands where none is in what git writes.
    private static boolean isForeign(byte[] text, int from, int end) {
        for (int i = from; i < end - 1; i++) {
            if (text[i] == ' ') {
                return true;
            }
        }
        return false;
    }

    private static boolean hasNewline(byte[] text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (text[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    private static int find(byte[] text, char wanted, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static boolean starts(byte[] text, int from, String wanted) {
        for (int i = 0; i < wanted.length(); i++) {
            if (from + i >= text.length || text[from + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
