package dev.templedb.cli.terminal;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plain values as JSON. Characters that a terminal would act on are escaped.
final class JsonText {
    private JsonText() {}

    /// The value on one line: `{"slug": "web-app", "files": 3}`.
    static String compact(@Nullable Object plain) {
        var out = new StringBuilder();
        append(out, plain, null);
        return out.toString();
    }

    /// The value with a line for each member, indented by two spaces.
    static String indented(@Nullable Object plain) {
        var out = new StringBuilder();
        append(out, plain, "\n");
        return out.toString();
    }

    private static void append(StringBuilder out, @Nullable Object value, @Nullable String newline) {
        // No switch over types: its first use costs a tenth of a short command's time.
        if (value == null || value instanceof Double real && (real.isNaN() || real.isInfinite())) {
            out.append("null");
        } else if (value instanceof Map<?, ?> map) {
            appendMap(out, map, newline);
        } else if (value instanceof Collection<?> list) {
            appendList(out, list, newline);
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quote(out, value.toString());
        }
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map, @Nullable String newline) {
        out.append('{');
        String separator = "";
        for (var member : map.entrySet()) {
            out.append(separator).append(newline == null ? "" : newline + "  ");
            quote(out, String.valueOf(member.getKey()));
            append(out.append(": "), member.getValue(), newline == null ? null : newline + "  ");
            separator = newline == null ? ", " : ",";
        }
        out.append(newline == null || map.isEmpty() ? "" : newline).append('}');
    }

    private static void appendList(StringBuilder out, Collection<?> list, @Nullable String newline) {
        out.append('[');
        String separator = "";
        for (var element : list) {
            out.append(separator).append(newline == null ? "" : newline + "  ");
            append(out, element, newline == null ? null : newline + "  ");
            separator = newline == null ? ", " : ",";
        }
        out.append(newline == null || list.isEmpty() ? "" : newline).append(']');
    }

    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isSafe(text, i)) {
                        out.append(c);
                    } else {
                        String hex = Integer.toHexString(c);
                        out.append("\\u").repeat('0', 4 - hex.length()).append(hex);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isSafe(String text, int i) {
        char c = text.charAt(i);
        if (c >= ' ' && c < 0x7f) {
            return true;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))
                    && Character.getType(text.codePointAt(i)) != Character.FORMAT;
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0
                    && Character.isHighSurrogate(text.charAt(i - 1))
                    && Character.getType(text.codePointAt(i - 1)) != Character.FORMAT;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
