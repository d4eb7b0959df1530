package dev.templedb.branchdb.merge;

import dev.templedb.branchdb.schema.Schema;

/// The three models of a merge.
record Sides(Schema base, Schema ours, Schema theirs) {}
