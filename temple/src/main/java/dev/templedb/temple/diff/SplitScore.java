package dev.templedb.temple.diff;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jgit.diff.RawText;

/// How bad it is to divide a text at some place: git's "indent heuristic", which likes a change to begin and end where
/// little is indented and empty lines are.
///
/// @param indent  of what is behind the place; decides, but for a great difference of the penalties
/// @param penalty smaller is better
record SplitScore(int indent, int penalty) {
    static final SplitScore NONE = new SplitScore(0, 0);

    private static final int BEGIN_OF_FILE = 1;
    private static final int END_OF_FILE = 21;
    private static final int BLANK_LINE = -30;
    private static final int BLANK_LINE_BEHIND = 6;
    private static final int WEIGHT_OF_INDENT = 60;

    /// What it costs when a line is indented more than the one before; less than both its neighbours; less than the
    /// one
    /// before only. The second number is for places beside blank lines.
    private enum Step {
        DEEPER(-4, 10),
        BACK_AND_DEEPER(24, 17),
        BACK(23, 17),
        NONE(0, 0);

        private final int penalty;
        private final int besideBlank;

        Step(int penalty, int besideBlank) {
            this.penalty = penalty;
            this.besideBlank = besideBlank;
        }
    }

    /// The score for a division before a line, or at the end.
    static SplitScore of(Indents indents, int line) {
        boolean isEnd = line >= indents.size();
        int here = isEnd ? Indents.BLANK : indents.of(line);
        var before = indents.look(line - 1, -1);
        var behind = indents.look(line + 1, 1);
        int blanksBehind = here == Indents.BLANK ? 1 + behind.blanks() : 0;
        int blanks = before.blanks() + blanksBehind;
        int indent = here == Indents.BLANK ? behind.indent() : here;
        int penalty = BLANK_LINE * blanks + BLANK_LINE_BEHIND * blanksBehind;
        if (before.indent() == Indents.BLANK && before.blanks() == 0) {
            penalty += BEGIN_OF_FILE;
        }
        if (isEnd) {
            penalty += END_OF_FILE;
        }
        var step = step(before.indent(), indent, behind.indent());
        return new SplitScore(indent, penalty + (blanks > 0 ? step.besideBlank : step.penalty));
    }

    private static Step step(int before, int indent, int behind) {
        if (indent == Indents.BLANK || before == Indents.BLANK || indent == before) {
            return Step.NONE;
        }
        if (indent > before) {
            return Step.DEEPER;
        }
        return behind > indent ? Step.BACK_AND_DEEPER : Step.BACK;
    }

    SplitScore plus(SplitScore other) {
        return new SplitScore(indent + other.indent, penalty + other.penalty);
    }

    boolean isAsGoodAs(SplitScore other) {
        return WEIGHT_OF_INDENT * Integer.compare(indent, other.indent) + penalty - other.penalty <= 0;
    }

    /// How far the lines of a text are indented, in columns.
    static final class Indents {
        /// Of a line with nothing but white space, and where there is no line.
        static final int BLANK = -1;

        private static final int UNKNOWN = -2;
        private static final int MOST = 200;
        private static final int TAB = 8;
        private static final int MOST_BLANKS = 20;

        private final RawText text;
        private final int[] known;

        /// @param size how many of the text's lines there are
        Indents(RawText text, int size) {
            this.text = text;
            this.known = new int[size];
            Arrays.fill(known, UNKNOWN);
        }

        /// The first line that is not blank.
        ///
        /// @param blanks how many blank ones are before it
        record Seen(int indent, int blanks) {}

        int size() {
            return known.length;
        }

        int of(int line) {
            if (known[line] == UNKNOWN) {
                known[line] = columns(text.getRawString(line));
            }
            return known[line];
        }

        Seen look(int from, int step) {
            int blanks = 0;
            for (int line = from; line >= 0 && line < size(); line += step) {
                int indent = of(line);
                if (indent != BLANK) {
                    return new Seen(indent, blanks);
                }
                if (++blanks == MOST_BLANKS) {
                    return new Seen(0, blanks);
                }
            }
            return new Seen(BLANK, blanks);
        }

        private static int columns(ByteBuffer line) {
            int columns = 0;
            while (line.hasRemaining() && columns < MOST) {
                switch (line.get()) {
                    case ' ' -> columns++;
                    case '\t' -> columns += TAB - columns % TAB;
                    case '\r', '\n' -> {}
                    default -> {
                        return columns;
                    }
                }
            }
            return columns < MOST ? BLANK : MOST;
        }
    }
}
