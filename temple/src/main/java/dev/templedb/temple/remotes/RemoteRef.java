package dev.templedb.temple.remotes;

import dev.templedb.core.Slug;

/// A project of a remote, `OWNER/PROJECT`. Compared without regard to case by remotes.
public record RemoteRef(Slug owner, Slug slug) {
    /// The project of that name.
    ///
    /// @throws dev.templedb.core.TempleException with `SLUG_INVALID`
    public static RemoteRef of(String owner, String slug) {
        return new RemoteRef(new Slug(owner), new Slug(slug));
    }

    /// Whether both are the same project to a remote.
    public boolean isSame(RemoteRef other) {
        return toString().equalsIgnoreCase(other.toString());
    }

    @Override
    public String toString() {
        return owner + "/" + slug;
    }
}
