package dev.templedb.cathedral.projects;

import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Role;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.signing.SigningPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A project as its page shows it to one caller.
///
/// @param languages     by falling share
/// @param forks         how many the caller may see
/// @param latestVersion the highest version that is neither yanked nor a pre-release
/// @param state         the content root of the shared state; null before the first push
/// @param source        what it was forked from, if the caller may see it
/// @param role          the caller's role; null for none
/// @param starred       whether the caller has starred it
/// @param watched       whether the caller watches it
/// @param signing       what is asked of its versions, and by whom
/// @param updatedAt     when it was last changed or pushed to
public record Project(
        UUID id,
        ProjectAddress address,
        String ownerType,
        String name,
        @Nullable String description,
        Visibility visibility,
        @Nullable String repositoryUrl,
        @Nullable String homepageUrl,
        @Nullable String license,
        @Nullable String defaultBranch,
        List<String> tags,
        List<String> languages,
        long stars,
        long forks,
        long downloads,
        @Nullable String latestVersion,
        @Nullable String state,
        @Nullable String source,
        @Nullable Role role,
        boolean starred,
        long watchers,
        boolean watched,
        SigningPolicy signing,
        Map<String, Object> metadata,
        Map<String, Object> statistics,
        Instant createdAt,
        Instant updatedAt) {}
