package dev.templedb.temple.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Looks for what is sought in one content, line by line.
final class ContentLines {
    private static final int LONGEST_SHOWN_BYTES = 2000;
    /// Lines of one file that are shown; the rest is only counted.
    static final int MOST_SHOWN = 50;

    private final byte[] content;
    private final LineMatcher matcher;
    private final int context;

    private ContentLines(byte[] content, LineMatcher matcher, int context) {
        this.content = content;
        this.matcher = matcher;
        this.context = context;
    }

    /// The lines that match.
    ///
    /// @param matches  how many there are
    /// @param lines    the first [#MOST_SHOWN] of them
    /// @param hasWord  whether a match is not part of a longer word
    /// @param isDefined whether such a line looks like the place where the word is defined
    record Found(long matches, List<FoundLine> lines, boolean hasWord, boolean isDefined) {}

    static Found in(byte[] content, LineMatcher matcher, int context) {
        return new ContentLines(content, matcher, context).find();
    }

    /// Whether any line between `start` and `end` matches.
    static boolean matches(byte[] content, int start, int end, LineMatcher matcher) {
        for (int from = start; from < end; ) {
            int to = from;
            while (to < end && content[to] != '\n') {
                to++;
            }
            if (matcher.find(content, from, to > from && content[to - 1] == '\r' ? to - 1 : to) >= 0) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private Found find() {
        var lines = new ArrayList<FoundLine>();
        long matches = 0;
        boolean hasWord = false;
        boolean isDefined = false;
        if (!matcher.mayMatch(content, 0, content.length)) {
            return new Found(0, lines, false, false);
        }
        long number = 1;
        for (int start = 0; start < content.length; number++) {
            int end = lineEnd(start);
            long span = matcher.find(content, start, withoutReturn(start, end));
            if (span >= 0) {
                int begin = (int) (span >>> 32);
                boolean isWord = isWord(begin, (int) span);
                hasWord |= isWord;
                isDefined |= isWord && Definitions.precede(content, start, begin);
                if (matches++ < MOST_SHOWN) {
                    lines.add(line(number, start, end, begin));
                }
            }
            start = end + 1;
        }
        return new Found(matches, lines, hasWord, isDefined);
    }

    private int lineEnd(int start) {
        int end = start;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        return end;
    }

    private int withoutReturn(int start, int end) {
        return end > start && content[end - 1] == '\r' ? end - 1 : end;
    }

    private boolean isWord(int begin, int end) {
        return (begin == 0 || !isWordByte(content[begin - 1])) && (end >= content.length || !isWordByte(content[end]));
    }

    private static boolean isWordByte(byte value) {
        return value < 0 || value == '_' || Character.isLetterOrDigit(value);
    }

    private FoundLine line(long number, int start, int end, int begin) {
        long column = new String(content, start, begin - start, StandardCharsets.UTF_8)
                .codePoints()
                .count();
        return new FoundLine(number, column + 1, shown(start, end, begin), before(start), after(end));
    }

    private List<String> before(int start) {
        var before = new ArrayList<String>();
        int end = start - 1;
        while (end >= 0 && before.size() < context) {
            int from = end;
            while (from > 0 && content[from - 1] != '\n') {
                from--;
            }
            before.addFirst(shown(from, end, from));
            end = from - 1;
        }
        return before;
    }

    private List<String> after(int end) {
        var after = new ArrayList<String>();
        int from = end + 1;
        while (from < content.length && after.size() < context) {
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
