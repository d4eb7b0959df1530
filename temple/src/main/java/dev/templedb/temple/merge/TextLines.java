package dev.templedb.temple.merge;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.diff.RawText;

/// The lines of a text, each with its end.
final class TextLines extends RawText {
    /// Lines that follow each other, from `begin` (the first is 0) up to and without `end`.
    record Range(int begin, int end) {
        int count() {
            return end - begin;
        }

        /// What lies between this and `next`.
        Range gap(Range next) {
            int from = end;
            return new Range(from, next.begin());
        }

        Range wider(int before, int after) {
            return new Range(begin - before, end + after);
        }

        /// This, `next` and what lies between.
        Range through(Range next) {
            return new Range(begin, next.end);
        }
    }

    TextLines(byte[] text) {
        super(text);
    }

    byte[] bytes(Range range) {
        return range.count() == 0 ? new byte[0] : Arrays.copyOfRange(content, begin(range.begin()), begin(range.end()));
    }

    TextLines part(Range range) {
        return new TextLines(bytes(range));
    }

    private int begin(int line) {
        return lines.get(line + 1);
    }

    boolean hasEnd(int line) {
        return line < size() - 1 || !isMissingNewlineAtEnd();
    }

    /// Whether a line ends in CR LF; a last one without an end counts as the one before it. Empty: nobody can tell.
    Optional<Boolean> endsInCarriageReturn(int line) {
        if (size() == 0 || line == 0 && !hasEnd(line)) {
            return Optional.empty();
        }
        var text = getRawString(hasEnd(line) ? line : line - 1);
        return Optional.of(text.hasRemaining() && text.get(text.limit() - 1) == '\r');
    }
}
