package dev.templedb.temple.remotes;

import dev.templedb.temple.exchange.JoinConflict;
import java.time.Instant;
import java.util.Optional;

/// Something that a project and its remote have both changed.
///
/// @param resolution `ours`, `theirs` or `merged` (by a person, in the history); empty while it waits, and ours is in
/// force
public record SyncConflict(
        String remote, JoinConflict what, Optional<String> resolution, Instant foundAt, Optional<Instant> resolvedAt) {}
