package dev.templedb.temple.intake;

import dev.templedb.core.GitId;
import dev.templedb.sqlite.Transaction;
import java.util.SortedMap;
import java.util.TreeMap;

/// The refs of a project's source as the last sync saw them, inside one transaction.
final class SqliteSourceRefs {
    private static final String ALL = "SELECT name, target FROM source_refs WHERE project_id = ?1";
    private static final String CLEAR = "DELETE FROM source_refs WHERE project_id = ?1";
    private static final String ADD = "INSERT INTO source_refs (project_id, name, target) VALUES (?1, ?2, ?3)";

    private final Transaction tx;
    private final long project;

    SqliteSourceRefs(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    SortedMap<String, GitId> all() {
        var refs = new TreeMap<String, GitId>();
        tx.query(ALL).bind(1, project).forEach(row -> refs.put(row.text(1), GitId.ofBytes(row.bytes(2))));
        return refs;
    }

    void replace(SortedMap<String, GitId> refs) {
        if (refs.equals(all())) {
            return;
        }
        tx.update(CLEAR).bind(1, project).execute();
        tx.batch(
                ADD,
                batch -> refs.forEach((name, target) -> batch.set(1, project)
                        .set(2, name)
                        .set(3, target.bytes())
                        .add()));
    }
}
