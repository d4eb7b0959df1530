package dev.templedb.cathedral.forks;

import java.util.List;
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

    /// The versions of a source that are there, as they were published. Their ids keep the times of the source's,
    /// since versions are listed in the order of their ids.
    private static final String COPY_VERSIONS = """
            INSERT INTO project_versions (id, project_id, version, manifest, package_url, package_size_bytes,
                                          checksum_sha256, created_by, created_at, state_root, pre_release, notes,
                                          yanked_at, yanked_by, yank_reason, signature, signed_by, signer_id,
                                          signer_key_id, signed_project)
            SELECT CAST(left(CAST(v.id AS text), 13) || right(CAST(new_id() AS text), 23) AS uuid),
                   f.id, v.version, v.manifest,
                   '/api/v1/packages/' || o.name || '/' || f.slug || '/' || v.version || '/download',
                   v.package_size_bytes, v.checksum_sha256, v.created_by, v.created_at, v.state_root, v.pre_release,
                   v.notes, v.yanked_at, v.yanked_by, v.yank_reason, v.signature, v.signed_by, v.signer_id,
                   v.signer_key_id, v.signed_project
              FROM project_versions v, projects f, owners o
             WHERE v.project_id = :source AND v.deleted_at IS NULL AND f.id = :fork AND o.id = f.owner_id
            """;

    private static final String COPY_LATEST = """
            UPDATE projects f
               SET latest_version = s.latest_version
              FROM projects s
             WHERE f.id = :fork AND s.id = :source
            """;

    private static final String VERSION_STATES = """
            SELECT DISTINCT state_root FROM project_versions WHERE project_id = :project AND deleted_at IS NULL
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

    /// Gives the fork the versions of its source, but not how often they were downloaded.
    void copyVersions(Handle handle, UUID source, UUID fork) {
        handle.createUpdate(COPY_VERSIONS)
                .bind("source", source)
                .bind("fork", fork)
                .execute();
        handle.createUpdate(COPY_LATEST)
                .bind("source", source)
                .bind("fork", fork)
                .execute();
    }

    /// The states that the versions of a project are at.
    List<String> versionStates(Handle handle, UUID project) {
        return handle.createQuery(VERSION_STATES)
                .bind("project", project)
                .mapTo(String.class)
                .list();
    }

    void setState(Handle handle, UUID fork, String state) {
        handle.createUpdate("UPDATE projects SET state_root = :state, state_at = now() WHERE id = :id")
                .bind("state", state)
                .bind("id", fork)
                .execute();
    }
}
