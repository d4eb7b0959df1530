package dev.templedb.temple.environments;

import java.time.Instant;
import java.util.Optional;

/// One version of an environment.
///
/// @param name      such as `dev`
/// @param version   1 for its first
/// @param text      the Nix expression; absent in the version that tells that it was removed
/// @param how       `add`, `edit`, `generate`, `import` or `remove`
/// @param changedAt when it came to be; absent for what came in a package
/// @param changedBy who made it; absent for what came in a package
public record Environment(
        String name,
        long version,
        Optional<String> text,
        String how,
        Optional<Instant> changedAt,
        Optional<String> changedBy) {
    /// How many lines its text has.
    public long lines() {
        return text.map(given -> given.lines().count()).orElse(0L);
    }
}
