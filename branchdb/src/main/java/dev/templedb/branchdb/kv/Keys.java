package dev.templedb.branchdb.kv;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;

/// Which keys and patterns are valid.
final class Keys {
    private static final int MOST_CHARACTERS = 255;
    private static final int LONGEST_PATTERN = 1000;
    private static final String OF_ENGINE = "__";

    private Keys() {}

    /// Returns `key` when it may be one.
    static String require(String key) {
        if (key.isEmpty()) {
            throw invalid("A key cannot be empty.");
        }
        int characters = key.codePointCount(0, key.length());
        if (characters > MOST_CHARACTERS) {
            throw invalid(
                    "A key has at most %d characters, and this one has %d.".formatted(MOST_CHARACTERS, characters));
        }
        if (!key.codePoints().allMatch(Keys::isPrintable)) {
            throw invalid("The key '%s' has a character that cannot be printed.".formatted(Printable.text(key)));
        }
        if (key.startsWith(OF_ENGINE)) {
            throw invalid("The key '%s' begins with %s, as only the engine's may.".formatted(key, OF_ENGINE));
        }
        return key;
    }

    /// Returns `pattern` when it is not longer than any that makes sense.
    static String requirePattern(String pattern) {
        if (pattern.length() > LONGEST_PATTERN) {
            throw invalid("A pattern of keys has at most %d characters.".formatted(LONGEST_PATTERN));
        }
        return pattern;
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static TempleException invalid(String sentence) {
        return new TempleException(ErrorCode.KV_KEY_INVALID, sentence);
    }
}
