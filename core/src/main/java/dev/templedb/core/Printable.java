package dev.templedb.core;

/// Makes text that came from outside safe to show on a terminal or in a log.
public final class Printable {
    private Printable() {}

    /// Returns `text` with control characters, bidirectional overrides and lone surrogates written as a
    /// backslash, a `u` and the code point in braces,
    /// so that a hostile name can neither move the cursor nor pretend to be another.
    public static String text(String text) {
        if (text.codePoints().noneMatch(Printable::isUnsafe)) {
            return text;
        }
        var safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isUnsafe(point)) {
                safe.append("\\u{").append(Integer.toHexString(point)).append('}');
            } else {
                safe.appendCodePoint(point);
            }
        });
        return safe.toString();
    }

    private static boolean isUnsafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
