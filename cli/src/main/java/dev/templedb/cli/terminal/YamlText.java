package dev.templedb.cli.terminal;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plain values as YAML 1.2. Texts are quoted, as in JSON, unless they are plain words.
final class YamlText {
    private static final String WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/";
    private static final String INSIDE = WORD + "0123456789-.+ ";

    private YamlText() {}

    /// One document without its markers, ended by a newline.
    static String of(@Nullable Object plain) {
        var out = new StringBuilder();
        if (plain instanceof Map<?, ?> map && !map.isEmpty()) {
            appendMap(out, map, "");
        } else if (plain instanceof Collection<?> list && !list.isEmpty()) {
            appendList(out, list, "");
        } else {
            appendScalar(out, plain);
            out.append('\n');
        }
        return out.toString();
    }

    /// One element of a list at the beginning of a line.
    static String element(@Nullable Object plain) {
        var out = new StringBuilder();
        appendElement(out, plain, "");
        return out.toString();
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map, String indent) {
        String before = "";
        for (var member : map.entrySet()) {
            out.append(before);
            appendScalar(out, String.valueOf(member.getKey()));
            out.append(':');
            appendNested(out, member.getValue(), indent);
            before = indent;
        }
    }

    private static void appendList(StringBuilder out, Collection<?> list, String indent) {
        String before = "";
        for (var element : list) {
            out.append(before);
            appendElement(out, element, indent);
            before = indent;
        }
    }

    private static void appendElement(StringBuilder out, @Nullable Object element, String indent) {
        out.append("- ");
        if (element instanceof Map<?, ?> map && !map.isEmpty()) {
            appendMap(out, map, indent + "  ");
        } else if (element instanceof Collection<?> list && !list.isEmpty()) {
            appendList(out, list, indent + "  ");
        } else {
            appendScalar(out, element);
            out.append('\n');
        }
    }

    private static void appendNested(StringBuilder out, @Nullable Object value, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            appendMap(out.append('\n').append(indent).append("  "), map, indent + "  ");
        } else if (value instanceof Collection<?> list && !list.isEmpty()) {
            appendList(out.append('\n').append(indent).append("  "), list, indent + "  ");
        } else {
            appendScalar(out.append(' '), value);
            out.append('\n');
        }
    }

    private static void appendScalar(StringBuilder out, @Nullable Object value) {
        out.append(value instanceof String text && isWord(text) ? text : JsonText.compact(value));
    }

    private static boolean isWord(String text) {
        if (text.isEmpty() || WORD.indexOf(text.charAt(0)) < 0 || text.endsWith(" ")) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (INSIDE.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "null", "true", "false", "yes", "no", "on", "off", "y", "n" -> false;
            default -> true;
        };
    }
}
