package dev.templedb.temple.diff;

import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.temple.attributes.AttributeRules;

/// Where the contents of a comparison's files can be read, as long as the comparison lasts.
///
/// @param source     by git id
/// @param attributes say which files are compared line by line
public record Contents(ObjectSource source, AttributeRules attributes) {
    /// A writer of patches with `context` lines around each change.
    public PatchWriter patches(int context) {
        return new PatchWriter(source, attributes, context);
    }
}
