package dev.templedb.cathedral.git;

/// A line of git's protocol: its length in four hexadecimal digits, themselves included, and its text.
final class PacketLine {
    static final int DIGITS = 4;

    private PacketLine() {}

    /// @param text one byte for each character
    static String of(String text) {
        return "%04x%s".formatted(text.length() + DIGITS, text);
    }
}
