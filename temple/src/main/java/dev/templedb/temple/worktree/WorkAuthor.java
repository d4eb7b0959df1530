package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
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
    public record Signature(String name, String email, Instant at, int zoneMinutes) {
        /// This person, who makes a commit or tag now.
        ///
        /// @throws TempleException with `IDENTITY_UNKNOWN` when nobody said what the address is
        public Signature known() {
            if (email.isBlank()) {
                throw new TempleException(
                        ErrorCode.IDENTITY_UNKNOWN,
                        "Nobody has said what the e-mail address of %s is, and commits and tags name one."
                                .formatted(Printable.text(name)));
            }
            return this;
        }
    }

    /// A person at a moment.
    public static Signature person(String name, String email, Instant at, int zoneMinutes) {
        return new Signature(name, email, at, zoneMinutes);
    }
}
