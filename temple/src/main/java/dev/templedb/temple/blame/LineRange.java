package dev.templedb.temple.blame;

/// Some lines of a file.
///
/// @param first from 1
/// @param last  the last one, or far behind the end of the file
public record LineRange(int first, int last) {
    /// The whole file.
    public static final LineRange ALL = new LineRange(1, Integer.MAX_VALUE);

    /// @throws IllegalArgumentException when there is no such range
    public LineRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("no lines from %d to %d".formatted(first, last));
        }
    }
}
