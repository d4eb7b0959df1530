package dev.templedb.branchdb.catalog;

import dev.templedb.branchdb.catalog.RowMergeRow.Kind;
import dev.templedb.branchdb.catalog.RowMergeRow.MergedTenant;
import dev.templedb.branchdb.catalog.SqliteRowBases.Pair;
import dev.templedb.sqlite.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The tables of the last merge of rows into each branch.
public final class SqliteRowMerges {
    private static final String ADD = """
            INSERT INTO row_merges (target, source, branch, other, version, made_at)
            VALUES (:target, :source, :branch, :other, :version, :now)
            """;
    private static final String ADD_TENANT = """
            INSERT INTO row_merge_tenants (target, tenant, kind, base, common) VALUES (?1, ?2, ?3, ?4, ?5)
            """;
    private static final String FIND =
            "SELECT source, branch, other, version, made_at FROM row_merges WHERE target = :target";
    private static final String LIST_TENANTS =
            "SELECT tenant, kind, base, common FROM row_merge_tenants WHERE target = :target ORDER BY tenant";
    private static final String LIST_BASES =
            "SELECT base FROM row_merge_tenants WHERE target = :target AND base IS NOT NULL";
    private static final String FORGET_BASES = """
            UPDATE row_merge_tenants SET base = NULL
             WHERE target IN (SELECT target FROM row_merges WHERE branch = ?1 OR other = ?1)
            """;
    private static final String REMOVE = "DELETE FROM row_merges WHERE target = :target";

    private final Transaction tx;
    private final Clock clock;

    SqliteRowMerges(Transaction tx, Clock clock) {
        this.tx = tx;
        this.clock = clock;
    }

    /// Notes the merge that was made last, in the place of the one before.
    ///
    /// @return the files that were kept for that one
    public List<Long> keep(long target, String source, Pair pair, long version, List<MergedTenant> tenants) {
        var before = forget(target);
        tx.update(ADD)
                .bind("target", target)
                .bind("source", source)
                .bind("branch", pair.branch())
                .bind("other", pair.other())
                .bind("version", version)
                .bind("now", clock.instant())
                .execute();
        tx.batch(
                ADD_TENANT,
                batch -> tenants.forEach(each -> batch.set(1, target)
                        .set(2, each.id())
                        .set(3, each.kind().name())
                        .setValue(4, Rows.nullable(each.base()))
                        .setValue(5, Rows.nullable(each.common()))
                        .add()));
        return before;
    }

    /// The last merge into a branch, when it can be taken back.
    public Optional<RowMergeRow> find(long target) {
        var tenants = tx.query(LIST_TENANTS)
                .bind("target", target)
                .list(row -> new MergedTenant(
                        row.longValue(1),
                        Kind.valueOf(row.text(2)),
                        Rows.optional(row.nullableLong(3)),
                        Rows.optional(row.nullableLong(4))));
        return tx.query(FIND)
                .bind("target", target)
                .first(row -> new RowMergeRow(
                        row.text(1),
                        new Pair(row.longValue(2), row.longValue(3)),
                        row.longValue(4),
                        row.instant(5),
                        tenants));
    }

    /// Forgets what a branch that is about to go had in common with others before merges: they can still be taken
    /// back,
    /// but not be made again.
    public void forgetBases(long branch) {
        tx.update(FORGET_BASES).bind(1, branch).execute();
    }

    /// Forgets the last merge into a branch, and returns the files that were kept for it.
    public List<Long> forget(long target) {
        var files = tx.query(LIST_BASES).bind("target", target).list(row -> row.longValue(1));
        tx.update(REMOVE).bind("target", target).execute();
        return files;
    }
}
