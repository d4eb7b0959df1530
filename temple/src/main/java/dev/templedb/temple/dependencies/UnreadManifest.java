package dev.templedb.temple.dependencies;

import dev.templedb.temple.history.FilePath;

/// A manifest that could not be read.
///
/// @param problem why, as a clause
public record UnreadManifest(FilePath path, String problem) {}
