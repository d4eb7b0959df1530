package dev.templedb.cli.databases;

import dev.templedb.branchdb.kv.Value;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.math.BigDecimal;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Values of keys, as they are typed and printed.
final class KeyValueText {
    private KeyValueText() {}

    /// The value of that type that `text` means.
    ///
    /// @throws TempleException with `USAGE` or `KV_VALUE_INVALID`
    static Value read(String type, String text) {
        try {
            return switch (type) {
                case "text" -> new Value.Text(text);
                case "integer" -> new Value.Int(Long.parseLong(text.strip()));
                case "real" -> new Value.Real(real(text.strip()));
                case "decimal" -> new Value.Decimal(new BigDecimal(text.strip()));
                case "boolean" -> new Value.Bool(truth(text.strip()));
                case "bytes" -> new Value.Bytes(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
                case "json" -> new Value.Json(text);
                case "null" -> Value.NULL;
                default ->
                    throw new TempleException(
                            ErrorCode.USAGE, "There is no type of values '%s'.".formatted(Printable.text(type)));
            };
        } catch (IllegalArgumentException e) {
            throw new TempleException(
                    ErrorCode.USAGE, "The value is not of the type %s: %s.".formatted(type, e.getMessage()), e);
        }
    }

    /// What is too large for a double would be infinite; who means that says so.
    private static double real(String text) {
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number) && !text.endsWith("Infinity")) {
            throw new IllegalArgumentException("it is too large; a decimal holds it");
        }
        return number;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it is neither true nor false");
        };
    }

    /// A whole number when `text` is one, else a decimal one.
    static Value.Numeric number(String text) {
        boolean isWhole = text.matches("[-+]?[0-9]+");
        return (Value.Numeric) read(isWhole ? "integer" : "decimal", text);
    }

    static String type(Value value) {
        return switch (value) {
            case Value.Text v -> "text";
            case Value.Int v -> "integer";
            case Value.Real v -> "real";
            case Value.Decimal v -> "decimal";
            case Value.Bool v -> "boolean";
            case Value.Bytes v -> "bytes";
            case Value.Json v -> "json";
            case Value.Null v -> "null";
        };
    }

    /// What [#read] reads.
    static String write(Value value) {
        return String.valueOf(plain(value));
    }

    /// As output has it: what a double does not hold exactly is a text.
    static @Nullable Object plain(Value value) {
        return switch (value) {
            case Value.Text(var text) -> text;
            case Value.Int(var number) -> number;
            case Value.Real(var number) -> Double.isFinite(number) ? (Object) number : String.valueOf(number);
            case Value.Decimal(var number) -> number.toString();
            case Value.Bool(var truth) -> truth;
            case Value.Bytes(var bytes) -> Base64.getEncoder().encodeToString(bytes);
            case Value.Json(var text) -> text;
            case Value.Null() -> null;
        };
    }
}
