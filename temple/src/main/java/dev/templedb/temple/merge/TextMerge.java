package dev.templedb.temple.merge;

import dev.templedb.temple.diff.TextDiff;
import java.util.Optional;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;

/// Merges the lines of two versions of a text.
public final class TextMerge {
    private static final int LOOKED_AT_BYTES = 8000;

    /// The merged text.
    ///
    /// @param clean whether nothing is in conflict; else markers stand around what is
    record Merged(byte[] text, boolean clean) {}

    private TextMerge() {}

    static boolean isBinary(byte[] content) {
        for (int i = 0; i < Math.min(content.length, LOOKED_AT_BYTES); i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /// The merged text when no line was changed on both sides, and no side is binary.
    public static Optional<byte[]> clean(byte[] base, byte[] ours, byte[] theirs) {
        if (isBinary(base) || isBinary(ours) || isBinary(theirs)) {
            return Optional.empty();
        }
        var merged = merge(base, ours, theirs, new MarkedText.Style("ours", "theirs", 7, false));
        return merged.clean() ? Optional.of(merged.text()) : Optional.empty();
    }

    static Merged merge(byte[] base, byte[] ours, byte[] theirs, MarkedText.Style style) {
        var diff = TextDiff.forMerge();
        var before = new TextLines(base);
        var our = new TextLines(ours);
        var their = new TextLines(theirs);
        var result = new MergeAlgorithm(diff).<RawText>merge(RawTextComparator.DEFAULT, before, our, their);
        var text = new MarkedText(diff, before, our, their).write(result, style);
        return new Merged(text, style.isUnion() || !result.containsConflicts());
    }
}
