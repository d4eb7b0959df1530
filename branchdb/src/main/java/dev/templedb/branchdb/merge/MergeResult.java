package dev.templedb.branchdb.merge;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /// Refuses decisions about what is no conflict: whoever gave them means another one.
    ///
    /// @throws TempleException with `RESOLUTION_UNUSED`, which names them and the conflicts that there are
    public void requireUsed(Set<String> entities) {
        var unused = new TreeSet<>(entities);
        resolved.forEach(each -> unused.remove(each.entity()));
        if (unused.isEmpty()) {
            return;
        }
        var all = Stream.concat(resolved.stream(), conflicts.stream())
                .map(MergeConflict::entity)
                .toList();
        throw new TempleException(
                ErrorCode.RESOLUTION_UNUSED,
                "There is no conflict of %s; %s."
                        .formatted(
                                Printable.text(String.join(", ", unused)),
                                all.isEmpty() ? "there are none" : "those that there are: " + String.join(", ", all)));
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
