package dev.templedb.packages.json;

/// A JSON string between its quotes, with the short escapes where JSON has them.
final class JsonText {
    private JsonText() {}

    /// Appends `text`.
    ///
    /// @param last the last character that stands for itself; later ones, and those before the blank, are escaped
    static void append(StringBuilder out, String text, char last) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            append(out, text.charAt(i), last);
        }
        out.append('"');
    }

    private static void append(StringBuilder out, char c, char last) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                if (c < ' ' || c > last) {
                    out.append("\\u%04x".formatted((int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
