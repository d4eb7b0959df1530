package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import dev.templedb.core.VersionName;
import java.time.Instant;
import java.util.Optional;

/// A published version.
///
/// @param yankReason only of one that is yanked
public record RemoteVersion(
        VersionName name,
        Sha256 state,
        Optional<String> notes,
        Optional<String> publishedBy,
        Instant publishedAt,
        boolean yanked,
        Optional<String> yankReason) {}
