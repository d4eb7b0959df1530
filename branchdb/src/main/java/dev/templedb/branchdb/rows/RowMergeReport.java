package dev.templedb.branchdb.rows;

import java.util.List;
import java.util.SequencedMap;

/// What a merge of rows did, or would do.
///
/// @param isApplied     whether anything was written
/// @param tenants       what became of the target's rows, for each tenant in which anything did
/// @param newTenants    tenants that the target did not have, in order
/// @param conflicts     what is not decided, a thousand at most
/// @param conflictCount how many there are
/// @param violations    rows that the schema would not take, a hundred a tenant at most; known only without conflicts
public record RowMergeReport(
        boolean isApplied,
        SequencedMap<String, RowCounts> tenants,
        List<String> newTenants,
        List<RowConflict> conflicts,
        long conflictCount,
        List<RowViolation> violations) {}
