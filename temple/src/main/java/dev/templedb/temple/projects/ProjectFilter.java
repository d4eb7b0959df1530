package dev.templedb.temple.projects;

import org.jspecify.annotations.Nullable;

/// Which projects a list shows: those that match everything that is not null.
///
/// @param text found in the slug, the name or the description, without regard to case
public record ProjectFilter(
        @Nullable ProjectKind kind,
        @Nullable ProjectStatus status,
        @Nullable String tag,
        @Nullable String text) {
    /// Every project.
    public static final ProjectFilter ALL = new ProjectFilter(null, null, null, null);
}
