package dev.templedb.packages.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// JSON as the directory package has it: two spaces of indent, ASCII only, members in their order, no newline at the
/// end.
///
/// Byte for byte what Python's `json.dumps(value, indent=2)` writes for the same value.
public final class PackageJson {
    private PackageJson() {}

    /// Writes `value`; the result is ASCII.
    public static byte[] write(Json value) {
        var out = new StringBuilder(256);
        append(out, value, "\n");
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void append(StringBuilder out, Json value, String newline) {
        switch (value) {
            case Json.Obj object -> {
                var parts = new ArrayList<Runnable>();
                object.members()
                        .forEach((name, member) -> parts.add(() -> {
                            appendText(out, name);
                            append(out.append(": "), member, newline + "  ");
                        }));
                appendBlock(out, '{', parts, '}', newline);
            }
            case Json.Arr(var elements) -> {
                var parts = new ArrayList<Runnable>();
                elements.forEach(element -> parts.add(() -> append(out, element, newline + "  ")));
                appendBlock(out, '[', parts, ']', newline);
            }
            case Json.Str(var text) -> appendText(out, text);
            case Json.Num(var digits) -> out.append(digits);
            case Json.Bool(var truth) -> out.append(truth);
            case Json.Null() -> out.append("null");
        }
    }

    private static void appendBlock(
            StringBuilder out, char open, ArrayList<Runnable> parts, char close, String newline) {
        out.append(open);
        var separator = "";
        for (var part : parts) {
            out.append(separator).append(newline).append("  ");
            part.run();
            separator = ",";
        }
        out.append(parts.isEmpty() ? "" : newline).append(close);
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
