package dev.templedb.branchdb.data;

import dev.templedb.branchdb.schema.Affinity;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a column takes, by its declared type, and how it is kept.
///
/// Java has `Boolean`, `Long`, `Double`, `BigDecimal` (columns of the type NUMERIC), `String` and `byte[]`; the file
/// has
/// null, `Long`, `Double`, `String` and `byte[]`.
public enum ColumnKind {
    /// Texts; also numbers, as their digits, UUIDs, enums, times (instants in UTC with milliseconds).
    TEXT("text"),
    /// Whole numbers of up to 64 bits, exact.
    INTEGER("a whole number of up to 64 bits"),
    /// Floating-point numbers.
    REAL("a number"),
    /// Decimal numbers that SQLite keeps as they are: whole ones of up to 64 bits, others of some fifteen digits.
    NUMERIC("a number"),
    /// True or false, kept as 1 or 0.
    BOOLEAN("true or false"),
    /// Bytes; from text, by Base64.
    BLOB("bytes, or their Base64 text"),
    /// Whatever it is.
    ANY("a value");

    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int SHOWN = 60;

    private final String words;

    ColumnKind(String words) {
        this.words = words;
    }

    /// The kind of a declared type: its own name, or by SQLite's rules of affinity.
    public static ColumnKind of(String declaredType) {
        String type = declaredType.toUpperCase(Locale.ROOT);
        if (type.equals("BOOLEAN") || type.equals("BOOL")) {
            return BOOLEAN;
        }
        return switch (Affinity.of(type)) {
            case TEXT -> TEXT;
            case INTEGER -> INTEGER;
            case REAL -> REAL;
            case NUMERIC -> NUMERIC;
            case BLOB -> BLOB;
            case NONE -> ANY;
        };
    }

    /// The value as a file keeps it.
    ///
    /// @param column what messages call the column
    /// @throws TempleException with `ROW_INVALID` when a column of this kind does not take it
    public @Nullable Object toStored(@Nullable Object value, String column) {
        if (value == null) {
            return null;
        }
        try {
            Object stored = switch (this) {
                case TEXT -> text(value);
                case INTEGER -> whole(value);
                case REAL -> real(value);
                case NUMERIC -> numeric(value);
                case BOOLEAN -> truth(value);
                case BLOB -> bytes(value);
                case ANY -> any(value);
            };
            if (stored != null) {
                return stored;
            }
        } catch (IllegalArgumentException | ArithmeticException unfit) {
            // Said below.
        }
        throw new TempleException(
                ErrorCode.ROW_INVALID, "The column %s takes %s, not %s.".formatted(column, words, describe(value)));
    }

    /// The value of a parameter, whose column nobody knows.
    ///
    /// @throws TempleException with `STATEMENT_INVALID` when no column could take it
    static @Nullable Object parameter(@Nullable Object value, String name) {
        if (value == null) {
            return null;
        }
        try {
            Object stored = any(value);
            if (stored != null) {
                return stored;
            }
        } catch (IllegalArgumentException | ArithmeticException unfit) {
            // Said below.
        }
        throw new TempleException(
                ErrorCode.STATEMENT_INVALID,
                "The parameter %s cannot have %s as its value.".formatted(Printable.text(name), describe(value)));
    }

    /// A value of the file as Java has it. What does not look like this kind stays as it is.
    public @Nullable Object toJava(@Nullable Object stored) {
        return switch (this) {
            case BOOLEAN -> stored instanceof Long whole && (whole == 0 || whole == 1) ? (Object) (whole == 1) : stored;
            case NUMERIC ->
                stored instanceof Double real && Double.isFinite(real) ? (Object) BigDecimal.valueOf(real) : stored;
            default -> stored;
        };
    }

    private static String describe(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        String text = String.valueOf(value);
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return value instanceof CharSequence ? "'" + Printable.text(shown) + "'" : Printable.text(shown);
    }

    private static @Nullable String text(Object value) {
        return switch (value) {
            case String text -> storable(text);
            case Boolean _ -> null;
            case Number number -> number.toString();
            case Instant instant -> INSTANT.format(instant);
            case UUID _, Temporal _, Character _ -> value.toString();
            case Enum<?> constant -> constant.name();
            default -> null;
        };
    }

    /// UTF-8 has no half characters; they would be kept as question marks.
    private static @Nullable String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return null;
                }
                i++;
            }
        }
        return text;
    }

    private static @Nullable Long whole(Object value) {
        return switch (value) {
            case Long number -> number;
            case Integer _, Short _, Byte _ -> ((Number) value).longValue();
            case BigInteger number -> number.longValueExact();
            case BigDecimal number -> number.longValueExact();
            case Double _, Float _ -> new BigDecimal(((Number) value).doubleValue()).longValueExact();
            case String text -> Long.valueOf(text);
            default -> null;
        };
    }

    private static @Nullable Double real(Object value) {
        Double number = switch (value) {
            case Number it -> it.doubleValue();
            case String text -> new BigDecimal(text).doubleValue();
            default -> null;
        };
        return number != null && Double.isFinite(number) ? number : null;
    }

    private static @Nullable Object numeric(Object value) {
        return switch (value) {
            case Long _, Integer _, Short _, Byte _, BigInteger _ -> whole(value);
            case Double _, Float _ -> real(value);
            case BigDecimal number -> numeric(number);
            case String text -> numeric(new BigDecimal(text));
            default -> null;
        };
    }

    private static @Nullable Object numeric(BigDecimal number) {
        if (number.signum() == 0) {
            return 0L;
        }
        double real = number.doubleValue();
        if (Double.isFinite(real) && BigDecimal.valueOf(real).compareTo(number) == 0) {
            return real == Math.rint(real) && Math.abs(real) < 1L << 53 ? (Object) (long) real : real;
        }
        return number.longValueExact();
    }

    private static @Nullable Long truth(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? 1L : 0L;
            case Long _, Integer _ -> ((Number) value).longValue() >>> 1 == 0 ? ((Number) value).longValue() : null;
            case String text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> 1L;
                    case "false", "0" -> 0L;
                    default -> null;
                };
            default -> null;
        };
    }

    private static byte @Nullable [] bytes(Object value) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case String text -> Base64.getDecoder().decode(text);
            default -> null;
        };
    }

    private static @Nullable Object any(Object value) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case Boolean truth -> truth ? 1L : 0L;
            case Number number -> numeric(number);
            default -> text(value);
        };
    }
}
