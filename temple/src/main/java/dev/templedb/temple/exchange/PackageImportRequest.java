package dev.templedb.temple.exchange;

import dev.templedb.core.Slug;
import java.nio.file.Path;
import java.util.Optional;

/// Which package to import, and how.
///
/// @param path      the package, in any layout
/// @param slug      the project's slug; by default the one that the package names
/// @param overwrite replace a project of that slug, which can be brought back for 30 days
/// @param partial   take what can be taken, and list the rest
/// @param dryRun    prove the package and say what would be done, and write nothing
/// @param scratch   where a tar may be unpacked
public record PackageImportRequest(
        Path path, Optional<Slug> slug, boolean overwrite, boolean partial, boolean dryRun, Path scratch) {}
