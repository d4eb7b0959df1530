package dev.templedb.temple.ignore;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// A glob as git's `wildmatch` understands it, for texts that have one character for each byte.
///
/// A match costs at most the product of both lengths: all ways to match are followed at once, never one after the
/// other,
/// because whoever writes the pattern may mean harm. Immutable.
final class Wildmatch {
    /// What may stand any number of times between two steps.
    private enum Gap {
        NOTHING,
        /// `*`: bytes other than `/`.
        NAME,
        /// `**` at an end, and every star where slashes mean nothing: any bytes.
        ANYTHING,
        /// `**/`: nothing, or any bytes that end in `/`.
        DIRECTORIES;

        /// What this gap and one right behind it come to.
        Gap then(Gap next) {
            return this == NOTHING ? next : next == NOTHING || this == next ? this : ANYTHING;
        }
    }

    private static final Map<String, IntPredicate> CLASSES = Map.ofEntries(
            Map.entry("alnum", c -> isAlpha(c) || isDigit(c)),
            Map.entry("alpha", Wildmatch::isAlpha),
            Map.entry("blank", c -> c == ' ' || c == '\t'),
            Map.entry("cntrl", c -> c < ' ' || c == 0x7f),
            Map.entry("digit", Wildmatch::isDigit),
            Map.entry("graph", c -> c > ' ' && c < 0x7f),
            Map.entry("lower", c -> c >= 'a' && c <= 'z'),
            Map.entry("print", c -> c >= ' ' && c < 0x7f),
            Map.entry("punct", c -> c > ' ' && c < 0x7f && !isAlpha(c) && !isDigit(c)),
            Map.entry("space", c -> c == ' ' || c == '\t' || c == '\n' || c == '\r'),
            Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
            Map.entry("xdigit", c -> isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'));

    /// One byte of the text: what it may be.
    private final List<IntPredicate> steps = new ArrayList<>();
    /// One more than steps: what may come before each, and after the last.
    private final List<Gap> gaps = new ArrayList<>(List.of(Gap.NOTHING));

    private final String pattern;
    private final boolean isPath;
    private int at;
    private boolean isHopeless;

    /// @param pattern without what git takes off it
    /// @param isPath  whether stars, `?` and sets stop at `/`
    Wildmatch(String pattern, boolean isPath) {
        this.pattern = pattern;
        this.isPath = isPath;
        while (at < pattern.length() && !isHopeless) {
            switch (pattern.charAt(at)) {
                case '*' -> stars();
                case '?' -> {
                    at++;
                    step(c -> !isPath || c != '/');
                }
                case '[' -> set();
                case '\\' -> {
                    at++;
                    literal();
                }
                default -> literal();
            }
        }
    }

    /// Whether the pattern is malformed, such as one with a `[` that nothing closes, and so matches nothing.
    boolean isHopeless() {
        return isHopeless;
    }

    private void step(IntPredicate step) {
        steps.add(step);
        gaps.add(Gap.NOTHING);
    }

    /// A pattern that ends too early matches nothing.
    private void literal() {
        if (at == pattern.length()) {
            isHopeless = true;
            return;
        }
        char wanted = pattern.charAt(at++);
        step(c -> c == wanted);
    }

    private void stars() {
        int from = at;
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        var begins = from == 0 || pattern.charAt(from - 1) == '/';
        var rest = pattern.substring(at, Math.min(pattern.length(), at + 2));
        Gap gap;
        if (!isPath) {
            gap = Gap.ANYTHING;
        } else if (at - from == 1 || !begins || !(rest.isEmpty() || rest.startsWith("/") || rest.equals("\\/"))) {
            gap = Gap.NAME;
        } else if (rest.startsWith("/")) {
            at++;
            gap = Gap.DIRECTORIES;
        } else {
            gap = Gap.ANYTHING;
        }
        gaps.set(gaps.size() - 1, gaps.getLast().then(gap));
    }

    /// `[a-z]`, `[!a]`, `[[:digit:]]`. The first `]` belongs to the set.
    private void set() {
        int next = at + 1;
        var negated = next < pattern.length() && (pattern.charAt(next) == '!' || pattern.charAt(next) == '^');
        if (negated) {
            next++;
        }
        var members = new BitSet(256);
        int before = 0;
        for (boolean first = true; ; first = false) {
            if (next >= pattern.length()) {
                isHopeless = true;
                return;
            }
            char c = pattern.charAt(next);
            if (c == ']' && !first) {
                break;
            }
            if (c == '\\') {
                if (++next >= pattern.length()) {
                    isHopeless = true;
                    return;
                }
                before = pattern.charAt(next);
                members.set(before);
            } else if (c == '-' && before != 0 && next + 1 < pattern.length() && pattern.charAt(next + 1) != ']') {
                next++;
                if (pattern.charAt(next) == '\\' && ++next >= pattern.length()) {
                    isHopeless = true;
                    return;
                }
                if (pattern.charAt(next) >= before) {
                    members.set(before, pattern.charAt(next) + 1);
                }
                before = 0;
            } else if (c == '[' && pattern.startsWith("[:", next)) {
                int end = pattern.indexOf(']', next + 2);
                if (end < 0) {
                    isHopeless = true;
                    return;
                }
                if (end - next >= 3 && pattern.charAt(end - 1) == ':') {
                    var known = CLASSES.get(pattern.substring(next + 2, end - 1));
                    if (known == null) {
                        isHopeless = true;
                        return;
                    }
                    for (int member = 0; member < 0x80; member++) {
                        if (known.test(member)) {
                            members.set(member);
                        }
                    }
                    next = end;
                    before = 0;
                } else {
                    members.set('[');
                    before = '[';
                }
            } else {
                members.set(c);
                before = c;
            }
            next++;
        }
        at = next + 1;
        step(c -> members.get(c) != negated && !(isPath && c == '/'));
    }

    private static boolean isAlpha(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /// Whether all of `text` from `from` on matches.
    boolean matches(String text, int from) {
        int count = steps.size();
        if (isHopeless || count > text.length() - from) {
            return false;
        }
        // Ready for step i, or still among the directories before it, after the bytes so far.
        var ready = new boolean[count + 1];
        var within = new boolean[count + 1];
        arrive(0, ready, within);
        for (int i = from; i < text.length(); i++) {
            if (!advance(text.charAt(i), ready, within)) {
                return false;
            }
        }
        return ready[count];
    }

    private void arrive(int step, boolean[] ready, boolean[] within) {
        ready[step] = true;
        within[step] = gaps.get(step) == Gap.DIRECTORIES;
    }

    /// Takes one byte; false when there is no way to go on.
    private boolean advance(char c, boolean[] ready, boolean[] within) {
        var any = false;
        for (int i = ready.length - 1; i >= 0; i--) {
            ready[i] = switch (gaps.get(i)) {
                case NOTHING -> false;
                case NAME -> ready[i] && c != '/';
                case ANYTHING -> ready[i];
                case DIRECTORIES -> within[i] && c == '/';
            };
            if (i > 0 && ready[i - 1] && steps.get(i - 1).test(c)) {
                arrive(i, ready, within);
            }
            any |= ready[i] || within[i];
        }
        return any;
    }
}
