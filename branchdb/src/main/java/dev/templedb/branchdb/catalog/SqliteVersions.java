package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of schema versions.
public final class SqliteVersions {
    private static final String ADD = """
            INSERT INTO schema_versions (database, predecessor, merged_from, hash, model, steps, inverse, made_at)
            VALUES (:database, :predecessor, :mergedFrom, :hash, :model, :steps, :inverse, :now)
            """;
    private static final String GET = """
            SELECT v.id, v.database, v.predecessor, v.merged_from, v.hash, m.model, v.steps, v.inverse, v.made_at
              FROM schema_versions v JOIN schema_models m ON m.id = v.id WHERE v.id = :id
            """;
    private static final String WAY = """
            WITH RECURSIVE way (id, predecessor) AS (
                SELECT id, predecessor FROM schema_versions WHERE id = :to AND id <> :from
                UNION
                SELECT v.id, v.predecessor FROM way JOIN schema_versions v ON v.id = way.predecessor
                 WHERE v.id <> :from)
            SELECT id, predecessor FROM way ORDER BY id
            """;
    /// The newest version that both have among their ancestors, by predecessors and by merges.
    private static final String BASE = """
            WITH RECURSIVE
                one (id) AS (
                    VALUES (:one) UNION
                    SELECT p.id FROM one JOIN schema_versions v ON v.id = one.id
                      JOIN schema_versions p ON p.id IN (v.predecessor, v.merged_from)),
                two (id) AS (
                    VALUES (:two) UNION
                    SELECT p.id FROM two JOIN schema_versions v ON v.id = two.id
                      JOIN schema_versions p ON p.id IN (v.predecessor, v.merged_from))
            SELECT max(id) FROM one WHERE id IN (SELECT id FROM two)
            """;

    private static final String WITH_STEPS_LIKE = """
            WITH RECURSIVE way (id, predecessor) AS (
                SELECT id, predecessor FROM schema_versions WHERE id = :head
                UNION
                SELECT v.id, v.predecessor FROM way JOIN schema_versions v ON v.id = way.predecessor)
            SELECT v.steps, v.made_at
              FROM way JOIN schema_versions v ON v.id = way.id
             WHERE instr(v.steps, :word) > 0
             ORDER BY v.id
            """;

    private static final String COUNT_MERGES = """
            SELECT count(*), coalesce(max(id), 0) FROM schema_versions
             WHERE database = :database AND merged_from IS NOT NULL
            """;
    private static final String MERGES = """
            SELECT id, predecessor, merged_from FROM schema_versions
             WHERE database = :database AND merged_from IS NOT NULL AND predecessor IS NOT NULL
             ORDER BY id
            """;
    private static final String UNMERGE = "UPDATE schema_versions SET merged_from = NULL WHERE id = :id";

    private final Transaction tx;
    private final Clock clock;

    SqliteVersions(Transaction tx, Clock clock) {
        this.tx = tx;
        this.clock = clock;
    }

    /// Adds the first version of a database, and returns its number.
    public long addFirst(long database, NewVersion version) {
        return add(database, null, version);
    }

    /// Adds a version behind `predecessor`, and returns its number.
    public long add(long database, @Nullable Long predecessor, NewVersion version) {
        tx.update(ADD)
                .bind("database", database)
                .bind("predecessor", predecessor)
                .bind("mergedFrom", Rows.nullable(version.mergedFrom()))
                .bind("hash", version.hash().hex())
                .bind("model", new SqliteSchemaParts(tx).add(database, predecessor, version.model()))
                .bind("steps", version.steps())
                .bind("inverse", version.inverse())
                .bind("now", clock.instant())
                .execute();
        return tx.lastInsertRowId();
    }

    public SchemaVersion get(long id) {
        return tx.query(GET)
                .bind("id", id)
                .first(SqliteVersions::toVersion)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.INTERNAL, "The catalogue of databases has no schema version %d.".formatted(id)));
    }

    /// The versions after `from` up to `to`, in order.
    ///
    /// @throws TempleException with `TENANT_DAMAGED` when `from` is no ancestor of `to`
    public List<Long> way(long from, long to) {
        record Step(long id, @Nullable Long predecessor) {}
        var steps = tx.query(WAY)
                .bind("from", from)
                .bind("to", to)
                .list(row -> new Step(row.longValue(1), row.nullableLong(2)));
        boolean leadsThere = steps.isEmpty()
                ? from == to
                : steps.getFirst().predecessor() != null && steps.getFirst().predecessor() == from;
        if (!leadsThere) {
            throw new TempleException(
                    ErrorCode.TENANT_DAMAGED,
                    "No change leads from schema version %d, which a tenant's file has, to %d.".formatted(from, to));
        }
        return steps.stream().map(Step::id).toList();
    }

    /// A merge: what both sides came from, the target before and after it, and the source.
    public record Merged(long base, long before, long source, long after) {}

    /// Which merges of a database hold: as long as this is the same, [#merges] gives the same.
    public record Merges(long database, long count, long last) {}

    public Merges countMerges(long database) {
        return tx.query(COUNT_MERGES)
                .bind("database", database)
                .first(row -> new Merges(database, row.longValue(1), row.longValue(2)))
                .orElseThrow();
    }

    /// All merges of a database that hold, the oldest first.
    public List<Merged> merges(long database) {
        record Found(long id, long predecessor, long mergedFrom) {}
        return tx
                .query(MERGES)
                .bind("database", database)
                .list(row -> new Found(row.longValue(1), row.longValue(2), row.longValue(3)))
                .stream()
                .map(each -> new Merged(
                        base(each.predecessor(), each.mergedFrom()), each.predecessor(), each.mergedFrom(), each.id()))
                .toList();
    }

    /// What led to a version.
    ///
    /// @param steps as JSON
    public record Steps(String steps, Instant madeAt) {}

    /// The steps of the versions that led to `head` in which `word` is written, in order.
    public List<Steps> stepsWith(String word, long head) {
        return tx.query(WITH_STEPS_LIKE)
                .bind("word", word)
                .bind("head", head)
                .list(row -> new Steps(row.text("steps"), row.instant("made_at")));
    }

    /// The newest version that two versions have in common: the base of a merge of the one into the other.
    public long base(long one, long two) {
        return tx.query(BASE).bind("one", one).bind("two", two).longValue();
    }

    /// Forgets that a version came of a merge, when that is undone: what it brought in can be merged again.
    public void unmerge(long id) {
        tx.update(UNMERGE).bind("id", id).execute();
    }

    private static SchemaVersion toVersion(Row row) {
        return new SchemaVersion(
                row.longValue("id"),
                row.longValue("database"),
                Rows.optional(row.nullableLong("predecessor")),
                Rows.optional(row.nullableLong("merged_from")),
                Sha256.parse(row.text("hash")),
                row.text("model"),
                row.text("steps"),
                row.text("inverse"),
                row.instant("made_at"));
    }
}
