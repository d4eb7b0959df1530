package dev.templedb.branchdb.catalog;

import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The tables of what two branches last had in common of their rows, and of what a merge of rows met with.
public final class SqliteRowBases {
    private static final String PAIR = "INSERT INTO row_pairs (branch, other) VALUES (:branch, :other)";
    private static final String FORK = """
            INSERT INTO row_bases (branch, other, tenant, file)
            SELECT :branch, :other, name, file FROM tenants WHERE branch = :other AND file IS NOT NULL
            """;
    private static final String FIND_PAIR = """
            SELECT branch, other FROM row_pairs
             WHERE branch = :one AND other = :two OR branch = :two AND other = :one
            """;
    private static final String LIST =
            "SELECT tenant, file FROM row_bases WHERE branch = :branch AND other = :other ORDER BY tenant";
    private static final String SET = """
            INSERT INTO row_bases (branch, other, tenant, file) VALUES (:branch, :other, :tenant, :file)
                ON CONFLICT (branch, other, tenant) DO UPDATE SET file = excluded.file
            """;
    private static final String PUT_BACK = """
            UPDATE row_bases SET file = :base
             WHERE branch = :branch AND other = :other AND tenant = :tenant AND file = :common
            """;
    private static final String TAKE_OUT = """
            DELETE FROM row_bases
             WHERE branch = :branch AND other = :other AND tenant = :tenant AND file = :common
            """;
    private static final String FORGET = """
            DELETE FROM row_bases WHERE tenant = :tenant AND (branch = :branch OR other = :branch) RETURNING file
            """;
    private static final String CLEAR_CONFLICTS =
            "DELETE FROM row_conflicts WHERE source = :source AND target = :target";
    private static final String ADD_CONFLICT = """
            INSERT INTO row_conflicts
                   (source, target, number, tenant, "table", "key", "column", kind, base, ours, theirs)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """;
    private static final String LIST_CONFLICTS = """
            SELECT b.name AS source, c.tenant, c."table", c."key", c."column", c.kind, c.base, c.ours, c.theirs
              FROM row_conflicts c JOIN branches b ON b.id = c.source
             WHERE c.target = :target
             ORDER BY b.name, c.number
            """;

    /// Two branches, in the order in which they are kept.
    public record Pair(long branch, long other) {}

    private final Transaction tx;

    SqliteRowBases(Transaction tx) {
        this.tx = tx;
    }

    /// Notes that `fork` begins with the files of `source`.
    public void fork(long source, long fork) {
        tx.update(PAIR).bind("branch", fork).bind("other", source).execute();
        tx.update(FORK).bind("branch", fork).bind("other", source).execute();
    }

    /// The pair of these two; nothing when neither was forked from the other.
    public Optional<Pair> pair(long one, long two) {
        return tx.query(FIND_PAIR)
                .bind("one", one)
                .bind("two", two)
                .first(row -> new Pair(row.longValue(1), row.longValue(2)));
    }

    /// The files that hold what both had, by tenant; a tenant that is missing had nothing.
    public Map<String, Long> list(Pair pair) {
        var files = new HashMap<String, Long>();
        tx.query(LIST)
                .bind("branch", pair.branch())
                .bind("other", pair.other())
                .forEach(row -> files.put(row.text(1), row.longValue(2)));
        return files;
    }

    /// Notes that `file` is what both have of a tenant now.
    public void set(Pair pair, String tenant, long file) {
        tx.update(SET)
                .bind("branch", pair.branch())
                .bind("other", pair.other())
                .bind("tenant", tenant)
                .bind("file", file)
                .execute();
    }

    /// Puts back what both of a pair had in common of a tenant, if they still have `common` since.
    ///
    /// @param base nothing when they had nothing
    public void putBack(Pair pair, String tenant, long common, OptionalLong base) {
        if (base.isPresent()) {
            tx.update(PUT_BACK)
                    .bind("branch", pair.branch())
                    .bind("other", pair.other())
                    .bind("tenant", tenant)
                    .bind("common", common)
                    .bind("base", base.getAsLong())
                    .execute();
        } else {
            tx.update(TAKE_OUT)
                    .bind("branch", pair.branch())
                    .bind("other", pair.other())
                    .bind("tenant", tenant)
                    .bind("common", common)
                    .execute();
        }
    }

    /// Forgets what a branch had in common with others of a tenant, because another one has its name from now on,
    /// and
    /// returns the files. When a tenant only goes, this stays: so a merge knows that it was there.
    public List<Long> forget(long branch, String tenant) {
        return new ArrayList<>(
                tx.query(FORGET).bind("branch", branch).bind("tenant", tenant).list(row -> row.longValue(1)));
    }

    /// Keeps what a merge of `source` into `target` met with, in the place of what the one before did.
    public void keepConflicts(long source, long target, List<KeptConflict> conflicts) {
        tx.update(CLEAR_CONFLICTS).bind("source", source).bind("target", target).execute();
        tx.batch(ADD_CONFLICT, batch -> {
            for (int i = 0; i < conflicts.size(); i++) {
                var each = conflicts.get(i);
                batch.set(1, source)
                        .set(2, target)
                        .set(3, i + 1L)
                        .set(4, each.tenant())
                        .set(5, each.table())
                        .set(6, each.key())
                        .set(7, each.column())
                        .set(8, each.kind())
                        .set(9, each.base())
                        .set(10, each.ours())
                        .set(11, each.theirs())
                        .add();
            }
        });
    }

    /// What merges into `target` met with.
    public List<KeptConflict> conflicts(long target) {
        return tx.query(LIST_CONFLICTS)
                .bind("target", target)
                .list(row -> new KeptConflict(
                        row.text(1),
                        row.text(2),
                        row.text(3),
                        row.text(4),
                        row.text(5),
                        row.text(6),
                        row.text(7),
                        row.text(8),
                        row.text(9)));
    }
}
