/// Rows of branches beside each other: how those of two differ, and merges of rows, cell by cell, against what both had
/// in
/// common.
///
/// [RowDiffs] compares, [RowMerger] merges. Tables and columns are the same when their identities are, whatever they
/// are
/// called; rows are the same when their primary keys are.
@NullMarked
package dev.templedb.branchdb.rows;

import org.jspecify.annotations.NullMarked;
