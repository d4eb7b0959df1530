package dev.templedb.temple.states;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The recorded states of a project, inside one transaction.
final class SqliteStateStore {
    private static final String LAST = """
            SELECT s.json
              FROM projects p JOIN states s ON s.project_id = p.project_id AND s.root = p.state_root
             WHERE p.project_id = ?1
            """;
    private static final String LINEAGE = """
            SELECT s.root, p.value
              FROM states s LEFT JOIN json_each(CAST(s.json AS TEXT), '$.parents') p
             WHERE s.project_id = ?1
             ORDER BY s.recorded_at, s.root, p.key
            """;
    private static final String BY_ROOT = "SELECT json FROM states WHERE project_id = ?1 AND root = ?2";
    private static final String ADD = """
            INSERT INTO states (project_id, root, json, recorded_at)
            VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (project_id, root) DO NOTHING
            """;
    private static final String SET_LAST = "UPDATE projects SET state_root = ?2 WHERE project_id = ?1";

    private final Transaction tx;
    private final long project;

    SqliteStateStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    Optional<ProjectState> last() {
        return tx.query(LAST).bind(1, project).first(row -> read(row.bytes(1)));
    }

    Optional<ProjectState> find(Sha256 root) {
        return tx.query(BY_ROOT).bind(1, project).bind(2, root.bytes()).first(row -> read(row.bytes(1)));
    }

    /// The parents of each state by its root, the oldest first.
    SequencedMap<Sha256, List<Sha256>> lineage() {
        var parents = new LinkedHashMap<Sha256, List<Sha256>>();
        tx.query(LINEAGE).bind(1, project).forEach(row -> {
            var of = parents.computeIfAbsent(Sha256.ofBytes(row.bytes(1)), root -> new ArrayList<>());
            var parent = row.nullableText(2);
            if (parent != null) {
                of.add(Sha256.parse(parent));
            }
        });
        return parents;
    }

    private static ProjectState read(byte[] json) {
        try {
            return ProjectState.read(json);
        } catch (InvalidState invalid) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "A recorded project state is damaged: %s.".formatted(invalid.getMessage()),
                    invalid);
        }
    }

    void add(ProjectState state, Instant now) {
        keep(state, now);
        tx.update(SET_LAST).bind(1, project).bind(2, state.root().bytes()).execute();
    }

    /// Remembers a state without saying that the project is in it.
    void keep(ProjectState state, Instant now) {
        tx.update(ADD)
                .bind(1, project)
                .bind(2, state.root().bytes())
                .bind(3, state.bytes())
                .bind(4, now)
                .execute();
    }
}
