package dev.templedb.cathedral.permissions;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An organization, and what the caller is in it.
///
/// @param id   its id, which is that of its owner row
/// @param slug its name as it writes it
/// @param role the caller's role; null for somebody who is no member
public record OrganizationAccess(
        UUID id, String slug, @Nullable OrganizationRole role) {
    /// What is thrown for a name without an organization.
    public static TempleException notFound(String name) {
        return new TempleException(
                ErrorCode.ORGANIZATION_NOT_FOUND, "There is no organization %s.".formatted(Printable.text(name)));
    }
}
