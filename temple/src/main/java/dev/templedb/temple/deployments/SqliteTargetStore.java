package dev.templedb.temple.deployments;

import dev.templedb.packages.json.CompactJson;
import dev.templedb.sqlite.Transaction;
import java.util.List;
import java.util.Optional;

/// The targets of one project, inside one transaction.
final class SqliteTargetStore {
    private static final String DOCUMENT = "SELECT document, bytes FROM deployment_documents WHERE project_id = ?1";
    private static final String PUT_DOCUMENT = """
            INSERT INTO deployment_documents (project_id, document, bytes)
            VALUES (?1, ?2, ?3)
            """;
    private static final String REMOVE_DOCUMENT = "DELETE FROM deployment_documents WHERE project_id = ?1";
    private static final String CLEAR = "DELETE FROM deployment_targets WHERE project_id = ?1";
    private static final String ADD = """
            INSERT INTO deployment_targets (project_id, position, name, json)
            VALUES (?1, ?2, ?3, ?4)
            """;

    private final Transaction tx;
    private final long project;

    SqliteTargetStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    Optional<TargetsDocument> document() {
        return tx.query(DOCUMENT).bind(1, project).first(row -> new TargetsDocument(row.text(1), row.bytes(2)));
    }

    List<Target> targets() {
        return document().flatMap(TargetsDocument::targets).orElse(List.of());
    }

    /// Forgets all targets.
    void clear() {
        tx.update(CLEAR).bind(1, project).execute();
        tx.update(REMOVE_DOCUMENT).bind(1, project).execute();
    }

    /// Keeps `document`, and what of it queries look at.
    void put(TargetsDocument document) {
        clear();
        if (document.isEmpty()) {
            return;
        }
        tx.update(PUT_DOCUMENT)
                .bind(1, project)
                .bind(2, document.name())
                .bind(3, document.bytes())
                .execute();
        var targets = document.targets().orElseThrow();
        for (int i = 0; i < targets.size(); i++) {
            tx.update(ADD)
                    .bind(1, project)
                    .bind(2, (long) i)
                    .bind(3, targets.get(i).name())
                    .bind(4, CompactJson.write(targets.get(i).json()))
                    .execute();
        }
    }
}
