package dev.templedb.cathedral.permissions;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a user is to a project. Each role has the rights of those before it.
public enum Role {
    /// Sees the project, be it private.
    READER,
    /// Pushes, and publishes versions.
    CONTRIBUTOR,
    /// Manages versions, collaborators and settings.
    MAINTAINER,
    /// Has full control: deletes, moves, changes the visibility.
    OWNER;

    /// Reads the word of the wire and of the database.
    ///
    /// @throws TempleException with `REQUEST_INVALID` for any other word
    public static Role of(String word) {
        for (var role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new TempleException(
                ErrorCode.REQUEST_INVALID,
                "\"%s\" is no role on a project: it is owner, maintainer, contributor or reader."
                        .formatted(Printable.text(word)));
    }

    /// The role of a rank as the SQL function `project_rank` gives it: none for 0.
    public static @Nullable Role ofRank(int rank) {
        return rank == 0 ? null : values()[rank - 1];
    }

    /// The word of the wire and of the database, such as `owner`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// True when this role has all rights of `other`.
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
