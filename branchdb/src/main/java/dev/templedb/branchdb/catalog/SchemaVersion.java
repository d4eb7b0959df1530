package dev.templedb.branchdb.catalog;

import dev.templedb.core.Sha256;
import java.time.Instant;
import java.util.OptionalLong;

/// A schema that a branch has or had. Never changes.
///
/// @param predecessor the version before it; none for the first of a database
/// @param mergedFrom  the version that a merge brought in
/// @param hash        of the model, without identities: what the schema of a file must have
/// @param model       canonical JSON
/// @param steps       what leads here from the predecessor, as JSON
/// @param inverse     what leads from here to the predecessor's schema, as JSON
public record SchemaVersion(
        long id,
        long database,
        OptionalLong predecessor,
        OptionalLong mergedFrom,
        Sha256 hash,
        String model,
        String steps,
        String inverse,
        Instant madeAt) {
    /// What stands in the place of `inverse` for a version that came from another place.
    static final String NOT_KEPT = "null";

    /// Whether the way back was planned when the version was made; else it is planned when it is asked for.
    public boolean hasInverse() {
        return !inverse.equals(NOT_KEPT);
    }
}
