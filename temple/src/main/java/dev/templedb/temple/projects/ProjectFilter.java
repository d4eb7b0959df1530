package dev.templedb.temple.projects;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which projects a list shows: those that match everything that is not null.
///
/// @param tags       all of these, without regard to case
/// @param companion  the assistant that works on it, without regard to case
/// @param owner      without regard to case
/// @param repository the address where it is published, with or without `.git`
/// @param since      when something about it has changed at the earliest
/// @param text       words that are all found in slug, name, description, addresses, owner, companion, members, tags,
/// language
///                   or license, without regard to case
public record ProjectFilter(
        @Nullable ProjectKind kind,
        @Nullable ProjectStatus status,
        List<String> tags,
        @Nullable String companion,
        @Nullable String owner,
        @Nullable String repository,
        @Nullable Instant since,
        @Nullable String text) {
    /// Every project.
    public static final ProjectFilter ALL = new ProjectFilter(null, null, List.of(), null, null, null, null, null);

    public ProjectFilter {
        tags = List.copyOf(tags);
    }

    /// Those that also have these words.
    public ProjectFilter withText(@Nullable String words) {
        return new ProjectFilter(kind, status, tags, companion, owner, repository, since, words);
    }

    /// Those that also changed since then.
    public ProjectFilter withSince(Instant time) {
        return new ProjectFilter(kind, status, tags, companion, owner, repository, time, text);
    }
}
