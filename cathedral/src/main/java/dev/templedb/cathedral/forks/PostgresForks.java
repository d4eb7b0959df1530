package dev.templedb.cathedral.forks;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class PostgresForks {
    private static final String ADD = """
            INSERT INTO project_forks (source_project_id, fork_project_id, forked_by, state_root, version)
            SELECT :source, :fork, :user, :state,
                   (SELECT v.version
                      FROM project_versions v
                     WHERE v.project_id = :source AND v.state_root = :state AND v.deleted_at IS NULL
                     ORDER BY v.id DESC
                     LIMIT 1)
            """;

    /// What the page of a project says goes with it.
    private static final String DESCRIBE = """
            UPDATE projects f
               SET source_project_id = s.id, name = s.name, description = s.description, license = s.license,
                   homepage_url = s.homepage_url, repository_url = s.repository_url,
                   default_branch = s.default_branch, readme = s.readme, languages = s.languages,
                   tag_names = s.tag_names
              FROM projects s
             WHERE f.id = :fork AND s.id = :source
            """;

    private static final String COPY_TAGS = """
            INSERT INTO project_tags (project_id, tag_id)
            SELECT :fork, tag_id FROM project_tags WHERE project_id = :source
            """;

    /// Keeps the source from moving on, and its content from being collected, until the fork is there.
    Optional<String> lockState(Handle handle, UUID source) {
        return handle.createQuery("SELECT state_root FROM projects WHERE id = :id AND state_root IS NOT NULL FOR SHARE")
                .bind("id", source)
                .mapTo(String.class)
                .findOne();
    }

    void add(Handle handle, UUID source, UUID fork, UUID user, @Nullable String state) {
        handle.createUpdate(ADD)
                .bind("source", source)
                .bind("fork", fork)
                .bind("user", user)
                .bind("state", state)
                .execute();
        handle.createUpdate(DESCRIBE).bind("source", source).bind("fork", fork).execute();
        handle.createUpdate(COPY_TAGS).bind("source", source).bind("fork", fork).execute();
    }

    void setState(Handle handle, UUID fork, String state) {
        handle.createUpdate("UPDATE projects SET state_root = :state, state_at = now() WHERE id = :id")
                .bind("state", state)
                .bind("id", fork)
                .execute();
    }
}
