package dev.templedb.branchdb.kv;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.JsonReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// What is kept under a key. What is read has the type and exactly the value of what was written.
public sealed interface Value {
    /// The most bytes that a value may have.
    int MOST_BYTES = 64 << 20;

    /// No value, which is something else than no key.
    Value NULL = new Null();

    /// Values that [KeyValues#increment] takes.
    sealed interface Numeric extends Value {}

    /// A text of any length and content, without halves of surrogate pairs.
    record Text(String text) implements Value {
        /// @throws TempleException with `KV_VALUE_INVALID`
        public Text {
            requireText(text, "text");
        }
    }

    /// A whole number of 64 bits.
    record Int(long number) implements Numeric {}

    /// A floating-point number; infinities are allowed, and zero has its sign.
    record Real(double number) implements Numeric {
        /// @throws TempleException with `KV_VALUE_INVALID` for what is not a number
        public Real {
            if (Double.isNaN(number)) {
                throw invalid("A value cannot be the floating-point number NaN.");
            }
        }
    }

    /// A decimal number with all of its digits, those at its end too: `1.50` is not `1.5`.
    record Decimal(BigDecimal number) implements Numeric {
        /// The most digits before and behind the point.
        public static final int MOST_DIGITS = 1000;

        /// @throws TempleException with `KV_VALUE_INVALID` for more than [#MOST_DIGITS] digits
        public Decimal {
            if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
                throw invalid("A decimal number has at most %d digits.".formatted(MOST_DIGITS));
            }
        }
    }

    /// True or false.
    record Bool(boolean truth) implements Value {}

    /// Bytes; the array is not copied.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Value {
        /// @throws TempleException with `KV_VALUE_INVALID`
        public Bytes {
            requireSize(bytes.length);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes(var theirs) && Arrays.equals(bytes, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bytes[" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 32)) + "]";
        }
    }

    /// A JSON document, kept as it is written: numbers have all their digits, members their order.
    record Json(String text) implements Value {
        /// @throws TempleException with `KV_VALUE_INVALID` when it is not one JSON value
        public Json {
            requireText(text, "JSON document");
            try {
                JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
            } catch (JsonReader.InvalidJson e) {
                throw invalid("The JSON document is not valid: " + e.getMessage() + ".");
            }
        }
    }

    /// No value.
    record Null() implements Value {}

    private static void requireText(String text, String noun) {
        if (!StandardCharsets.UTF_16.newEncoder().canEncode(text)) {
            throw invalid("The %s has half a surrogate pair.".formatted(noun));
        }
        // A character is at most three bytes.
        if (text.length() > MOST_BYTES / 3) {
            requireSize(text.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private static void requireSize(int bytes) {
        if (bytes > MOST_BYTES) {
            throw invalid("A value has at most %d bytes, and this one has %d.".formatted(MOST_BYTES, bytes));
        }
    }

    private static TempleException invalid(String sentence) {
        return new TempleException(ErrorCode.KV_VALUE_INVALID, sentence);
    }
}
