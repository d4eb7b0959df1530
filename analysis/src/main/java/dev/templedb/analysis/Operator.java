package dev.templedb.analysis;

/// A sign that counts as a decision, or one that must not be mistaken for a part of another.
///
/// @param text      the sign
/// @param spaced    whether it counts only between white space
/// @param decisions how many decision points it is: 1 or 0
record Operator(byte[] text, boolean spaced, int decisions) {
    boolean isAt(byte[] window, int at) {
        return Window.startsWith(window, at, text)
                && (!spaced || isGap(window[at - 1]) && isGap(window[at + text.length]));
    }

    private static boolean isGap(int b) {
        return Ascii.isSpace(b) || Ascii.isLineEnd(b);
    }
}
