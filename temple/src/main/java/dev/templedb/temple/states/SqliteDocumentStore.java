package dev.templedb.temple.states;

import dev.templedb.core.Sha256;
import dev.templedb.sqlite.Transaction;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The documents of a project by name, inside one transaction. Their bytes are pieces among the objects.
public final class SqliteDocumentStore {
    private static final String ALL = "SELECT name, sha256 FROM project_documents WHERE project_id = ?1";
    private static final String ADD = "INSERT INTO project_documents (project_id, name, sha256) VALUES (?1, ?2, ?3)";

    private final Transaction tx;
    private final long project;

    /// The documents of a project as `tx` sees them.
    public SqliteDocumentStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// Every document with the hash of its bytes.
    public SortedMap<String, Sha256> all() {
        var documents = new TreeMap<String, Sha256>();
        tx.query(ALL).bind(1, project).forEach(row -> documents.put(row.text(1), Sha256.ofBytes(row.bytes(2))));
        return documents;
    }

    /// Adds documents.
    public void add(Map<String, Sha256> documents) {
        tx.batch(
                ADD,
                batch -> documents.forEach((name, hash) ->
                        batch.set(1, project).set(2, name).set(3, hash.bytes()).add()));
    }
}
