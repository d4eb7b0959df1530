package dev.templedb.temple.diff;

import dev.templedb.packages.objects.ObjectSource;

/// Where the contents of a comparison's files can be read, as long as the comparison lasts.
///
/// @param source by git id
public record Contents(ObjectSource source) {
    /// A writer of patches with `context` lines around each change.
    public PatchWriter patches(int context) {
        return new PatchWriter(source, context);
    }
}
