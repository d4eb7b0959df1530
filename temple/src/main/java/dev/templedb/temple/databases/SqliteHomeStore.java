package dev.templedb.temple.databases;

import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/// The tables of where databases lie, in one transaction.
final class SqliteHomeStore {
    private static final String FILE = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    private static final String FIND =
            "SELECT home, attached, stamp, documents FROM project_databases WHERE project_id = ?1";
    private static final String PUT = """
            INSERT INTO project_databases (project_id, home, attached)
            VALUES (?1, ?2, ?3)
            ON CONFLICT (project_id) DO UPDATE
               SET home = excluded.home, attached = excluded.attached, stamp = '', documents = ''
            """;
    private static final String GAVE = "UPDATE project_databases SET stamp = ?2, documents = ?3 WHERE project_id = ?1";
    private static final String REMOVE = "DELETE FROM project_databases WHERE project_id = ?1";
    private static final String LEAVE = "INSERT INTO left_databases (home, left_at) VALUES (?1, ?2)";
    private static final String FORGET_LEFT = "DELETE FROM left_databases WHERE left_at < ?1";
    private static final String NAMED = """
            SELECT home FROM project_databases WHERE attached = 0
            UNION SELECT home FROM left_databases
            """;

    private final Transaction tx;

    SqliteHomeStore(Transaction tx) {
        this.tx = tx;
    }

    /// A row.
    ///
    /// @param documents what it gave last
    record Home(String name, boolean isAttached, String stamp, SortedSet<String> documents) {}

    /// The folder of directories, beside the temple's file and called after it.
    Path folder() {
        var file = Path.of(tx.query(FILE).first(row -> row.text(1)).orElseThrow());
        return file.resolveSibling(file.getFileName() + "-databases");
    }

    Path directory(Home home) {
        return home.isAttached() ? Path.of(home.name()) : folder().resolve(home.name());
    }

    /// A name that was never given.
    static String newName() {
        return UUID.randomUUID().toString();
    }

    Optional<Home> find(long project) {
        return tx.query(FIND).bind(1, project).first(SqliteHomeStore::toHome);
    }

    private static Home toHome(Row row) {
        var documents = new TreeSet<>(List.of(row.text(4).split("\n")));
        documents.remove("");
        return new Home(row.text(1), row.booleanValue(2), row.text(3), documents);
    }

    void put(long project, String name, boolean isAttached) {
        tx.update(PUT).bind(1, project).bind(2, name).bind(3, isAttached).execute();
    }

    /// Remembers what the home gave when it looked so.
    void gave(long project, String stamp, Set<String> documents) {
        tx.update(GAVE)
                .bind(1, project)
                .bind(2, stamp)
                .bind(3, String.join("\n", new TreeSet<>(documents)))
                .execute();
    }

    void remove(long project) {
        tx.update(REMOVE).bind(1, project).execute();
    }

    /// Keeps a directory of ours that its project has moved on from.
    void leave(Home home, Instant now) {
        if (!home.isAttached()) {
            tx.update(LEAVE).bind(1, home.name()).bind(2, now).execute();
        }
    }

    void forgetLeftBefore(Instant limit) {
        tx.update(FORGET_LEFT).bind(1, limit).execute();
    }

    /// The names of all directories that are somebody's.
    Set<String> named() {
        return new HashSet<>(tx.query(NAMED).list(row -> row.text(1)));
    }
}
