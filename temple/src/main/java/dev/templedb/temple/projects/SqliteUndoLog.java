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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of what can be undone.
final class SqliteUndoLog {
    private static final String INSERT = """
            INSERT INTO undo_log (undo_id, done_at, action, project_id, replaced_by, summary, of_history, together)
            VALUES ((SELECT undo_id FROM next_undo), :doneAt, :action, :projectId, :replacedBy, :summary, :ofHistory,
                    (SELECT group_id FROM undo_groups WHERE is_open = 1))
            """;
    private static final String SELECT = """
            SELECT u.undo_id, u.done_at, u.action, u.project_id, u.replaced_by, u.summary, u.of_history, u.part, p.slug,
                   u.together, u.audit_seq
              FROM undo_log u JOIN projects p USING (project_id)
            """;

    private static final String INSERT_CHANGE = """
            INSERT INTO undo_log (undo_id, done_at, action, project_id, summary, part, kept, together)
            VALUES ((SELECT undo_id FROM next_undo), :doneAt, 'overwrite', :projectId, :summary, :part, :kept,
                    (SELECT group_id FROM undo_groups WHERE is_open = 1))
            """;
    private static final String SET_AUDIT_SEQ = """
            UPDATE undo_log SET audit_seq = (SELECT max(seq) FROM audit_log) WHERE undo_id = :undoId
            """;
    private static final String OPEN_GROUP = "INSERT INTO undo_groups (summary) VALUES (:summary)";
    private static final String CLOSE_GROUP = """
            UPDATE undo_groups SET is_open = 0, summary = :summary WHERE group_id = :group
            """;
    private static final String DISSOLVE = "UPDATE undo_log SET together = NULL WHERE together = :group";
    private static final String FORGET_EMPTY_GROUPS = """
            DELETE FROM undo_groups
             WHERE is_open = 0 AND group_id NOT IN (SELECT together FROM undo_log WHERE together IS NOT NULL)
            """;
    private static final String OF_VALUE = """
            SELECT undo_id, kept FROM undo_log WHERE project_id = :projectId AND part = :part
            """;
    private static final String KEPT = "SELECT part, kept FROM undo_log WHERE undo_id = :undoId";
    private static final String FORGET_CHANGES = "DELETE FROM undo_log WHERE part IS NOT NULL AND done_at < :limit";

    /// The part of a project that was made.
    static final String MADE = "made";

    /// The part of files that were thrown away.
    static final String FILES = "files";

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
        return inserted(tx);
    }

    /// Notes, at the end of the transaction, what its command wrote into the audit log, before or after this.
    private static long inserted(Transaction tx) {
        long id = tx.lastInsertRowId();
        tx.beforeCommit(() -> tx.update(SET_AUDIT_SEQ).bind("undoId", id).execute());
        return id;
    }

    /// What a command did to values of a project.
    ///
    /// @param part see [KeptValues#part]
    record Kept(String part, List<KeptChange> changes) {}

    long insertChange(Transaction tx, Instant doneAt, long projectId, String summary, Kept kept) {
        tx.update(INSERT_CHANGE)
                .bind("doneAt", doneAt)
                .bind("projectId", projectId)
                .bind("summary", summary)
                .bind("part", kept.part())
                .bind("kept", new String(PackageJson.write(KeptChange.write(kept.changes())), StandardCharsets.UTF_8))
                .execute();
        return inserted(tx);
    }

    boolean isGroupOpen(Transaction tx) {
        return tx.query("SELECT count(*) FROM undo_groups WHERE is_open = 1").longValue() > 0;
    }

    /// Begins a group, which whatever is inserted until [#closeGroup] is part of.
    long openGroup(Transaction tx, String summary) {
        tx.update(OPEN_GROUP).bind("summary", summary).execute();
        return tx.lastInsertRowId();
    }

    /// Ends a group. One entry is no group, and stands for itself.
    void closeGroup(Transaction tx, long group, String summary) {
        tx.update(CLOSE_GROUP).bind("group", group).bind("summary", summary).execute();
        if (members(tx, group).size() < 2) {
            tx.update(DISSOLVE).bind("group", group).execute();
        }
        forgetEmptyGroups(tx);
    }

    /// What is undone together, the newest first.
    List<RemovedProject> members(Transaction tx, long group) {
        return tx.query(SELECT + " WHERE u.together = :group ORDER BY u.undo_id DESC")
                .bind("group", group)
                .list(this::toRemoved);
    }

    String summaryOf(Transaction tx, long group) {
        return tx.query("SELECT summary FROM undo_groups WHERE group_id = :group")
                .bind("group", group)
                .first(row -> row.text(1))
                .orElseThrow();
    }

    void forgetEmptyGroups(Transaction tx) {
        tx.update(FORGET_EMPTY_GROUPS).execute();
    }

    /// Forgets that one value was taken away, because it came back in another way.
    void forgetValue(Transaction tx, long projectId, String part, KeptChange change) {
        record Entry(long undoId, String kept) {}
        for (var entry : tx.query(OF_VALUE)
                .bind("projectId", projectId)
                .bind("part", part)
                .list(row -> new Entry(row.longValue(1), row.text(2)))) {
            if (KeptChange.read(json(entry.kept())).equals(List.of(change))) {
                delete(tx, entry.undoId());
            }
        }
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
        forgetEmptyGroups(tx);
    }

    /// The newest first; what is undone together as one.
    List<RemovedProject> list(Transaction tx) {
        var groups = new HashSet<Long>();
        return all(tx).stream()
                .filter(entry -> entry.together().isEmpty()
                        || groups.add(entry.together().get()))
                .map(entry -> entry.together()
                        .map(group -> entry.as(Action.TOGETHER, summaryOf(tx, group)))
                        .orElse(entry))
                .toList();
    }

    /// Every entry, the newest first.
    List<RemovedProject> all(Transaction tx) {
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
        var part = row.nullableText("part");
        if (part != null) {
            return switch (part) {
                case MADE -> Action.CREATE;
                case FILES -> Action.FILES;
                default -> Action.CHANGE;
            };
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
                doneAt.plus(retention),
                Optional.ofNullable(row.nullableLong("together")),
                Optional.ofNullable(row.nullableLong("audit_seq")));
    }
}
