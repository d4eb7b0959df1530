package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.attributes.Conversion;
import dev.templedb.temple.attributes.LineEnds;
import dev.templedb.temple.history.FilePath;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of checked-out directories, inside one transaction.
final class SqliteCheckoutStore {
    private static final String SELECT = """
            SELECT c.checkout_id, c.uuid, c.project_id, p.slug, c.directory, c.head_ref, c.base_commit
              FROM checkouts c JOIN projects p USING (project_id)
             WHERE p.removed_at IS NULL
            """;
    private static final String INSERT = """
            INSERT INTO checkouts (uuid, project_id, directory, head_ref, base_commit, tracked, created_at)
            VALUES (:uuid, :project, :directory, :head, :base, :tracked, :now)
            """;
    private static final String TRACKED = "SELECT tracked FROM checkouts WHERE checkout_id = ?1";
    private static final String REV = "SELECT rev FROM checkouts WHERE checkout_id = ?1";
    private static final String SET_TRACKED = "UPDATE checkouts SET tracked = ?2, rev = rev + 1 WHERE checkout_id = ?1";
    private static final String SET_HEAD =
            "UPDATE checkouts SET head_ref = ?2, base_commit = ?3 WHERE checkout_id = ?1";
    private static final String SET_DIRECTORY = "UPDATE checkouts SET directory = ?2 WHERE checkout_id = ?1";
    private static final String RENAME_HEAD =
            "UPDATE checkouts SET head_ref = ?3 WHERE project_id = ?1 AND head_ref = ?2";
    private static final String DELETE = "DELETE FROM checkouts WHERE checkout_id = ?1";
    private static final String UNFINISHED = """
            SELECT merge_kind, merge_commit, merge_message
              FROM checkouts
             WHERE checkout_id = ?1 AND merge_kind IS NOT NULL
            """;
    private static final String SET_UNFINISHED = """
            UPDATE checkouts
               SET merge_kind = ?2, merge_commit = ?3, merge_message = ?4, merge_written = NULL
             WHERE checkout_id = ?1
            """;
    private static final String MERGE_WRITTEN =
            "SELECT merge_written FROM checkouts WHERE checkout_id = ?1 AND merge_written IS NOT NULL";
    private static final String SET_MERGE_WRITTEN = "UPDATE checkouts SET merge_written = ?2 WHERE checkout_id = ?1";
    private static final String CONFLICTS = """
            SELECT path, kind, base_mode, base_blob, our_mode, our_blob, their_mode, their_blob
              FROM checkout_conflicts
             WHERE checkout_id = ?1
             ORDER BY path
            """;
    private static final String ADD_CONFLICT = """
            INSERT OR REPLACE INTO checkout_conflicts
                   (checkout_id, path, kind, base_mode, base_blob, our_mode, our_blob, their_mode, their_blob)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """;
    private static final String RESOLVE = "DELETE FROM checkout_conflicts WHERE checkout_id = ?1 AND path = ?2";
    private static final String RESOLVE_ALL = "DELETE FROM checkout_conflicts WHERE checkout_id = ?1";
    private static final String WRITES = """
            SELECT path, old_mode, old_blob, old_conversion, old_stat, new_mode, new_blob, as_is, by_disk
              FROM checkout_writes
             WHERE checkout_id = ?1
            """;
    private static final String ANY_WRITE = "SELECT 1 FROM checkout_writes WHERE checkout_id = ?1";
    private static final String ADD_WRITE = """
            INSERT INTO checkout_writes (checkout_id, path, old_mode, old_blob, old_conversion, old_stat, new_mode, new_blob,
                                         as_is, by_disk)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """;
    private static final String IDENT = " ident";
    private static final String FORGET_WRITES = "DELETE FROM checkout_writes WHERE checkout_id = ?1";

    private final Transaction tx;

    SqliteCheckoutStore(Transaction tx) {
        this.tx = tx;
    }

    void insert(
            UUID uuid,
            long project,
            Path directory,
            Optional<String> branch,
            Optional<GitId> base,
            TrackedFiles tracked,
            Instant now) {
        tx.update(INSERT)
                .bind("uuid", uuid.toString())
                .bind("project", project)
                .bind("directory", NativeNames.bytes(directory))
                .bind("head", branch.orElse(null))
                .bind("base", base.map(GitId::bytes).orElse(null))
                .bind("tracked", tracked.write())
                .bind("now", now)
                .execute();
    }

