package dev.templedb.temple.blame;

import dev.templedb.temple.blame.Suspect.Span;
import dev.templedb.temple.diff.TextDiff;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;

/// Which lines of a version stood in the one before already.
final class LineDiff {
    private final EditList edits;

    LineDiff(RawText before, RawText after) {
        edits = TextDiff.withoutContext(before, after);
    }

    /// Lines told apart.
    ///
    /// @param old   those that the version before had, with their places there
    /// @param fresh those that it had not
    record Parts(List<Span> old, List<Span> fresh) {}

    Parts divide(List<Span> spans) {
        var parts = new Parts(new ArrayList<>(), new ArrayList<>());
        spans.forEach(span -> divide(span, parts));
        return parts;
    }

    private void divide(Span span, Parts parts) {
        int at = span.start();
        int shift = 0;
        for (Edit edit : edits) {
            if (edit.getBeginB() >= span.end()) {
                break;
            }
            if (edit.getEndB() > at || edit.getEndB() == at && edit.getLengthB() == 0) {
                addOld(span, at, edit.getBeginB(), shift, parts);
                int from = Math.max(at, edit.getBeginB());
                int to = Math.min(span.end(), edit.getEndB());
                if (to > from) {
                    parts.fresh().add(span.part(from, to));
                }
                at = Math.max(at, to);
            }
            shift = edit.getEndA() - edit.getEndB();
        }
        addOld(span, at, span.end(), shift, parts);
    }

    private static void addOld(Span span, int from, int to, int shift, Parts parts) {
        if (to > from) {
            parts.old().add(span.part(from, to).at(from + shift));
        }
    }
}
