package dev.templedb.branchdb.catalog;

import dev.templedb.sqlite.Transaction;
import java.time.Clock;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The tables of the catalogue, in one transaction. Valid only inside it.
public final class Rows {
    private final Transaction tx;
    private final Clock clock;

    Rows(Transaction tx, Clock clock) {
        this.tx = tx;
        this.clock = clock;
    }

    public SqliteDatabases databases() {
        return new SqliteDatabases(tx, clock);
    }

    public SqliteBranches branches() {
        return new SqliteBranches(tx, clock);
    }

    public SqliteTenants tenants() {
        return new SqliteTenants(tx, clock);
    }

    public SqliteVersions versions() {
        return new SqliteVersions(tx, clock);
    }

    public SqliteChanges changes() {
        return new SqliteChanges(tx, clock);
    }

    public SqliteRowBases bases() {
        return new SqliteRowBases(tx);
    }

    public SqliteRowMerges rowMerges() {
        return new SqliteRowMerges(tx, clock);
    }

    public SqliteFiles files() {
        return new SqliteFiles(tx);
    }

    public SqliteDeleted deleted() {
        return new SqliteDeleted(tx, clock);
    }

    /// Whole databases.
    public SqliteWritten written() {
        return new SqliteWritten(tx, this);
    }

    /// A number that may be NULL in a row, as it is outside.
    static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    static @Nullable Long nullable(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }
}
