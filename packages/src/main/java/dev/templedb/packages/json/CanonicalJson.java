package dev.templedb.packages.json;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// The one byte form of a JSON value, after RFC 8785 (JSON Canonicalization Scheme): what a hash or a signature covers.
///
/// Members are sorted by UTF-16 code units, there is no white space, and numbers are written as ECMAScript writes
/// doubles. Whole numbers beyond 2^53 cannot be written exactly that way and are refused.
public final class CanonicalJson {
    private static final long EXACT = 1L << 53;

    private CanonicalJson() {}

    /// Writes `value` in its canonical form, as UTF-8.
    ///
    /// @throws IllegalArgumentException for a number that a double cannot hold, or a string with a lone surrogate
    public static byte[] write(Json value) {
        var out = new StringBuilder(256);
        append(out, value);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, Json value) {
        switch (value) {
            case Json.Obj object -> appendObject(out, object);
            case Json.Arr(var elements) -> {
                out.append('[');
                var separator = "";
                for (var element : elements) {
                    append(out.append(separator), element);
                    separator = ",";
                }
                out.append(']');
            }
            case Json.Str(var text) -> appendText(out, text);
            case Json.Num number -> out.append(number(number));
            case Json.Bool(var truth) -> out.append(truth);
            case Json.Null() -> out.append("null");
        }
    }

    private static void appendObject(StringBuilder out, Json.Obj object) {
        out.append('{');
        var separator = "";
        // String.compareTo is the order by UTF-16 code units that the RFC asks for.
        for (var member : new TreeMap<>(object.members()).entrySet()) {
            appendText(out.append(separator), member.getKey());
            append(out.append(':'), member.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static void appendText(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && !isPaired(text, i)) {
                throw new IllegalArgumentException("a string holds half a surrogate pair");
            }
        }
        JsonText.append(out, text, Character.MAX_VALUE);
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    private static String number(Json.Num number) {
        var whole = number.whole();
        if (whole.isPresent()) {
            if (whole.get() > EXACT || whole.get() < -EXACT) {
                throw new IllegalArgumentException("the number %s is not exact as a double".formatted(number.digits()));
            }
            return Long.toString(whole.get());
        }
        return EcmaScriptNumber.write(Double.parseDouble(number.digits()));
    }
}
