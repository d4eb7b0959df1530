package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.changes.Finding;
import dev.templedb.branchdb.changes.LintRule;
import dev.templedb.branchdb.changes.Offence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Counts in all tenants of a branch what the findings of a rehearsed change are about. The caller is alone behind the
/// gate.
final class Review {
    private final TenantStore store;

    Review(TenantStore store) {
        this.store = store;
    }

    /// Rows of one finding, from all files.
    private record Sum(AtomicLong rows, AtomicInteger tenants) {
        void add(long more, int ofTenants) {
            if (more > 0) {
                rows.addAndGet(more * ofTenants);
                tenants.addAndGet(ofTenants);
            }
        }
    }

    List<CountedFinding> count(BranchRow branch, ChangeReport report) {
        var findings = report.edit().findings();
        var sums = findings.stream()
                .map(each -> new Sum(new AtomicLong(), new AtomicInteger()))
                .toList();
        if (findings.stream().anyMatch(each -> each.countSql() != null)) {
            var now = store.catalog().read(rows -> rows.branches().get(branch.database(), branch.name()));
            var files = store.catalog().read(rows -> Forwarding.filesOf(rows, now));
            Parallel.forEach(
                    List.copyOf(files.entrySet()),
                    file -> count(file.getKey(), file.getValue().size(), now, findings, sums));
        }
        var counted = new ArrayList<CountedFinding>();
        for (int i = 0; i < findings.size(); i++) {
            var finding = findings.get(i);
            if (finding.countSql() == null && finding.rule().kind() == LintRule.Kind.DATA_DEPENDENT) {
                addOffences(finding, report.offences(), sums.get(i));
            }
            counted.add(new CountedFinding(
                    finding, sums.get(i).rows().get(), sums.get(i).tenants().get()));
        }
        return counted;
    }

    private void count(long file, int tenants, BranchRow branch, List<Finding> findings, List<Sum> sums) {
        if (tenants == 0) {
            return;
        }
        try (var open = store.files().use(file)) {
            open.file().rehearseSchema(tx -> {
                store.forwarding().bring(tx, branch.head());
                for (int i = 0; i < findings.size(); i++) {
                    var sql = findings.get(i).countSql();
                    if (sql != null) {
                        sums.get(i).add(tx.query(sql).longValue(), tenants);
                    }
                }
                return true;
            });
        }
    }

    private static void addOffences(Finding finding, Map<String, List<Offence>> offences, Sum sum) {
        offences.values()
                .forEach(each -> sum.add(
                        Objects.requireNonNullElse(Offence.rowsByChange(each).get(finding.change()), 0L), 1));
    }
}
