package dev.templedb.temple.search;

import dev.templedb.analysis.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Looks for what is sought in one content, line by line.
final class ContentLines {
    private static final int LONGEST_SHOWN_BYTES = 2000;
    /// Lines of one file that are shown; the rest is only counted.
    static final int MOST_SHOWN = 50;

    private final byte[] content;
    private final int first;
    private final int last;
    private final LineMatcher matcher;

    ContentLines(PlainText text, LineMatcher matcher) {
        this.content = text.bytes();
        this.first = text.start();
        this.last = text.end();
        this.matcher = matcher;
    }

    /// What the lines that match say together.
    ///
    /// @param matches   how many there are
    /// @param hasWord   whether a match is not part of a longer word
    /// @param isDefined whether such a line looks like the place where the word is defined
    record Found(long matches, boolean hasWord, boolean isDefined) {}

    /// Receives a line that matches; all numbers are positions but the first.
    @FunctionalInterface
    private interface Sink {
        boolean accept(long number, int start, int end, int matchStart, int matchEnd);
    }

    /// Whether any line matches.
    boolean matches() {
        var any = new boolean[1];
        each(false, (number, start, end, matchStart, matchEnd) -> {
            any[0] = true;
            return false;
        });
        return any[0];
    }

    /// Looks at all lines.
    Found find() {
        var matches = new long[1];
        var is = new boolean[2];
        each(false, (number, start, end, matchStart, matchEnd) -> {
            matches[0]++;
            if (!is[1] && isWord(matchStart, matchEnd)) {
                is[0] = true;
                is[1] = Definitions.isAt(content, start, matchStart, matchEnd, end);
            }
            return true;
        });
        return new Found(matches[0], is[0], is[1]);
    }

    /// The first [#MOST_SHOWN] lines that match.
    ///
    /// @param context how many lines to give before and after each
    List<FoundLine> lines(int context) {
        var lines = new ArrayList<FoundLine>();
        each(true, (number, start, end, matchStart, matchEnd) -> {
            lines.add(line(number, start, end, matchStart, context));
            return lines.size() < MOST_SHOWN;
        });
        return lines;
    }

    /// @param isNumbered whether numbers of lines are wanted; otherwise all are 0
    private void each(boolean isNumbered, Sink sink) {
        long number = isNumbered ? 1 : 0;
        for (int from = first; from < last; ) {
            int at = matcher.next(content, from, last);
            if (at < 0) {
                return;
            }
            int start = at;
            while (start > from && content[start - 1] != '\n') {
                start--;
            }
            number += isNumbered ? linesBetween(from, start) : 0;
            int end = lineEnd(at);
            long span = matcher.find(content, start, withoutReturn(start, end));
            if (span >= 0 && !sink.accept(number, start, end, (int) (span >>> 32), (int) span)) {
                return;
            }
            number += isNumbered ? 1 : 0;
            from = end + 1;
        }
    }

    private int linesBetween(int start, int end) {
        int lines = 0;
        for (int i = start; i < end; i++) {
            lines += content[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private int lineEnd(int start) {
        int end = start;
        while (end < last && content[end] != '\n') {
            end++;
        }
        return end;
    }

    private int withoutReturn(int start, int end) {
        return end > start && content[end - 1] == '\r' ? end - 1 : end;
    }

    private boolean isWord(int begin, int end) {
        return (begin == first || !isWordByte(content[begin - 1])) && (end >= last || !isWordByte(content[end]));
    }

    private static boolean isWordByte(byte value) {
        return value < 0 || value == '_' || Character.isLetterOrDigit(value);
    }

    private FoundLine line(long number, int start, int end, int begin, int context) {
        long column = new String(content, start, begin - start, StandardCharsets.UTF_8)
                .codePoints()
                .count();
        return new FoundLine(number, column + 1, shown(start, end, begin), before(start, context), after(end, context));
    }

    private List<String> before(int start, int context) {
        var before = new ArrayList<String>();
        int end = start - 1;
        while (end >= first && before.size() < context) {
            int from = end;
            while (from > first && content[from - 1] != '\n') {
                from--;
            }
            before.addFirst(shown(from, end, from));
            end = from - 1;
        }
        return before;
    }

    private List<String> after(int end, int context) {
        var after = new ArrayList<String>();
        int from = end + 1;
        while (from < last && after.size() < context) {
            int to = lineEnd(from);
            after.add(shown(from, to, from));
            from = to + 1;
        }
        return after;
    }

    /// The line as text; of a long one, the part around `middle`.
    private String shown(int start, int lineEnd, int middle) {
        int end = withoutReturn(start, lineEnd);
        if (end - start <= LONGEST_SHOWN_BYTES) {
            return new String(content, start, end - start, StandardCharsets.UTF_8);
        }
        int from = Math.max(start, middle - LONGEST_SHOWN_BYTES / 2);
        while (from > start && (content[from] & 0xC0) == 0x80) {
            from--;
        }
        int to = Math.min(end, from + LONGEST_SHOWN_BYTES);
        while (to < end && (content[to] & 0xC0) == 0x80) {
            to++;
        }
        return (from > start ? "…" : "")
                + new String(content, from, to - from, StandardCharsets.UTF_8)
                + (to < end ? "…" : "");
    }
}
