package dev.templedb.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A project.
///
/// @param ownerType     `user` or `organization`
/// @param visibility    `public`, `internal` or `private`
/// @param languages     by falling share
/// @param forks         that the caller may see
/// @param latestVersion the highest version that is neither yanked nor a pre-release
/// @param state         the content root of the shared state; null before the first push
/// @param cloneUrl      where `git clone` finds it; null from a server that does not say
/// @param source        `owner/slug` of what it was forked from, if the caller may see it
/// @param role          the caller's role on it; null for none
/// @param starred       whether the caller has starred it
/// @param watched       whether the caller watches it
/// @param signedVersions   `required`: versions must be signed; `marked`: they say whether they are
/// @param signedVersionsBy who says so: `project`, `organization` or `server`
public record ProjectJson(
        UUID id,
        String owner,
        String ownerType,
        String slug,
        String name,
        @Nullable String description,
        String visibility,
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
        @Nullable String cloneUrl,
        @Nullable String source,
        @Nullable String role,
        boolean starred,
        long watchers,
        boolean watched,
        String signedVersions,
        String signedVersionsBy,
        Map<String, Object> metadata,
        Map<String, Object> statistics,
        Instant createdAt,
        Instant updatedAt) {}
