package dev.templedb.branchdb.catalog;

import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The table of changes.
public final class SqliteChanges {
    private static final String ADD = """
            INSERT INTO changes (branch, position, version, kind, details, sql, origin, made_at)
            SELECT ?1, coalesce(max(position), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM changes WHERE branch = ?1
            """;
    private static final String LIST = """
            SELECT position, version, kind, details, sql, origin, undone, made_at
              FROM changes WHERE branch = :branch ORDER BY position
            """;
    private static final String LIST_MISSING = """
            WITH RECURSIVE has (id) AS (
                VALUES (:version) UNION
                SELECT p.id FROM has JOIN schema_versions v ON v.id = has.id
                  JOIN schema_versions p ON p.id IN (v.predecessor, v.merged_from))
            SELECT position, version, kind, details, sql, origin, undone, made_at
              FROM changes
             WHERE branch = :branch AND undone = 0 AND kind <> 'undo' AND version NOT IN (SELECT id FROM has)
             ORDER BY position
            """;
    private static final String FORK = """
            INSERT INTO changes (branch, position, version, kind, details, sql, origin, undone, made_at)
            SELECT :target, position, version, kind, details, sql, origin, undone, made_at
              FROM changes WHERE branch = :source
            """;
    private static final String LAST = """
            SELECT max(version) FROM changes WHERE branch = :branch AND undone = 0 AND kind <> 'undo'
            """;
    private static final String UNDO = "UPDATE changes SET undone = 1 WHERE branch = :branch AND version = :version";

    private final Transaction tx;
    private final Clock clock;

    SqliteChanges(Transaction tx, Clock clock) {
        this.tx = tx;
        this.clock = clock;
    }

    /// Lists changes of a branch that led to `version`.
    public void add(long branch, long version, List<NewChange> changes) {
        var now = clock.instant();
        tx.batch(
                ADD,
                batch -> changes.forEach(change -> batch.set(1, branch)
                        .set(2, version)
                        .set(3, change.kind())
                        .set(4, change.details())
                        .set(5, change.sql())
                        .set(6, change.origin().orElse(null))
                        .set(7, now)
                        .add()));
    }

    /// The changes of a branch, in order, those from before it was forked among them.
    public List<ListedChange> list(long branch) {
        return tx.query(LIST).bind("branch", branch).list(SqliteChanges::toChange);
    }

    /// The changes of a branch that hold and that the schema `version` has not got, in order.
    public List<ListedChange> listMissing(long branch, long version) {
        return tx.query(LIST_MISSING)
                .bind("branch", branch)
                .bind("version", version)
                .list(SqliteChanges::toChange);
    }

    /// Gives the branch `target` the list of `source`.
    public void fork(long source, long target) {
        tx.update(FORK).bind("target", target).bind("source", source).execute();
    }

    /// The version of the last change or merge that has not been undone.
    public OptionalLong lastVersion(long branch) {
        return tx.query(LAST)
                .bind("branch", branch)
                .first(row -> row.isNull(1) ? OptionalLong.empty() : OptionalLong.of(row.longValue(1)))
                .orElse(OptionalLong.empty());
    }

    /// Marks the changes that led to `version` as undone.
    public void undo(long branch, long version) {
        tx.update(UNDO).bind("branch", branch).bind("version", version).execute();
    }

    private static ListedChange toChange(Row row) {
        return new ListedChange(
                row.longValue("position"),
                row.longValue("version"),
                row.text("kind"),
                row.text("details"),
                row.text("sql"),
                Optional.ofNullable(row.nullableText("origin")),
                row.booleanValue("undone"),
                row.instant("made_at"));
    }
}
