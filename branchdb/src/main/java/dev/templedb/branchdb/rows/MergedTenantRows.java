package dev.templedb.branchdb.rows;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What came of the rows of one tenant, in a copy of its file.
///
/// @param isNew whether the target did not have it
record MergedTenantRows(
        String tenant, boolean isNew, Path copy, RowCounts counts, Conflicts conflicts, List<RowViolation> violations) {
    private static final int SHOWN = 20;

    static RowMergeReport report(List<MergedTenantRows> all, boolean isApplied) {
        var tenants = new TreeMap<String, RowCounts>();
        var conflicts = new ArrayList<RowConflict>();
        var violations = new ArrayList<RowViolation>();
        long count = 0;
        for (var each : all) {
            if (each.counts().total() > 0) {
                tenants.put(each.tenant(), each.counts());
            }
            count += each.conflicts().count();
            each.conflicts().open().stream()
                    .limit(Conflicts.MOST_KEPT - conflicts.size())
                    .forEach(conflicts::add);
            violations.addAll(each.violations());
        }
        var made = all.stream()
                .filter(MergedTenantRows::isNew)
                .map(MergedTenantRows::tenant)
                .toList();
        return new RowMergeReport(isApplied, tenants, made, List.copyOf(conflicts), count, List.copyOf(violations));
    }

    /// @throws TempleException with `ROWS_CONFLICT` or `ROWS_BREAK_CONSTRAINTS` unless all is well
    static void requireNoProblem(RowMergeReport report) {
        if (report.conflictCount() > 0) {
            throw new TempleException(
                    ErrorCode.ROWS_CONFLICT,
                    "Rows contradict each other in %s: %s."
                            .formatted(
                                    report.conflictCount() == 1 ? "one place" : report.conflictCount() + " places",
                                    report.conflicts().stream()
                                            .limit(SHOWN)
                                            .map(MergedTenantRows::describe)
                                            .collect(Collectors.joining("; "))));
        }
        if (!report.violations().isEmpty()) {
            throw new TempleException(
                    ErrorCode.ROWS_BREAK_CONSTRAINTS,
                    "The merged rows would break the schema: %s."
                            .formatted(report.violations().stream()
                                    .limit(SHOWN)
                                    .map(each -> "row %s of %s in tenant %s: %s"
                                            .formatted(each.key(), each.table(), each.tenant(), each.reason()))
                                    .collect(Collectors.joining("; "))));
        }
    }

    private static String describe(RowConflict conflict) {
        String what = switch (conflict.kind()) {
            case CELL -> "%s is %s here and %s there".formatted(conflict.column(), conflict.ours(), conflict.theirs());
            case REMOVED_BY_OURS -> "removed here and changed there";
            case REMOVED_BY_THEIRS -> "changed here and removed there";
        };
        return "row %s of %s in tenant %s: %s"
                .formatted(RowConflict.readableKey(conflict.key()), conflict.table(), conflict.tenant(), what);
    }
}
