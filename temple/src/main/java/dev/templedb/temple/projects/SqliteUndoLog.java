package dev.templedb.temple.projects;

import dev.templedb.core.Slug;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.projects.RemovedProject.Action;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of what can be undone.
final class SqliteUndoLog {
    private static final String INSERT = """
            INSERT INTO undo_log (undo_id, done_at, action, project_id, replaced_by, summary, of_history)
            VALUES ((SELECT undo_id FROM next_undo), :doneAt, :action, :projectId, :replacedBy, :summary, :ofHistory)
            """;
    private static final String SELECT = """
            SELECT u.undo_id, u.done_at, u.action, u.project_id, u.replaced_by, u.summary, u.of_history, u.part, p.slug
              FROM undo_log u JOIN projects p USING (project_id)
            """;

    private static final String INSERT_CHANGE = """
            INSERT INTO undo_log (undo_id, done_at, action, project_id, summary, part, kept)
            VALUES ((SELECT undo_id FROM next_undo), :doneAt, 'overwrite', :projectId, :summary, :part, :kept)
            """;
    private static final String KEPT = "SELECT part, kept FROM undo_log WHERE undo_id = :undoId";
    private static final String FORGET_CHANGES = "DELETE FROM undo_log WHERE part IS NOT NULL AND done_at < :limit";

    private final Duration retention;

    /// @param retention how long what was removed is kept
    SqliteUndoLog(Duration retention) {
        this.retention = retention;
    }

    long insert(
            Transaction tx, Instant doneAt, Action action, long projectId, @Nullable Long replacedBy, String summary) {
        tx.update(INSERT)
                .bind("doneAt", doneAt)
                .bind("action", action == Action.SYNC ? Action.OVERWRITE.word() : action.word())
                .bind("projectId", projectId)
                .bind("replacedBy", replacedBy)
                .bind("summary", summary)
                .bind("ofHistory", action == Action.SYNC ? 1 : 0)
                .execute();
        return tx.lastInsertRowId();
    }

    /// What a command did to values of a project.
    ///
    /// @param part see [KeptValues#part]
    record Kept(String part, List<KeptChange> changes) {}

    void insertChange(Transaction tx, Instant doneAt, long projectId, String summary, Kept kept) {
        tx.update(INSERT_CHANGE)
                .bind("doneAt", doneAt)
                .bind("projectId", projectId)
                .bind("summary", summary)
                .bind("part", kept.part())
                .bind("kept", new String(PackageJson.write(KeptChange.write(kept.changes())), StandardCharsets.UTF_8))
                .execute();
    }

    Kept kept(Transaction tx, long undoId) {
        return tx.query(KEPT)
                .bind("undoId", undoId)
                .first(row -> new Kept(row.text("part"), KeptChange.read(json(row.text("kept")))))
                .orElseThrow();
    }

    private static Json json(String text) {
        try {
            return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidJson notOurs) {
            throw new IllegalStateException("stored JSON is not valid", notOurs);
        }
    }

    /// Forgets what commands did to values before `limit`.
    void forgetChangesBefore(Transaction tx, Instant limit) {
        tx.update(FORGET_CHANGES).bind("limit", limit).execute();
    }

    /// The newest first.
    List<RemovedProject> list(Transaction tx) {
        return tx.query(SELECT + " ORDER BY u.undo_id DESC").list(this::toRemoved);
    }

    Optional<RemovedProject> newest(Transaction tx) {
        return tx.query(SELECT + " ORDER BY u.undo_id DESC LIMIT 1").first(this::toRemoved);
    }

    Optional<RemovedProject> find(Transaction tx, long undoId) {
        return tx.query(SELECT + " WHERE u.undo_id = :undoId")
                .bind("undoId", undoId)
                .first(this::toRemoved);
    }

    void delete(Transaction tx, long undoId) {
        tx.update("DELETE FROM undo_log WHERE undo_id = :undoId")
                .bind("undoId", undoId)
                .execute();
    }

    private static Action action(Row row) {
        if (row.nullableText("part") != null) {
            return Action.CHANGE;
        }
        return row.intValue("of_history") == 1 ? Action.SYNC : Action.of(row.text("action"));
    }

    private RemovedProject toRemoved(Row row) {
        var doneAt = row.instant("done_at");
        return new RemovedProject(
                row.longValue("undo_id"),
                action(row),
                row.longValue("project_id"),
                new Slug(row.text("slug")),
                Optional.ofNullable(row.nullableLong("replaced_by")),
                row.text("summary"),
                doneAt,
                doneAt.plus(retention));
    }
}
