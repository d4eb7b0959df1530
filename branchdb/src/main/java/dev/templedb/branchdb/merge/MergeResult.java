package dev.templedb.branchdb.merge;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.stream.Collectors;

/// What a merge comes to.
///
/// @param merged    the joined schema; a conflict that is open is in it as the target has it
/// @param conflicts those that no resolution decides
/// @param resolved  those that one did
public record MergeResult(Schema merged, List<MergeConflict> conflicts, List<MergeConflict> resolved) {
    public MergeResult {
        conflicts = List.copyOf(conflicts);
        resolved = List.copyOf(resolved);
    }

    public boolean isClean() {
        return conflicts.isEmpty();
    }

    /// The joined schema.
    ///
    /// @throws TempleException with `SCHEMA_MERGE_CONFLICT`, which names everything that is not decided
    public Schema require() {
        if (conflicts.isEmpty()) {
            return merged;
        }
        throw new TempleException(
                ErrorCode.SCHEMA_MERGE_CONFLICT,
                "The two sides cannot be merged: "
                        + conflicts.stream()
                                .map(each -> "%s (%s)".formatted(each.entity(), each.reason()))
                                .collect(Collectors.joining("; "))
                        + ".");
    }
}
