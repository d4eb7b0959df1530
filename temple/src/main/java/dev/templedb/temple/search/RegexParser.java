package dev.templedb.temple.search;

import dev.templedb.temple.search.RegexPart.Choice;
import dev.templedb.temple.search.RegexPart.One;
import dev.templedb.temple.search.RegexPart.Repeat;
import dev.templedb.temple.search.RegexPart.Sequence;
import java.util.ArrayList;
import java.util.Optional;

/// Reads a regular expression that RE2 has accepted. What it does not understand it takes for anything, so that the
/// answer is never too narrow; flags within the expression are passed over.
final class RegexParser {
    private static final String NO_WIDTH = "AbB";

    private final int[] points;
    private int at;

    private RegexParser(String expression) {
        this.points = expression.codePoints().toArray();
    }

    /// What `expression` says; nothing when it has something that is not understood.
    static Optional<RegexPart> parse(String expression) {
        boolean isOdd = expression.contains("\\Q")
                || expression.contains("\\E")
                || expression.contains("(?x")
                || expression.contains("\\C");
        if (isOdd) {
            return Optional.empty();
        }
        var parser = new RegexParser(expression);
        var whole = parser.alternatives();
        return parser.at == parser.points.length ? Optional.of(whole) : Optional.empty();
    }

    /// What a text says that is no expression.
    static RegexPart literal(String text) {
        return new Sequence(text.codePoints().<RegexPart>mapToObj(One::of).toList());
    }

