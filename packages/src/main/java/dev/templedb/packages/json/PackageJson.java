package dev.templedb.packages.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// JSON as the directory package has it: two spaces of indent, ASCII only, members in their order, no newline at the
/// end.
///
/// Byte for byte what Python's `json.dumps(value, indent=2)` writes for the same value.
public final class PackageJson {
    /// Python escapes DEL as well.
    private static final char LAST_ASCII = 0x7e;

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
                            JsonText.append(out, name, LAST_ASCII);
                            append(out.append(": "), member, newline + "  ");
                        }));
                appendBlock(out, '{', parts, '}', newline);
            }
            case Json.Arr(var elements) -> {
                var parts = new ArrayList<Runnable>();
                elements.forEach(element -> parts.add(() -> append(out, element, newline + "  ")));
                appendBlock(out, '[', parts, ']', newline);
            }
            case Json.Str(var text) -> JsonText.append(out, text, LAST_ASCII);
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
}
