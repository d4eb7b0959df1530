package dev.templedb.cathedral.permissions;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Locale;

/// What a user is in an organization. Each role has the rights of those before it.
///
/// On every project of the organization a member is a reader, a maintainer a maintainer, an owner an owner.
public enum OrganizationRole {
    /// Has basic access to the organization's projects.
    MEMBER,
    /// Manages projects and members.
    MAINTAINER,
    /// Has full control.
    OWNER;

    /// Reads the word of the wire and of the database.
    ///
    /// @throws TempleException with `REQUEST_INVALID` for any other word
    public static OrganizationRole of(String word) {
        for (var role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new TempleException(
                ErrorCode.REQUEST_INVALID,
                "\"%s\" is no role in an organization: it is owner, maintainer or member."
                        .formatted(Printable.text(word)));
    }

    /// The word of the wire and of the database, such as `member`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// True when this role has all rights of `other`.
    public boolean covers(OrganizationRole other) {
        return compareTo(other) >= 0;
    }
}
