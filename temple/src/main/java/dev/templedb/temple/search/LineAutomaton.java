package dev.templedb.temple.search;

import dev.templedb.temple.search.RegexPart.Choice;
import dev.templedb.temple.search.RegexPart.End;
import dev.templedb.temple.search.RegexPart.One;
import dev.templedb.temple.search.RegexPart.Repeat;
import dev.templedb.temple.search.RegexPart.Sequence;
import java.util.Optional;

/// Finds lines that may have a match of a regular expression, in one pass of some nanoseconds a byte.
///
/// Glushkov's automaton of the expression: each of its characters is a bit, and the characters that the last byte may
/// have
/// been are a number. What comes after the first 64 characters, and what stands for no character (`^`, `\b`, but not
/// `$`), is not
/// looked at, and of characters beyond ASCII only that they are. Immutable.
final class LineAutomaton {
    private static final int MOST = Long.SIZE;
    private static final int OTHERS = 128;

    /// A part: whether it may be nothing, and which characters it may begin and end with.
    private record Ends(boolean canBeNothing, long first, long last) {
        static final Ends NOTHING = new Ends(true, 0, 0);
    }

    private final boolean ignoreCase;
    /// Which characters may stand for a byte; all bytes beyond ASCII are one.
    private final long[] byByte = new long[OTHERS + 1];
    /// Which of the characters stand for the end of a line.
    private long ends;

    private final long[] follow = new long[MOST];
    private int count;
    private final Ends whole;
    /// What may follow upon eight characters each.
    private final long[][] followEight;

    private LineAutomaton(RegexPart part, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        this.whole = build(part);
        this.followEight = new long[(count + 7) / 8][256];
        for (int eight = 0; eight < followEight.length; eight++) {
            for (int bits = 1; bits < 256; bits++) {
                followEight[eight][bits] =
                        followEight[eight][bits & bits - 1] | follow[8 * eight + Integer.numberOfTrailingZeros(bits)];
            }
        }
    }

    /// The automaton of `part`; nothing when all lines may match.
    static Optional<LineAutomaton> of(RegexPart part, boolean ignoreCase) {
        var automaton = new LineAutomaton(part, ignoreCase);
        return automaton.whole.canBeNothing() ? Optional.empty() : Optional.of(automaton);
    }

    /// A position in the first line that may match, from the beginning of a line at `start` on, or -1.
    int next(byte[] content, int start, int end) {
        long first = whole.first();
        long last = whole.last();
        long others = byByte[OTHERS];
        long state = 0;
        for (int at = start; at < end; at++) {
            int letter = content[at];
            // A return before the break may belong to it or to the line.
            boolean mayEnd = letter == '\n' || letter == '\r' && (at + 1 == end || content[at + 1] == '\n');
            if (mayEnd && canEnd(state)) {
                return at;
            }
            if (letter == '\n') {
                state = 0;
            } else if (letter >= 0) {
                state = (state == 0 ? first : first | after(state)) & byByte[letter];
            } else {
                // A character has several bytes.
                state = (state == 0 ? first : first | after(state) | state) & others;
            }
            if ((state & last) != 0) {
                return at;
            }
        }
        return canEnd(state) ? end : -1;
    }

    /// Whether a match may have the end of the line as its last part.
    private boolean canEnd(long state) {
        long reached = 0;
        long more = (whole.first() | after(state)) & ends;
        while (more != 0) {
            reached |= more;
            more = after(more) & ends & ~reached;
        }
        return (reached & whole.last()) != 0;
    }

    private long after(long state) {
        long after = 0;
        long rest = state;
        for (int eight = 0; rest != 0; eight++) {
            after |= followEight[eight][(int) rest & 0xFF];
            rest >>>= 8;
        }
        return after;
    }

    private Ends build(RegexPart part) {
        return switch (part) {
            case One one -> character(one);
            case End _ -> end();
            case Sequence sequence -> {
                var ends = Ends.NOTHING;
                for (var each : sequence.parts()) {
                    ends = join(ends, build(each));
                }
                yield ends;
            }
            case Choice choice -> {
                var ends = new Ends(false, 0, 0);
                for (var each : choice.parts()) {
                    var other = build(each);
                    ends = new Ends(
                            ends.canBeNothing() || other.canBeNothing(),
                            ends.first() | other.first(),
                            ends.last() | other.last());
                }
                yield ends;
            }
            case Repeat repeat -> repeat(repeat);
        };
    }

    private Ends end() {
        if (count == MOST) {
            return Ends.NOTHING;
        }
        long bit = 1L << count++;
        ends |= bit;
        return new Ends(false, bit, bit);
    }

    private Ends character(One one) {
        if (count == MOST) {
            return Ends.NOTHING;
        }
        long bit = 1L << count++;
        boolean others = one.others();
        for (int letter = 0; letter < OTHERS; letter++) {
            if (one.has(letter)) {
                add(letter, bit);
                others |= ignoreCase && hasOtherForms(letter);
            }
        }
        if (others) {
            byByte[OTHERS] |= bit;
            if (ignoreCase) {
                add('k', bit);
                add('s', bit);
            }
        }
        return new Ends(false, bit, bit);
    }

    /// The sign for Kelvin and the long s are forms of these.
    private static boolean hasOtherForms(int letter) {
        return letter == 'k' || letter == 'K' || letter == 's' || letter == 'S';
    }

    private void add(int letter, long bit) {
        byByte[letter] |= bit;
        if (ignoreCase && Character.isLetter(letter)) {
            byByte[letter ^ 0x20] |= bit;
        }
    }

    private Ends join(Ends one, Ends other) {
        link(one.last(), other.first());
        return new Ends(
                one.canBeNothing() && other.canBeNothing(),
                one.canBeNothing() ? one.first() | other.first() : one.first(),
                other.canBeNothing() ? one.last() | other.last() : other.last());
    }

    private void link(long last, long first) {
        for (long rest = last; rest != 0; rest &= rest - 1) {
            follow[Long.numberOfTrailingZeros(rest)] |= first;
        }
    }

    /// Where a number of times is between two, any more will do.
    private Ends repeat(Repeat repeat) {
        if (repeat.most() == 0) {
            return Ends.NOTHING;
        }
        var ends = Ends.NOTHING;
        for (int i = 0; i < repeat.least() && count < MOST; i++) {
            var one = build(repeat.part());
            boolean isLast = i == repeat.least() - 1;
            if (isLast && repeat.most() != repeat.least()) {
                link(one.last(), one.first());
            }
            ends = join(ends, one);
        }
        if (repeat.least() == 0) {
            var one = build(repeat.part());
            if (repeat.most() != 1) {
                link(one.last(), one.first());
            }
            return new Ends(true, one.first(), one.last());
        }
        return ends;
    }
}
