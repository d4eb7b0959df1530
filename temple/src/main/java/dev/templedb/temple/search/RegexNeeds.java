package dev.templedb.temple.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads from a regular expression which texts every match must have. What it does not understand it takes for
/// anything, so that the answer is never too narrow.
///
/// The expression is one that RE2 has accepted.
final class RegexNeeds {
    private static final String OTHER_MEANING = "dDwWsSbBAzpPCQEx01234567";
    private static final int MOST_PARTS = 64;

    private final int[] points;
    private int at;

    RegexNeeds(String expression) {
        this.points = expression.codePoints().toArray();
    }

    /// What a match needs; nothing when anything may match.
    Optional<Need> read() {
        var text = new String(points, 0, points.length);
        boolean isOdd = text.contains("\\Q") || text.contains("\\E") || text.contains("(?x") || text.contains("\\C");
        if (isOdd) {
            return Optional.empty();
        }
        var needs = alternatives();
        return at == points.length ? needs : Optional.empty();
    }

    /// Sequences between `|`: at least one of them is needed.
    private Optional<Need> alternatives() {
        var needs = new ArrayList<Optional<Need>>();
        needs.add(sequence());
        while (at < points.length && points[at] == '|') {
            at++;
            needs.add(sequence());
        }
        boolean isKnown = needs.size() <= MOST_PARTS && needs.stream().allMatch(Optional::isPresent);
        return !isKnown
                ? Optional.empty()
                : needs.size() == 1
                        ? needs.getFirst()
                        : Need.any(needs.stream().map(Optional::orElseThrow).toList());
    }

    private Optional<Need> sequence() {
        var parts = new ArrayList<Need>();
        var literal = new StringBuilder();
        while (at < points.length && points[at] != '|' && points[at] != ')') {
            if (points[at] == '(') {
                end(literal, parts);
                group(parts);
            } else {
                int point = single();
                var times = repetition();
                if (point < 0 || !times.isNeeded()) {
                    end(literal, parts);
                } else {
                    literal.appendCodePoint(point);
                    if (times.isRepeated()) {
                        end(literal, parts);
                        literal.appendCodePoint(point);
                    }
                }
            }
        }
        end(literal, parts);
        return parts.size() > MOST_PARTS ? Need.all(parts.subList(0, MOST_PARTS)) : Need.all(parts);
    }

    private static void end(StringBuilder literal, List<Need> parts) {
        Need.literal(literal.toString()).ifPresent(parts::add);
        literal.setLength(0);
    }

    private void group(List<Need> parts) {
        at++;
        if (at < points.length && points[at] == '?') {
            while (at < points.length && points[at] != ':' && points[at] != '>' && points[at] != ')') {
                at++;
            }
            at += at < points.length && points[at] != ')' ? 1 : 0;
        }
        var needs = alternatives();
        at++;
        var times = repetition();
        if (times.isNeeded()) {
            needs.ifPresent(parts::add);
        }
    }

    /// The next character if it stands for itself, or -1.
    private int single() {
        int point = points[at++];
        return switch (point) {
            case '.', '^', '$' -> -1;
            case '[' -> characterClass();
            case '\\' -> escape();
            default -> point;
        };
    }

    private int characterClass() {
        if (at < points.length && points[at] == '^') {
            at++;
        }
        boolean isFirst = true;
        while (at < points.length && (isFirst || points[at] != ']')) {
            isFirst = false;
            if (points[at] == '\\') {
                at += 2;
            } else if (points[at] == '[' && at + 1 < points.length && points[at + 1] == ':') {
                at = afterNamedClass();
            } else {
                at++;
            }
        }
        at++;
        return -1;
    }

    private int afterNamedClass() {
        for (int end = at + 2; end + 1 < points.length; end++) {
            if (points[end] == ':' && points[end + 1] == ']') {
                return end + 2;
            }
        }
        return at + 1;
    }

    private int escape() {
        int point = at < points.length ? points[at++] : -1;
        if (point == 'p' || point == 'P' || point == 'x') {
            skipBraces();
            return -1;
        }
        boolean isItself = point >= 0 && !Character.isLetterOrDigit(point) && OTHER_MEANING.indexOf(point) < 0;
        return isItself ? point : -1;
    }

    /// `{Greek}` or `{10FFFF}`, or one letter, or two digits, which then look like literals and so are jumped over.
    private void skipBraces() {
        if (at < points.length && points[at] == '{') {
            while (at < points.length && points[at] != '}') {
                at++;
            }
            at++;
        } else {
            at += points[at - 1] == 'x' ? 2 : 1;
        }
    }

    private enum Times {
        ONCE,
        AT_LEAST_ONCE,
        MAYBE;

        boolean isNeeded() {
            return this != MAYBE;
        }

        boolean isRepeated() {
            return this == AT_LEAST_ONCE;
        }
    }

    private Times repetition() {
        @Nullable Times times = null;
        while (at < points.length) {
            Times next;
            if (points[at] == '*' || points[at] == '?' && times == null) {
                next = Times.MAYBE;
                at++;
            } else if (points[at] == '+') {
                next = Times.AT_LEAST_ONCE;
                at++;
            } else if (points[at] == '?') {
                // Only says that as little as possible is taken.
                next = Times.ONCE;
                at++;
            } else if (points[at] == '{' && isCount()) {
                next = points[at + 1] == '0' ? Times.MAYBE : Times.AT_LEAST_ONCE;
                while (points[at++] != '}') {}
            } else {
                break;
            }
            times = times == null || next == Times.MAYBE ? next : times;
        }
        return times == null ? Times.ONCE : times;
    }

    /// Whether the brace here is `{2}`, `{2,}` or `{2,3}`; any other one stands for itself.
    private boolean isCount() {
        int end = at + 1;
        while (end < points.length && (Character.isDigit(points[end]) || points[end] == ',')) {
            end++;
        }
        return end < points.length && points[end] == '}' && end > at + 1 && Character.isDigit(points[at + 1]);
    }
}
