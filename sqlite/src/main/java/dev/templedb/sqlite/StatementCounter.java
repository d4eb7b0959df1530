package dev.templedb.sqlite;

import java.util.concurrent.atomic.LongAdder;

/// Counts what is run against a file, so that a test can show that a piece of work needs a constant number of
/// statements.
///
/// Thread-safe. Transaction control (`BEGIN`, `COMMIT`) and PRAGMAs are not counted.
public final class StatementCounter {
    private final LongAdder statements = new LongAdder();
    private final LongAdder batchRows = new LongAdder();

    /// Statements begun since the last reset; a whole [Batch] is one statement.
    public long statements() {
        return statements.sum();
    }

    /// Rows given to batches since the last reset.
    public long batchRows() {
        return batchRows.sum();
    }

    /// Begins again at zero.
    public void reset() {
        statements.reset();
        batchRows.reset();
    }

    void countStatement() {
        statements.increment();
    }

    void countBatchRows(long rows) {
        batchRows.add(rows);
    }
}
