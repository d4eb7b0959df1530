package dev.templedb.cathedral.search;

import dev.templedb.cathedral.permissions.Visibility;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which projects are meant; null means any.
///
/// @param words     what a person has typed
/// @param owner     the name of a user or an organization
/// @param starredBy the user whose stars are meant
/// @param forkOf    the project whose forks are meant
public record ProjectFilter(
        @Nullable String words,
        @Nullable String owner,
        @Nullable String tag,
        @Nullable String language,
        @Nullable Visibility visibility,
        @Nullable UUID starredBy,
        @Nullable UUID forkOf) {
    /// All projects.
    public static final ProjectFilter ALL = new ProjectFilter(null, null, null, null, null, null, null);
}
