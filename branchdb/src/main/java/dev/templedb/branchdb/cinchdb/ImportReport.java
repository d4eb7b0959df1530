package dev.templedb.branchdb.cinchdb;

import java.util.List;

/// What came of an import, or would come.
///
/// @param isMade   whether it was made
/// @param findings what was not as it should be, in the order in which it was found
public record ImportReport(
        boolean isMade, int databases, int branches, int tenants, long rows, long keys, List<Finding> findings) {
    public ImportReport {
        findings = List.copyOf(findings);
    }

    /// Something that is inconsistent in the source.
    ///
    /// @param isLoss whether something of the source does not come over
    /// @param place  where: a database, branch, tenant or table, with slashes between
    public record Finding(boolean isLoss, String place, String sentence) {}

    /// What does not come over.
    public List<Finding> losses() {
        return findings.stream().filter(Finding::isLoss).toList();
    }
}
