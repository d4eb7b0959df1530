package dev.templedb.temple.deployments;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The ways in which programs write a character otherwise than as it is: percent-encoding, the escapes of JSON, of
/// HTML,
/// and of shells and programming languages. A pure function of bytes.
final class Escapes {
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");
    private static final int LONGEST_ENTITY = 10;
    private static final String LETTERS = "abtnvfreE";
    private static final String MEANINGS = "\u0007\b\t\n\u000b\f\r\u001b\u001b";
    private static final String[] QUOTES = {"'\\''", "'\"'\"'", "''", "\"'\"'\"", "\"\""};

    private Escapes() {}

    /// Takes what bytes may mean.
    @FunctionalInterface
    interface Meaning {
        /// @param length of the escape, in bytes
        void is(byte[] bytes, int length);
    }

    /// Whether an escape may begin with this byte.
    static boolean mayBeginWith(byte first) {
        return first == '%' || first == '+' || first == '\\' || first == '&' || first == '\'' || first == '"';
    }

    /// Tells everything that the escape at `at` may mean.
    ///
    /// @return whether it may be an escape whose end is not there yet
    static boolean read(byte[] all, int at, Meaning meaning) {
        return switch (all[at]) {
            case '+' -> {
                meaning.is(new byte[] {' '}, 1);
                yield false;
            }
            case '%' -> number(all, at, 1, 2, 2, 16, meaning);
            case '\\' -> backslash(all, at, meaning);
            case '&' -> entity(all, at, meaning);
            case '\'', '"' -> quotes(all, at, meaning);
            default -> false;
        };
    }

    private static boolean backslash(byte[] all, int at, Meaning meaning) {
        if (at + 1 == all.length) {
            return true;
        }
        char next = (char) (all[at + 1] & 0xff);
        int letter = LETTERS.indexOf(next);
        if (letter >= 0) {
            meaning.is(new byte[] {(byte) MEANINGS.charAt(letter)}, 2);
        }
        meaning.is(new byte[] {(byte) next}, 2);
        return switch (next) {
            case 'u' -> unit(all, at, meaning);
            case 'U' -> number(all, at, 2, 8, 8, 16, meaning);
            case 'x' -> number(all, at, 2, 1, 2, 16, meaning);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(all, at, 1, 1, 3, 8, meaning);
            default -> false;
        };
    }

    /// A `\`, `u` and four digits, and another such when the first is half of a pair.
    private static boolean unit(byte[] all, int at, Meaning meaning) {
        int[] high = {-1};
        boolean isOpen = digits(all, at + 2, 4, 4, 16, (value, _) -> high[0] = value);
        if (high[0] < 0 || !Character.isHighSurrogate((char) high[0])) {
            boolean isNumberOpen = number(all, at, 2, 4, 4, 16, meaning);
            return isOpen || isNumberOpen;
        }
        int second = at + 6;
        if (second + 1 >= all.length) {
            return true;
        }
        return all[second] == '\\'
                && all[second + 1] == 'u'
                && digits(all, second + 2, 4, 4, 16, (low, _) -> {
                    if (Character.isLowSurrogate((char) low)) {
                        tell(Character.toCodePoint((char) high[0], (char) low), 12, meaning);
                    }
                });
    }

    private static boolean entity(byte[] all, int at, Meaning meaning) {
        int end = at + 1;
        while (end < all.length && end - at <= LONGEST_ENTITY && all[end] != ';') {
            if (all[end] != '#' && (all[end] < '0' || !Character.isLetterOrDigit(all[end]))) {
                return false;
            }
            end++;
        }
        if (end == all.length) {
            return end - at <= LONGEST_ENTITY;
        }
        if (all[end] != ';') {
            return false;
        }
        var name = new String(all, at + 1, end - at - 1, StandardCharsets.ISO_8859_1);
        int length = end + 1 - at;
        var character = ENTITIES.get(name);
        if (character != null) {
            meaning.is(character.getBytes(StandardCharsets.UTF_8), length);
        } else if (name.matches("#[0-9]{1,7}")) {
            tell(Integer.parseInt(name.substring(1)), length, meaning);
        } else if (name.matches("#[xX][0-9a-fA-F]{1,6}")) {
            tell(Integer.parseInt(name.substring(2), 16), length, meaning);
        }
        return false;
    }

    private static boolean quotes(byte[] all, int at, Meaning meaning) {
        boolean isOpen = false;
        for (var form : QUOTES) {
            int length = Math.min(form.length(), all.length - at);
            if (form.startsWith(new String(all, at, length, StandardCharsets.ISO_8859_1))) {
                if (length < form.length()) {
                    isOpen = true;
                } else {
                    meaning.is(new byte[] {(byte) (form.equals("\"\"") ? '"' : '\'')}, length);
                }
            }
        }
        return isOpen;
    }

    private static boolean number(byte[] all, int at, int prefix, int fewest, int most, int radix, Meaning meaning) {
        return digits(all, at + prefix, fewest, most, radix, (value, count) -> {
            if (value <= 0xff && prefix + most < 6) {
                meaning.is(new byte[] {(byte) value}, prefix + count);
            }
            tell(value, prefix + count, meaning);
        });
    }

    private static void tell(int point, int length, Meaning meaning) {
        if (Character.isValidCodePoint(point)) {
            meaning.is(Character.toString(point).getBytes(StandardCharsets.UTF_8), length);
        }
    }

    @FunctionalInterface
    private interface Numbers {
        void is(int value, int digits);
    }

    /// Reads `fewest` to `most` digits and tells each number that they may be.
    ///
    /// @return whether more digits may follow the end of the data
    private static boolean digits(byte[] all, int at, int fewest, int most, int radix, Numbers number) {
        int value = 0;
        for (int count = 0; count < most; count++) {
            if (at + count >= all.length) {
                return true;
            }
            int digit = Character.digit(all[at + count], radix);
            if (all[at + count] < 0 || digit < 0) {
                return false;
            }
            value = value * radix + digit;
            if (count + 1 >= fewest) {
                number.is(value, count + 1);
            }
        }
        return false;
    }
}
