package dev.templedb.temple.merge;

import dev.templedb.temple.merge.TextLines.Range;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeResult;

/// Writes a merged text with markers around what is in conflict, as git does: lines that are the same on both sides are
/// no part of it, conflicts with up to three lines between them are one, and a marker ends as the lines around it end.
final class MarkedText {
    private static final int MOST_LINES_BETWEEN = 3;

    private final DiffAlgorithm diff;
    private final TextLines base;
    private final TextLines ours;
    private final TextLines theirs;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private sealed interface Part {}

    private record Agreed(TextLines text, Range lines) implements Part {}

    private record Conflict(Range ours, Range theirs) implements Part {
        Conflict wider(int before, int after) {
            return new Conflict(ours.wider(before, after), theirs.wider(before, after));
        }
    }

    /// What a conflict looks like.
    ///
    /// @param markerLength how often the character of a marker stands there
    /// @param isUnion      whether there are no markers, and both sides stay, ours first
    record Style(String ourName, String theirName, int markerLength, boolean isUnion) {
        String marker(String character) {
            return character.repeat(markerLength);
        }
    }

    MarkedText(DiffAlgorithm diff, TextLines base, TextLines ours, TextLines theirs) {
        this.diff = diff;
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
    }

    byte[] write(MergeResult<RawText> merged, Style style) {
        for (var part : joined(parts(merged))) {
            switch (part) {
                case Agreed(var text, var lines) -> out.writeBytes(text.bytes(lines));
                case Conflict conflict when style.isUnion() -> unite(conflict);
                case Conflict conflict -> mark(conflict, style);
            }
        }
        return out.toByteArray();
    }

    private List<Part> parts(MergeResult<RawText> merged) {
        var texts = List.of(base, ours, theirs);
        var parts = new ArrayList<Part>();
        var our = new Range(0, 0);
        for (MergeChunk chunk : merged) {
            var lines = new Range(chunk.getBegin(), chunk.getEnd());
            switch (chunk.getConflictState()) {
                case NO_CONFLICT -> addAgreed(parts, new Agreed(texts.get(chunk.getSequenceIndex()), lines));
                case FIRST_CONFLICTING_RANGE -> our = lines;
                case BASE_CONFLICTING_RANGE -> {}
                case NEXT_CONFLICTING_RANGE -> addConflict(parts, new Conflict(our, lines));
            }
        }
        var apart = new ArrayList<Part>();
        for (var part : parts) {
            if (part instanceof Conflict conflict) {
                addApart(apart, conflict.ours(), conflict.theirs());
            } else {
                apart.add(part);
            }
        }
        return apart;
    }

    /// JGit gives what a conflict ends with on both sides as ours; git takes the same lines out only after it has
    /// looked for others.
    private void addAgreed(List<Part> parts, Agreed agreed) {
        if (agreed.text() == ours && !parts.isEmpty() && parts.getLast() instanceof Conflict conflict) {
            parts.set(parts.size() - 1, conflict.wider(0, agreed.lines().count()));
        } else {
            parts.add(agreed);
        }
    }

    /// The same for what a conflict begins with.
    private void addConflict(List<Part> parts, Conflict conflict) {
        if (!parts.isEmpty() && parts.getLast() instanceof Agreed(var text, var lines) && text == ours) {
            parts.set(parts.size() - 1, conflict.wider(lines.count(), 0));
        } else {
            parts.add(conflict);
        }
    }

    /// Takes the lines that are the same on both sides out of a conflict.
    private void addApart(List<Part> parts, Range our, Range their) {
        if (our.count() == 0 || their.count() == 0) {
            parts.add(new Conflict(our, their));
            return;
        }
        int done = our.begin();
        for (Edit edit : diff.diff(RawTextComparator.DEFAULT, ours.part(our), theirs.part(their))) {
            int begin = our.begin() + edit.getBeginA();
            parts.add(new Agreed(ours, new Range(done, begin)));
            done = our.begin() + edit.getEndA();
            parts.add(new Conflict(
                    new Range(begin, done),
                    new Range(their.begin() + edit.getBeginB(), their.begin() + edit.getEndB())));
        }
        parts.add(new Agreed(ours, new Range(done, our.end())));
    }

    private List<Part> joined(List<Part> parts) {
        var joined = new ArrayList<Part>();
        int last = -1;
        for (var part : parts) {
            if (!(part instanceof Conflict(var our, var their))) {
                joined.add(part);
                continue;
            }
            if (last >= 0
                    && joined.get(last) instanceof Conflict(var ourLast, var theirLast)
                    && isSame(ourLast.gap(our), theirLast.gap(their))) {
                joined.subList(last, joined.size()).clear();
                joined.add(new Conflict(ourLast.through(our), theirLast.through(their)));
            } else {
                last = joined.size();
                joined.add(part);
            }
        }
        return joined;
    }

    /// Whether nobody changed anything between two conflicts, and it is not much.
    private boolean isSame(Range our, Range their) {
        return our.count() <= MOST_LINES_BETWEEN && Arrays.equals(ours.bytes(our), theirs.bytes(their));
    }

    private void unite(Conflict conflict) {
        side(ours, conflict.ours(), lineEnd(conflict));
        out.writeBytes(theirs.bytes(conflict.theirs()));
    }

    private void mark(Conflict conflict, Style style) {
        var lineEnd = lineEnd(conflict);
        say(style.marker("<") + " " + style.ourName() + lineEnd);
        side(ours, conflict.ours(), lineEnd);
        say(style.marker("=") + lineEnd);
        side(theirs, conflict.theirs(), lineEnd);
        say(style.marker(">") + " " + style.theirName() + lineEnd);
    }

    private void side(TextLines text, Range lines, String lineEnd) {
        out.writeBytes(text.bytes(lines));
        if (lines.count() > 0 && !text.hasEnd(lines.end() - 1)) {
            say(lineEnd);
        }
    }

    private void say(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Git's rule: CR LF when the first line of what both began with ends so, and on neither side the line before
    /// the
    /// conflict, or the first one, ends otherwise.
    private String lineEnd(Conflict conflict) {
        var isCarriageReturn = mayEndInCarriageReturn(ours, conflict.ours())
                && mayEndInCarriageReturn(theirs, conflict.theirs())
                && base.endsInCarriageReturn(0).orElse(false);
        return isCarriageReturn ? "\r\n" : "\n";
    }

    private static boolean mayEndInCarriageReturn(TextLines text, Range lines) {
        return text.endsInCarriageReturn(Math.max(0, lines.begin() - 1)).orElse(true);
    }
}
