package dev.templedb.temple.cloning;

import dev.templedb.sqlite.Transaction;
import java.util.List;

/// Copies the rows of one project for another one, inside one transaction.
final class SqliteProjectCopy {
    /// `?1` is the source, `?2` the clone.
    static final List<String> STATEMENTS = List.of(
            """
            UPDATE projects
               SET (head_ref, head_commit) = (SELECT head_ref, head_commit FROM projects WHERE project_id = ?1)
             WHERE project_id = ?2
            """,
            """
            INSERT INTO refs (project_id, name, target, commit_id)
            SELECT ?2, name, target, commit_id FROM refs WHERE project_id = ?1
            """,
            """
            INSERT INTO shallow_commits (project_id, commit_id)
            SELECT ?2, commit_id FROM shallow_commits WHERE project_id = ?1
            """,
            """
            INSERT INTO project_frames (project_id, frame_no, live)
            SELECT ?2, frame_no, live FROM project_frames WHERE project_id = ?1
            """,
            """
            INSERT INTO project_documents (project_id, name, sha256, part)
            SELECT ?2, name, sha256, part FROM project_documents WHERE project_id = ?1
            """,
            """
            INSERT INTO commits (project_id, commit_no, commit_id, tree_id, author_name, author_email, authored_at, author_zone,
                                 committer_name, committer_email, committed_at, committer_zone, signed, message)
            SELECT ?2, commit_no, commit_id, tree_id, author_name, author_email, authored_at, author_zone, committer_name,
                   committer_email, committed_at, committer_zone, signed, message
              FROM commits
             WHERE project_id = ?1
            """,
            """
            INSERT INTO commit_parents (project_id, commit_no, position, parent_no)
            SELECT ?2, commit_no, position, parent_no FROM commit_parents WHERE project_id = ?1
            """,
            """
            INSERT INTO paths (project_id, path_no, path)
            SELECT ?2, path_no, path FROM paths WHERE project_id = ?1
            """,
            """
            INSERT INTO commit_changes (project_id, path_no, commit_no, mode, blob)
            SELECT ?2, path_no, commit_no, mode, blob FROM commit_changes WHERE project_id = ?1
            """,
            """
            INSERT INTO files (project_id, path_no, mode, blob, bytes, type, language, is_binary, lines, code_lines, comment_lines,
                               blank_lines, complexity)
            SELECT ?2, path_no, mode, blob, bytes, type, language, is_binary, lines, code_lines, comment_lines, blank_lines, complexity
              FROM files
             WHERE project_id = ?1
            """,
            """
            INSERT INTO dependency_states (project_id, reader, unfollowed_path_no)
            SELECT ?2, reader, unfollowed_path_no FROM dependency_states WHERE project_id = ?1
            """,
            """
            INSERT INTO project_manifests (project_id, path_no, blob, format)
            SELECT ?2, path_no, blob, format FROM project_manifests WHERE project_id = ?1
            """,
            """
            INSERT INTO dependencies (project_id, path_no, position, type, namespace, name, version, requirement, scope, direct)
            SELECT ?2, path_no, position, type, namespace, name, version, requirement, scope, direct
              FROM dependencies
             WHERE project_id = ?1
            """,
            """
            INSERT INTO dependency_edges (project_id, path_no, position, needs)
            SELECT ?2, path_no, position, needs FROM dependency_edges WHERE project_id = ?1
            """,
            """
            INSERT INTO variables (project_id, environment, name, value, changed_at)
            SELECT ?2, environment, name, value, changed_at FROM variables WHERE project_id = ?1
            """,
            """
            INSERT INTO environment_versions (project_id, name, version, text, how, changed_at, changed_by)
            SELECT ?2, name, version, text, how, changed_at, changed_by FROM environment_versions WHERE project_id = ?1
            """,
            """
            INSERT INTO secret_recipients (project_id, key, kind, comment)
            SELECT ?2, key, kind, comment FROM secret_recipients WHERE project_id = ?1
            """,
            """
            INSERT INTO reader_keys (project_id, key, person, remote_id, confirmed_at)
            SELECT ?2, key, person, remote_id, confirmed_at FROM reader_keys WHERE project_id = ?1
            """,
            """
            INSERT INTO secret_versions (project_id, name, version, ciphertext, recipients, exposed_to, changed_at, changed_by)
            SELECT ?2, name, version, ciphertext, recipients, exposed_to, changed_at, changed_by
              FROM secret_versions
             WHERE project_id = ?1 AND removed_at IS NULL
            """,
            """
            INSERT INTO deployment_targets (project_id, position, name, json)
            SELECT ?2, position, name, json FROM deployment_targets WHERE project_id = ?1
            """,
            """
            INSERT INTO deployment_documents (project_id, document, bytes)
            SELECT ?2, document, bytes FROM deployment_documents WHERE project_id = ?1
            """,
            """
            INSERT INTO members (project_id, role, name, position)
            SELECT ?2, role, name, position FROM members WHERE project_id = ?1 AND role = 'contributor'
            """,
            """
            INSERT INTO registry_documents (project_id, bytes)
            SELECT ?2, bytes FROM registry_documents WHERE project_id = ?1
            """,
            """
            INSERT INTO carried_entries (project_id, format, entry_no, name, version, bytes, sha256)
            SELECT ?2, format, entry_no, name, version, bytes, sha256 FROM carried_entries WHERE project_id = ?1
            """,
            """
            INSERT INTO carried_pieces (project_id, format, entry_no, piece_no, sha256)
            SELECT ?2, format, entry_no, piece_no, sha256 FROM carried_pieces WHERE project_id = ?1
            """);

    private static final String COMMITS = "SELECT count(*) FROM commits WHERE project_id = ?1";
    private static final String FILES = "SELECT count(*) FROM files WHERE project_id = ?1 AND mode <> 57344";

    private final Transaction tx;
    private final long source;
    private final long clone;

    SqliteProjectCopy(Transaction tx, long source, long clone) {
        this.tx = tx;
        this.source = source;
        this.clone = clone;
    }

    void run() {
        for (var statement : STATEMENTS) {
            tx.update(statement).bind(1, source).bind(2, clone).execute();
        }
    }

    long commits() {
        return tx.query(COMMITS).bind(1, clone).longValue();
    }

    long files() {
        return tx.query(FILES).bind(1, clone).longValue();
    }
}
