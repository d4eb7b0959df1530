package dev.templedb.analysis.nix;

/// Says why a text is not Nix, and where.
@SuppressWarnings("serial")
public final class InvalidNix extends Exception {
    private final int line;
    private final int column;

    /// @param line   from 1
    /// @param column from 1, in characters
    /// @param reason part of a sentence, such as `";" was expected`
    InvalidNix(int line, int column, String reason) {
        super("line %d, column %d: %s".formatted(line, column, reason));
        this.line = line;
        this.column = column;
    }

    /// The line where it went wrong, from 1.
    public int line() {
        return line;
    }

    /// The column where it went wrong, from 1, in characters.
    public int column() {
        return column;
    }
}
