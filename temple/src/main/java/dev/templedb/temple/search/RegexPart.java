package dev.templedb.temple.search;

import java.util.List;

/// A part of a regular expression, as far as it says which lines may match: perhaps more than do, never fewer.
sealed interface RegexPart {
    /// One character.
    ///
    /// @param low    which of the characters 0 to 63 it may be, as bits
    /// @param high   which of the characters 64 to 127
    /// @param others whether it may be another one
    /// @param point  the only character that it may be, or -1
    record One(long low, long high, boolean others, int point) implements RegexPart {
        /// Any character.
        static final One ANY = new One(-1, -1, true, -1);

        /// Exactly this character.
        static One of(int point) {
            return point >= 128
                    ? new One(0, 0, true, point)
                    : new One(point < 64 ? 1L << point : 0, point < 64 ? 0 : 1L << point - 64, false, point);
        }

        boolean has(int ascii) {
            return ((ascii < 64 ? low : high) >>> (ascii & 63) & 1) != 0;
        }
    }

    /// The end of the line, or of what is before the line break.
    record End() implements RegexPart {}

    /// One after the other; nothing at all when there are none.
    record Sequence(List<RegexPart> parts) implements RegexPart {}

    /// One of these.
    record Choice(List<RegexPart> parts) implements RegexPart {}

    /// The same several times.
    ///
    /// @param most -1 when there is no limit
    record Repeat(RegexPart part, int least, int most) implements RegexPart {}

    /// Something of no width.
    Sequence NOTHING = new Sequence(List.of());
}
