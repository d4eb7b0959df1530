package dev.templedb.cli.terminal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows as CSV after RFC 4180, but with lines that end in a newline alone. Lists and objects are JSON, null is empty.
final class CsvText {
    private CsvText() {}

    static String row(List<? extends @Nullable Object> plain) {
        var out = new StringBuilder();
        for (int i = 0; i < plain.size(); i++) {
            append(out.append(i == 0 ? "" : ","), plain.get(i));
        }
        // A row of one empty value would be an empty line, which readers skip.
        return (out.isEmpty() ? out.append("\"\"") : out).append('\n').toString();
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        if (value == null) {
            return;
        }
        String text = value instanceof Map<?, ?> || value instanceof Collection<?>
                ? JsonText.compact(value)
                : value.toString();
        if (needsQuotes(text)) {
            out.append('"').append(text.replace("\"", "\"\"")).append('"');
        } else {
            out.append(text);
        }
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return text.isEmpty() || text.charAt(0) == ' ' || text.endsWith(" ");
    }
}
