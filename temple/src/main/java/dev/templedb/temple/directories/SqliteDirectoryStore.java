package dev.templedb.temple.directories;

import dev.templedb.packages.disk.NativeNames;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.directories.DirectoryState.Look;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Where projects lie, and what was seen there, inside one transaction.
final class SqliteDirectoryStore {
    /// A project without a directory of its own lies where it was checked out first.
    private static final String ALL = """
            SELECT p.project_id, p.slug, p.working_directory,
                   (SELECT c.directory FROM checkouts c WHERE c.project_id = p.project_id ORDER BY c.checkout_id LIMIT 1) AS checkout,
                   d.directory, d.condition, d.branch, d.last_commit, d.last_commit_at, d.uncommitted_changes, d.problem, d.looked_at
              FROM projects p LEFT JOIN directory_states d USING (project_id)
             WHERE p.removed_at IS NULL
             ORDER BY p.slug
            """;
    private static final String PUT = """
            INSERT INTO directory_states (project_id, directory, condition, branch, last_commit, last_commit_at,
                                          uncommitted_changes, problem, looked_at)
            SELECT project_id, :directory, :condition, :branch, :lastCommit, :lastCommitAt, :uncommitted, :problem, :lookedAt
              FROM projects
             WHERE project_id = :project
            ON CONFLICT (project_id)
            DO UPDATE SET directory = excluded.directory, condition = excluded.condition, branch = excluded.branch,
                          last_commit = excluded.last_commit, last_commit_at = excluded.last_commit_at,
                          uncommitted_changes = excluded.uncommitted_changes, problem = excluded.problem,
                          looked_at = excluded.looked_at
            """;

    /// A project and its directory.
    record Placed(long project, DirectoryState state) {}

    private final Transaction tx;

    SqliteDirectoryStore(Transaction tx) {
        this.tx = tx;
    }

    /// Every project, by slug. What was seen in another directory than the present one does not count.
    List<Placed> all() {
        return tx.query(ALL).list(SqliteDirectoryStore::placed);
    }

    private static Placed placed(Row row) {
        var directory = directory(row);
        var seen = Optional.ofNullable(row.nullableText(5));
        var look = directory
                .map(Path::toString)
                .filter(path -> seen.equals(Optional.of(path)))
                .map(path -> look(row));
        return new Placed(row.longValue(1), new DirectoryState(row.text(2), directory, look));
    }

    private static Optional<Path> directory(Row row) {
        var own = row.nullableText(3);
        var checkout = row.nullableBytes(4);
        try {
            if (own != null) {
                return Optional.of(Path.of(own).toAbsolutePath());
            }
            return Optional.ofNullable(checkout)
                    .map(bytes ->
                            Path.of("/").resolve(NativeNames.relative(Arrays.copyOfRange(bytes, 1, bytes.length))));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static Look look(Row row) {
        return new Look(
                Condition.of(row.text(6)),
                Optional.ofNullable(row.nullableText(7)),
                Optional.ofNullable(row.nullableText(8)),
                Optional.ofNullable(row.nullableInstant(9)),
                Optional.ofNullable(row.nullableLong(10)),
                Optional.ofNullable(row.nullableText(11)),
                row.instant(12));
    }

    void put(long project, Path directory, Look look) {
        tx.update(PUT)
                .bind("project", project)
                .bind("directory", directory.toString())
                .bind("condition", look.condition().word())
                .bind("branch", look.branch().orElse(null))
                .bind("lastCommit", look.lastCommit().orElse(null))
                .bind("lastCommitAt", look.lastCommitAt().orElse(null))
                .bind("uncommitted", look.uncommitted().orElse(null))
                .bind("problem", look.problem().orElse(null))
                .bind("lookedAt", look.lookedAt())
                .execute();
    }
}
