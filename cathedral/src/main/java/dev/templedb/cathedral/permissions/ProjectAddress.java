package dev.templedb.cathedral.permissions;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;

/// Where a project is on a registry, such as `ada/web-app`: as a caller writes it, compared without case.
public record ProjectAddress(String owner, String slug) {
    /// False when no project can have this address, so that no data base needs to be asked.
    boolean isPossible() {
        return isSlug(owner) && isSlug(slug);
    }

    private static boolean isSlug(String text) {
        try {
            return !new Slug(text).text().isEmpty();
        } catch (TempleException no) {
            return false;
        }
    }

    /// What is thrown for an address without a project, and for one whose project the caller must not see.
    public TempleException notFound() {
        return new TempleException(
                ErrorCode.REMOTE_PROJECT_NOT_FOUND,
                "There is no project %s, or you may not see it.".formatted(Printable.text(toString())));
    }

    @Override
    public String toString() {
        return owner + "/" + slug;
    }
}
