package dev.templedb.temple.worktree;

import java.time.Instant;

/// Who makes commits in a directory, and when.
///
/// @param author    who wrote the change
/// @param committer who makes the commit
public record WorkAuthor(Signature author, Signature committer) {
    /// A person at a moment.
    ///
    /// @param name        angle brackets and line ends, which git's format cannot hold, are left out
    /// @param zoneMinutes offset of the person's clock from UTC
    public record Signature(String name, String email, Instant at, int zoneMinutes) {}

    /// A person at a moment.
    public static Signature person(String name, String email, Instant at, int zoneMinutes) {
        return new Signature(name, email, at, zoneMinutes);
    }
}