    Optional<Checkout> find(UUID uuid) {
        return tx.query(SELECT + " AND c.uuid = ?1").bind(1, uuid.toString()).first(SqliteCheckoutStore::toCheckout);
    }

    Optional<Checkout> find(long id) {
        return tx.query(SELECT + " AND c.checkout_id = ?1").bind(1, id).first(SqliteCheckoutStore::toCheckout);
    }

    /// Those of all projects.
    List<Checkout> all() {
        return tx.query(SELECT + " ORDER BY c.checkout_id").list(SqliteCheckoutStore::toCheckout);
    }

    List<Checkout> ofProject(long project) {
        return tx.query(SELECT + " AND c.project_id = ?1 ORDER BY c.checkout_id")
                .bind(1, project)
                .list(SqliteCheckoutStore::toCheckout);
    }

    private static Checkout toCheckout(Row row) {
        return new Checkout(
                row.longValue(1),
                UUID.fromString(row.text(2)),
                row.longValue(3),
                row.text(4),
                Path.of("/").resolve(NativeNames.relative(withoutRoot(row.bytes(5)))),
                Optional.ofNullable(row.nullableText(6)),
                Optional.ofNullable(row.nullableBytes(7)).map(GitId::ofBytes));
    }

    private static byte[] withoutRoot(byte[] absolute) {
        return java.util.Arrays.copyOfRange(absolute, 1, absolute.length);
    }

    TrackedFiles tracked(long id) {
        return TrackedFiles.read(
                tx.query(TRACKED).bind(1, id).first(row -> row.bytes(1)).orElseThrow());
    }

    /// How often [#setTracked] was called.
    long rev(long id) {
        return tx.query(REV).bind(1, id).longValue();
    }

    void setTracked(long id, TrackedFiles tracked) {
        tx.update(SET_TRACKED).bind(1, id).bind(2, tracked.write()).execute();
    }

    void setHead(long id, Optional<String> branch, Optional<GitId> base) {
        tx.update(SET_HEAD)
                .bind(1, id)
                .bind(2, branch.orElse(null))
                .bind(3, base.map(GitId::bytes).orElse(null))
                .execute();
    }

    void renameHead(long project, String from, String to) {
        tx.update(RENAME_HEAD).bind(1, project).bind(2, from).bind(3, to).execute();
    }

    void setDirectory(long id, Path directory) {
        tx.update(SET_DIRECTORY)
                .bind(1, id)
                .bind(2, NativeNames.bytes(directory))
                .execute();
    }

    void delete(long id) {
        tx.update(DELETE).bind(1, id).execute();
    }

    Optional<Unfinished> unfinished(long id) {
        return tx.query(UNFINISHED)
                .bind(1, id)
                .first(row -> new Unfinished(
                        Unfinished.Kind.valueOf(row.text(1).toUpperCase(Locale.ROOT)),
                        GitId.ofBytes(row.bytes(2)),
                        row.text(3)));
    }

    void setUnfinished(long id, @Nullable Unfinished unfinished) {
        var update = tx.update(SET_UNFINISHED).bind(1, id);
        if (unfinished == null) {
            update.bindNull(2).bindNull(3).bindNull(4);
        } else {
            update.bind(2, unfinished.kind().name().toLowerCase(Locale.ROOT))
                    .bind(3, unfinished.commit().bytes())
                    .bind(4, unfinished.message());
        }
        update.execute();
    }

    /// What the unfinished merge or revert has written; nothing when none is under way.
    TrackedFiles mergeWritten(long id) {
        return tx.query(MERGE_WRITTEN)
                .bind(1, id)
                .first(row -> TrackedFiles.read(row.bytes(1)))
                .orElseGet(TrackedFiles::new);
    }

    /// Of the merge or revert that [#setUnfinished] was told of.
    void setMergeWritten(long id, TrackedFiles written) {
        tx.update(SET_MERGE_WRITTEN).bind(1, id).bind(2, written.write()).execute();
    }

