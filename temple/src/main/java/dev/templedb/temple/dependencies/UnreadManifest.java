package dev.templedb.temple.dependencies;

import dev.templedb.core.Printable;
import dev.templedb.temple.history.FilePath;

/// A manifest that could not be read, or only in part.
///
/// @param problem  why, as a clause
/// @param isPartly whether something of it counts nevertheless
public record UnreadManifest(FilePath path, String problem, boolean isPartly) {
    /// All of it for the user.
    public String sentence() {
        return (isPartly ? "%s was read in part: %s." : "%s could not be read: %s.")
                .formatted(path, Printable.text(problem));
    }
}
