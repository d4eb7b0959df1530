package dev.templedb.packages.json;

/// JSON on one line, without white space: members in their order, numbers by their digits, whatever their size.
public final class CompactJson {
    private CompactJson() {}

    /// Writes `value`; only control characters, quotes and backslashes are escaped.
    public static String write(Json value) {
        var out = new StringBuilder(128);
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, Json value) {
        switch (value) {
            case Json.Obj object -> {
                out.append('{');
                String separator = "";
                for (var member : object.members().entrySet()) {
                    out.append(separator);
                    JsonText.append(out, member.getKey(), Character.MAX_VALUE);
                    append(out.append(':'), member.getValue());
                    separator = ",";
                }
                out.append('}');
            }
            case Json.Arr(var elements) -> {
                out.append('[');
                String separator = "";
                for (var element : elements) {
                    append(out.append(separator), element);
                    separator = ",";
                }
                out.append(']');
            }
            case Json.Str(var text) -> JsonText.append(out, text, Character.MAX_VALUE);
            case Json.Num(var digits) -> out.append(digits);
            case Json.Bool(var truth) -> out.append(truth);
            case Json.Null() -> out.append("null");
        }
    }
}
