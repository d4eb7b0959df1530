package dev.templedb.temple.states;

import dev.templedb.core.Sha256;
import dev.templedb.sqlite.Transaction;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The documents of a project by name, inside one transaction. Their bytes are pieces among the objects.
public final class SqliteDocumentStore {
    private static final String ALL = "SELECT name, sha256 FROM project_documents WHERE project_id = ?1";
    private static final String WITH_PARTS = "SELECT name, sha256, part FROM project_documents WHERE project_id = ?1";
    private static final String PUT = """
            INSERT INTO project_documents (project_id, name, sha256, part)
            VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (project_id, name) DO UPDATE SET sha256 = excluded.sha256, part = excluded.part
            """;
    private static final String REMOVE = "DELETE FROM project_documents WHERE project_id = ?1 AND name = ?2";

    private final Transaction tx;
    private final long project;

    /// The documents of a project as `tx` sees them.
    public SqliteDocumentStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// Every document with the hash of its bytes, as of the last recorded state.
    public SortedMap<String, Sha256> all() {
        var documents = new TreeMap<String, Sha256>();
        tx.query(ALL).bind(1, project).forEach(row -> documents.put(row.text(1), Sha256.ofBytes(row.bytes(2))));
        return documents;
    }

    /// A document, and the part that gives it; null when nobody here looks into it.
    record Owned(Sha256 hash, @Nullable String part) {}

    /// Every document by name, with the part that gives it.
    SortedMap<String, Owned> owned() {
        var documents = new TreeMap<String, Owned>();
        tx.query(WITH_PARTS)
                .bind(1, project)
                .forEach(row ->
                        documents.put(row.text(1), new Owned(Sha256.ofBytes(row.bytes(2)), row.nullableText(3))));
        return documents;
    }

    /// The names of the documents that a part gives, or has just taken.
    public Set<String> ownedBy(String part) {
        return owned().entrySet().stream()
                .filter(entry -> part.equals(entry.getValue().part()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// Adds a document, or replaces it.
    ///
    /// @param part whose it is; null when nobody here looks into it
    void put(String name, Sha256 hash, @Nullable String part) {
        tx.update(PUT)
                .bind(1, project)
                .bind(2, name)
                .bind(3, hash.bytes())
                .bind(4, part)
                .execute();
    }

    void remove(String name) {
        tx.update(REMOVE).bind(1, project).bind(2, name).execute();
    }
}