    List<Conflict> conflicts(long id) {
        return tx.query(CONFLICTS)
                .bind(1, id)
                .list(row ->
                        new Conflict(FilePath.of(row.bytes(1)), row.text(2), side(row, 3), side(row, 5), side(row, 7)));
    }

    private static Optional<Conflict.Side> side(Row row, int column) {
        return row.isNull(column)
                ? Optional.empty()
                : Optional.of(new Conflict.Side(row.intValue(column), GitId.ofBytes(row.bytes(column + 1))));
    }

    void addConflicts(long id, Collection<Conflict> conflicts) {
        tx.batch(ADD_CONFLICT, batch -> {
            for (var conflict : conflicts) {
                batch.set(1, id).set(2, conflict.path().bytes()).set(3, conflict.kind());
                int column = 4;
                for (var side : List.of(conflict.base(), conflict.ours(), conflict.theirs())) {
                    if (side.isPresent()) {
                        batch.set(column, side.get().mode())
                                .set(column + 1, side.get().blob().bytes());
                    } else {
                        batch.setNull(column).setNull(column + 1);
                    }
                    column += 2;
                }
                batch.add();
            }
        });
    }

    void resolve(long id, FilePath path) {
        tx.update(RESOLVE).bind(1, id).bind(2, path.bytes()).execute();
    }

    void resolveAll(long id) {
        tx.update(RESOLVE_ALL).bind(1, id).execute();
    }

    List<PlannedWrite> writes(long id) {
        return tx.query(WRITES)
                .bind(1, id)
                .list(row -> new PlannedWrite(
                        RawPath.of(row.bytes(1)),
                        row.intValue(2),
                        id(row.nullableBytes(3)),
                        new PlannedWrite.Before(conversion(row.nullableText(4)), stat(row.nullableText(5))),
                        row.intValue(6),
                        id(row.nullableBytes(7)),
                        row.intValue(8) != 0
                                ? PlannedWrite.How.EXACT
                                : row.intValue(9) != 0 ? PlannedWrite.How.AS_DISK : PlannedWrite.How.AS_TREE));
    }

    private static @Nullable Conversion conversion(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var lineEnds = text.replace(IDENT, "").toUpperCase(Locale.ROOT);
        return new Conversion(LineEnds.valueOf(lineEnds), text.endsWith(IDENT));
    }

    private static @Nullable FileStat stat(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var words = text.split(" ");
        return new FileStat(
                FileMode.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]));
    }

    private static @Nullable String text(@Nullable FileStat stat) {
        return stat == null || stat.kind() == null
                ? null
                : "%s %d %d %d %d"
                        .formatted(
                                stat.kind().name().toLowerCase(Locale.ROOT),
                                stat.bytes(),
                                stat.mtime(),
                                stat.ctime(),
                                stat.inode());
    }

    private static @Nullable String text(@Nullable Conversion conversion) {
        return conversion == null
                ? null
                : conversion.lineEnds().name().toLowerCase(Locale.ROOT) + (conversion.hasIdent() ? IDENT : "");
    }

    boolean hasWrites(long id) {
        return tx.query(ANY_WRITE).bind(1, id).exists();
    }

    private static @Nullable GitId id(byte @Nullable [] bytes) {
        return bytes == null ? null : GitId.ofBytes(bytes);
    }

    void addWrites(long id, Collection<PlannedWrite> writes) {
        tx.batch(ADD_WRITE, batch -> {
            for (var write : writes) {
                var old = write.oldBlob();
                var now = write.newBlob();
                batch.set(1, id)
                        .set(2, RawPath.bytes(write.path()))
                        .set(3, write.oldMode())
                        .set(4, old == null ? null : old.bytes())
                        .set(5, text(write.before().conversion()))
                        .set(6, text(write.before().stat()))
                        .set(7, write.newMode())
                        .set(8, now == null ? null : now.bytes())
                        .set(9, write.isExact() ? 1 : 0)
                        .set(10, write.how() == PlannedWrite.How.AS_DISK ? 1 : 0)
                        .add();
            }
        });
    }

    void forgetWrites(long id) {
        tx.update(FORGET_WRITES).bind(1, id).execute();
    }
}
