package dev.templedb.temple.merge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;

/// Merges the lines of two versions of a text.
final class TextMerge {
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

    static Merged merge(byte[] base, byte[] ours, byte[] theirs, String ourName, String theirName) {
        var result = new MergeAlgorithm(new HistogramDiff())
                .merge(RawTextComparator.DEFAULT, new RawText(base), new RawText(ours), new RawText(theirs));
        var out = new ByteArrayOutputStream();
        try {
            new MergeFormatter().formatMerge(out, result, List.of("BASE", ourName, theirName), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Merged(out.toByteArray(), !result.containsConflicts());
    }
}
