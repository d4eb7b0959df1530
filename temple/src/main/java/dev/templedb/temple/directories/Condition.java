package dev.templedb.temple.directories;

import java.util.Locale;

/// What a working directory is like.
public enum Condition {
    /// It holds what was committed last.
    CLEAN,
    /// Something there is not committed.
    CHANGED,
    /// There is no such directory.
    MISSING,
    /// It is there, and neither a git repository nor a checked-out directory.
    NO_HISTORY,
    /// It is there, and cannot be looked at.
    UNREADABLE;

    /// The word for people and the database, such as `no history`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static Condition of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
}
