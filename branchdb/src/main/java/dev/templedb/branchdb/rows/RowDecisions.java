package dev.templedb.branchdb.rows;

import java.util.Map;
import java.util.Optional;

/// What is to become of conflicts.
///
/// @param byPlace   each for one conflict
/// @param otherwise for all others; nothing leaves them open
public record RowDecisions(Map<RowConflict.Place, RowResolution> byPlace, Optional<RowResolution> otherwise) {
    /// Nothing is decided.
    public static final RowDecisions NONE = new RowDecisions(Map.of(), Optional.empty());

    public RowDecisions {
        byPlace = Map.copyOf(byPlace);
    }

    /// All conflicts alike.
    public static RowDecisions all(RowResolution resolution) {
        return new RowDecisions(Map.of(), Optional.of(resolution));
    }

    Optional<RowResolution> of(RowConflict conflict) {
        return Optional.ofNullable(byPlace.get(conflict.place())).or(() -> otherwise);
    }
}
