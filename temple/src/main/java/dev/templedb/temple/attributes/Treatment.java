package dev.templedb.temple.attributes;

/// How the content of one file is merged and compared. Immutable.
///
/// @param markerLength how many characters the markers of a conflict have, from 1 to [#MOST_MARKER]
public record Treatment(Merge merge, Comparison comparison, int markerLength) {
    /// What holds for a file of which no attribute says anything.
    public static final Treatment PLAIN = new Treatment(Merge.LINES, Comparison.GUESSED, 7);

    /// Longer markers help nobody, and are asked for by those who want to fill a memory.
    static final int MOST_MARKER = 1000;

    /// What happens to what two sides have made of a file.
    public enum Merge {
        /// Line by line; what both changed is a conflict.
        LINES,
        /// Line by line; of what both changed both remains, ours first.
        UNION,
        /// Not at all: ours stays, and that both changed it is a conflict.
        WHOLE
    }

    /// How two contents are compared.
    public enum Comparison {
        /// Line by line, even where it looks binary.
        LINES,
        /// As a whole, even where it looks like text.
        WHOLE,
        /// As its bytes look.
        GUESSED
    }
}
