package dev.templedb.packages.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Writes a double as ECMAScript's `Number::toString` does (ECMA-262, 6.1.6.1.20), which RFC 8785 asks for.
final class EcmaScriptNumber {
    private EcmaScriptNumber() {}

    static String write(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number for " + value);
        }
        if (value == 0) {
            return "0";
        }
        if (value < 0) {
            return "-" + write(-value);
        }
        var exact = shortest(value).stripTrailingZeros();
        var digits = exact.unscaledValue().toString();
        int count = digits.length();
        int point = count - exact.scale();
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        var mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    /// The shortest digits that read back as the same double. Since JDK 19, Double.toString gives them, but never
    /// fewer than two.
    private static BigDecimal shortest(double value) {
        var oneDigit = new BigDecimal(value).round(new MathContext(1, RoundingMode.HALF_EVEN));
        return oneDigit.doubleValue() == value ? oneDigit : new BigDecimal(Double.toString(value));
    }
}
