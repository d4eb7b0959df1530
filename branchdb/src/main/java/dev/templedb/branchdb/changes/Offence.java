package dev.templedb.branchdb.changes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Rows of one file that are in the way of a step.
///
/// @param change which change of the plan the step belongs to, from 0
/// @param reason what is wrong, such as `column users.email has 3 NULLs`
/// @param rows   how many rows are in the way; 0 when SQLite refused the step without saying so
public record Offence(int change, String reason, long rows) {
    private static final int SHOWN = 20;

    /// The refusal that names all offences of all tenants: `column users.email has 3 NULLs in tenant acme; …`.
    ///
    /// @param byTenant at least one offence
    public static TempleException report(SequencedMap<String, List<Offence>> byTenant) {
        var sentences = byTenant.entrySet().stream()
                .flatMap(tenant -> tenant.getValue().stream()
                        .map(offence -> "%s in tenant %s".formatted(offence.reason(), tenant.getKey())))
                .toList();
        long rows = byTenant.values().stream()
                .flatMap(List::stream)
                .mapToLong(Offence::rows)
                .sum();
        return refusal(sentences, ", in all %d rows in %d tenants".formatted(rows, byTenant.size()));
    }

    static TempleException report(List<Offence> offences) {
        return refusal(offences.stream().map(Offence::reason).toList(), "");
    }

    /// @param sum said when there are too many to name all
    private static TempleException refusal(List<String> reasons, String sum) {
        int more = reasons.size() - SHOWN;
        return new TempleException(
                ErrorCode.DATA_IN_THE_WAY,
                "Rows are in the way of the change: %s%s."
                        .formatted(
                                reasons.stream().limit(SHOWN).collect(Collectors.joining("; ")),
                                more > 0 ? "; and %d more%s".formatted(more, sum) : ""));
    }

    /// Rows in the way, summed by change: what a review shows.
    public static Map<Integer, Long> rowsByChange(List<Offence> offences) {
        return offences.stream()
                .collect(Collectors.groupingBy(
                        Offence::change, LinkedHashMap::new, Collectors.summingLong(Offence::rows)));
    }
}
