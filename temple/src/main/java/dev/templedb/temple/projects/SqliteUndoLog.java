package dev.templedb.temple.projects;

import dev.templedb.core.Slug;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.projects.RemovedProject.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of what can be undone.
final class SqliteUndoLog {
    private static final String INSERT = """
            INSERT INTO undo_log (done_at, action, project_id, replaced_by, summary, of_history)
            VALUES (:doneAt, :action, :projectId, :replacedBy, :summary, :ofHistory)
            """;
    private static final String SELECT = """
            SELECT u.undo_id, u.done_at, u.action, u.project_id, u.replaced_by, u.summary, u.of_history, p.slug
              FROM undo_log u JOIN projects p USING (project_id)
            """;

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

    private RemovedProject toRemoved(Row row) {
        var doneAt = row.instant("done_at");
        return new RemovedProject(
                row.longValue("undo_id"),
                row.intValue("of_history") == 1 ? Action.SYNC : Action.of(row.text("action")),
                row.longValue("project_id"),
                new Slug(row.text("slug")),
                Optional.ofNullable(row.nullableLong("replaced_by")),
                row.text("summary"),
                doneAt,
                doneAt.plus(retention));
    }
}
