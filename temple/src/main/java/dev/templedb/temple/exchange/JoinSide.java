package dev.templedb.temple.exchange;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One of the two who have changed something.
public enum JoinSide {
    /// The project here.
    OURS,
    /// The other one.
    THEIRS;

    /// The word for people, options and the database.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The side of that word.
    public static Optional<JoinSide> of(String word) {
        return Stream.of(values()).filter(side -> side.word().equals(word)).findFirst();
    }
}
