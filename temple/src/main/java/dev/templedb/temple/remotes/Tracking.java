package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import java.time.Instant;
import java.util.Optional;

/// A project follows a project of a remote.
///
/// @param state       the other side's at the last sync
/// @param withSecrets whether the project's encrypted secrets go along
public record Tracking(
        long project,
        NamedRemote remote,
        RemoteRef ref,
        Optional<Sha256> state,
        boolean withSecrets,
        Optional<Instant> syncedAt) {}