    private RegexPart alternatives() {
        var parts = new ArrayList<RegexPart>();
        parts.add(sequence());
        while (isAt('|')) {
            at++;
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.getFirst() : new Choice(parts);
    }

    private RegexPart sequence() {
        var parts = new ArrayList<RegexPart>();
        while (at < points.length && points[at] != '|' && points[at] != ')') {
            parts.add(repeated(isAt('(') ? group() : single()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
    }

    private boolean isAt(int point) {
        return at < points.length && points[at] == point;
    }

    private RegexPart group() {
        at++;
        if (isAt('?')) {
            while (at < points.length && points[at] != ':' && points[at] != '>' && points[at] != ')') {
                at++;
            }
            at += at < points.length && points[at] != ')' ? 1 : 0;
        }
        var part = alternatives();
        at++;
        return part;
    }

    private RegexPart single() {
        int point = points[at++];
        return switch (point) {
            case '.' -> One.ANY;
            case '^' -> RegexPart.NOTHING;
            case '$' -> new RegexPart.End();
            case '[' -> characterClass();
            case '\\' -> escape();
            default -> One.of(point);
        };
    }

    private RegexPart escape() {
        int point = at < points.length ? points[at++] : -1;
        if (NO_WIDTH.indexOf(point) >= 0) {
            return RegexPart.NOTHING;
        }
        if (point == 'z') {
            return new RegexPart.End();
        }
        if (point == 'p' || point == 'P' || point == 'x') {
            skipBraces();
            return One.ANY;
        }
        if (point >= '0' && point <= '7') {
            for (int i = 0; i < 2 && at < points.length && points[at] >= '0' && points[at] <= '7'; i++) {
                at++;
            }
            return One.ANY;
        }
        var named = new Characters();
        return named.addNamed(point) ? named.one() : Character.isLetterOrDigit(point) ? One.ANY : One.of(point);
    }

    /// `{Greek}` or `{10FFFF}`, or one letter, or two digits.
    private void skipBraces() {
        if (isAt('{')) {
            while (at < points.length && points[at] != '}') {
                at++;
            }
            at++;
        } else {
            at += points[at - 1] == 'x' ? 2 : 1;
        }
    }

    /// A set that is put together.
    private static final class Characters {
        private final boolean[] ascii = new boolean[128];
        private boolean others;
        private boolean isUncertain;

        void add(int from, int to) {
            for (int point = from; point <= Math.min(to, 127); point++) {
                ascii[point] = true;
            }
            others |= to > 127;
        }

        /// Adds `\d` and its like.
        boolean addNamed(int letter) {
            switch (letter) {
                case 'd' -> add('0', '9');
                case 'w' -> {
                    add('0', '9');
                    add('A', 'Z');
                    add('a', 'z');
                    add('_', '_');
                }
                case 's' -> {
                    add('\t', '\n');
                    add('\f', '\r');
                    add(' ', ' ');
                }
                case 'D', 'W', 'S' -> {
                    var named = new Characters();
                    named.addNamed(Character.toLowerCase(letter));
                    for (int point = 0; point < 128; point++) {
                        ascii[point] |= !named.ascii[point];
                    }
                    others = true;
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        One one() {
            return one(false);
        }

        One one(boolean isNegated) {
            if (isUncertain) {
                return One.ANY;
            }
            long low = 0;
            long high = 0;
            for (int point = 0; point < 64; point++) {
                low |= ascii[point] != isNegated ? 1L << point : 0;
                high |= ascii[point + 64] != isNegated ? 1L << point : 0;
            }
            return new One(low, high, others || isNegated, -1);
        }
    }

    private One characterClass() {
        var characters = new Characters();
        boolean isNegated = isAt('^');
        at += isNegated ? 1 : 0;
        boolean isFirst = true;
        while (at < points.length && (isFirst || points[at] != ']')) {
            isFirst = false;
            member(characters);
        }
        at++;
        return characters.one(isNegated);
    }

    private void member(Characters characters) {
        if (isAt('[') && at + 1 < points.length && points[at + 1] == ':') {
            at = afterNamedClass();
            characters.isUncertain = true;
            return;
        }
        int from = points[at++];
        if (from == '\\') {
            int escaped = at < points.length ? points[at++] : -1;
            if (characters.addNamed(escaped)) {
                return;
            }
            if (Character.isLetterOrDigit(escaped)) {
                characters.isUncertain = true;
                return;
            }
            from = escaped;
        }
        int to = from;
        if (isAt('-') && at + 1 < points.length && points[at + 1] != ']') {
            at++;
            to = points[at++];
            if (to == '\\') {
                to = at < points.length ? points[at++] : -1;
                characters.isUncertain |= Character.isLetterOrDigit(to);
            }
        }
        characters.add(from, to);
    }

    private int afterNamedClass() {
        for (int end = at + 2; end + 1 < points.length; end++) {
            if (points[end] == ':' && points[end + 1] == ']') {
                return end + 2;
            }
        }
        return at + 1;
    }

    private RegexPart repeated(RegexPart part) {
        var repeated = part;
        boolean isLazyPossible = false;
        while (at < points.length) {
            if (isAt('?') && isLazyPossible) {
                // Only says that as little as possible is taken.
                at++;
                isLazyPossible = false;
                continue;
            }
            if (isAt('*') || isAt('+') || isAt('?')) {
                repeated = new Repeat(repeated, isAt('+') ? 1 : 0, isAt('?') ? 1 : -1);
                at++;
            } else if (isAt('{') && isCount()) {
                repeated = counted(repeated);
            } else {
                break;
            }
            isLazyPossible = true;
        }
        return repeated;
    }

    private Repeat counted(RegexPart part) {
        at++;
        int least = number();
        int most = least;
        if (isAt(',')) {
            at++;
            most = isAt('}') ? -1 : number();
        }
        at++;
        return new Repeat(part, least, most);
    }

    private int number() {
        int number = 0;
        for (; at < points.length && Character.isDigit(points[at]); at++) {
            number = Math.min(10 * number + points[at] - '0', 10_000);
        }
        return number;
    }

    /// Whether the brace here is `{2}`, `{2,}` or `{2,3}`; any other one stands for itself.
    private boolean isCount() {
        int end = at + 1;
        int commas = 0;
        while (end < points.length && (points[end] >= '0' && points[end] <= '9' || points[end] == ',')) {
            commas += points[end] == ',' ? 1 : 0;
            end++;
        }
        return end < points.length
                && points[end] == '}'
                && commas < 2
                && points[at + 1] >= '0'
                && points[at + 1] <= '9';
    }
}
