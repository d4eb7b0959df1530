package dev.templedb.packages.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The one byte form of a JSON value, after RFC 8785 (JSON Canonicalization Scheme): what a hash or a signature covers.
///
/// Members are sorted by UTF-16 code units, there is no white space, and numbers are written as ECMAScript writes
/// doubles. Whole numbers beyond 2^53 cannot be written exactly that way and are refused.
public final class CanonicalJson {
    private static final long EXACT = 1L << 53;
    private static final int CHUNK = 1 << 13;

    private final StringBuilder out = new StringBuilder(256);
    private final Consumer<byte[]> sink;

    private CanonicalJson(Consumer<byte[]> sink) {
        this.sink = sink;
    }

    /// Writes `value` in its canonical form, as UTF-8.
    ///
    /// @throws IllegalArgumentException for a number that a double cannot hold, or a string with a lone surrogate
    public static byte[] write(Json value) {
        var bytes = new ByteArrayOutputStream(256);
        new CanonicalJson(bytes::writeBytes).writeAll(value);
        return bytes.toByteArray();
    }

    /// Whether `utf8` is the canonical form of `value`. Takes next to no memory.
    ///
    /// @throws IllegalArgumentException when there is none, as for [#write]
    public static boolean isForm(byte[] utf8, Json value) {
        int[] at = {0};
        new CanonicalJson(chunk -> {
                    int from = at[0];
                    at[0] = from >= 0
                                    && chunk.length <= utf8.length - from
                                    && Arrays.equals(utf8, from, from + chunk.length, chunk, 0, chunk.length)
                            ? from + chunk.length
                            : -1;
                })
                .writeAll(value);
        return at[0] == utf8.length;
    }

    private void writeAll(Json value) {
        append(value);
        flush();
    }

    private void flush() {
        sink.accept(out.toString().getBytes(StandardCharsets.UTF_8));
        out.setLength(0);
    }

    private void append(Json value) {
        switch (value) {
            case Json.Obj object -> appendObject(object);
            case Json.Arr(var elements) -> {
                out.append('[');
                var separator = "";
                for (var element : elements) {
                    out.append(separator);
                    append(element);
                    separator = ",";
                }
                out.append(']');
            }
            case Json.Str(var text) -> appendText(text);
            case Json.Num number -> out.append(number(number));
            case Json.Bool(var truth) -> out.append(truth);
            case Json.Null() -> out.append("null");
        }
        if (out.length() >= CHUNK) {
            flush();
        }
    }

    private void appendObject(Json.Obj object) {
        out.append('{');
        var separator = "";
        // String.compareTo is the order by UTF-16 code units that the RFC asks for.
        for (var member : new TreeMap<>(object.members()).entrySet()) {
            out.append(separator);
            appendText(member.getKey());
            out.append(':');
            append(member.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void appendText(String text) {
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
