package dev.templedb.temple.registry;

import java.util.Locale;

/// What somebody has to do with a project.
public enum Role {
    /// Works on it now.
    MEMBER,
    /// Contributed lately.
    CONTRIBUTOR;

    /// The word for people and the database, such as `member`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
