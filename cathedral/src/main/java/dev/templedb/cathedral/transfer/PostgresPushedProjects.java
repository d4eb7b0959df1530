package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.Sha256;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What a push asks of projects and versions, and writes about them.
final class PostgresPushedProjects {
    private static final String IS_TAKEN = """
            SELECT EXISTS (SELECT FROM projects p JOIN owners o ON o.id = p.owner_id
                            WHERE lower(o.name) = lower(:owner) AND lower(p.slug) = lower(:slug) AND p.deleted_at IS NULL)
            """;
    private static final String HAS_VERSION =
            "SELECT EXISTS (SELECT FROM project_versions WHERE project_id = :project AND version = :version)";
    private static final String IS_VERSION_OF = """
            SELECT EXISTS (SELECT FROM project_versions
                            WHERE project_id = :project AND version = :version AND state_root = :root
                              AND deleted_at IS NULL)
            """;
    /// Frames of which only a part is sent count whole.
    private static final String PACKAGE_BYTES = """
            SELECT coalesce(sum(p.frame_bytes), 0) FROM state_packs s JOIN packs p ON p.id = s.pack_id
             WHERE s.project_id = :project AND s.root = :root
            """;
    private static final String DESCRIBE = """
            UPDATE projects
               SET default_branch = :branch, statistics = CAST(:statistics AS jsonb), languages = :languages,
                   readme = :readme
             WHERE id = :project
            """;

    boolean isTaken(Handle handle, ProjectAddress address) {
        return handle.createQuery(IS_TAKEN)
                .bind("owner", address.owner())
                .bind("slug", address.slug())
                .mapTo(Boolean.class)
                .one();
    }

    boolean hasVersion(Handle handle, UUID project, String version) {
        return handle.createQuery(HAS_VERSION)
                .bind("project", project)
                .bind("version", version)
                .mapTo(Boolean.class)
                .one();
    }

    boolean isVersionOf(Handle handle, UUID project, String version, Sha256 root) {
        return handle.createQuery(IS_VERSION_OF)
                .bind("project", project)
                .bind("version", version)
                .bind("root", root.hex())
                .mapTo(Boolean.class)
                .one();
    }

    /// About how many bytes the package of a kept state has.
    long packageBytes(Handle handle, UUID project, Sha256 root) {
        return handle.createQuery(PACKAGE_BYTES)
                .bind("project", project)
                .bind("root", root.hex())
                .mapTo(Long.class)
                .one();
    }

    void describe(Handle handle, UUID project, PushedFacts facts) {
        handle.createUpdate(DESCRIBE)
                .bind("project", project)
                .bind("branch", facts.defaultBranch())
                .bind("statistics", facts.statistics())
                .bindArray("languages", String.class, facts.languages())
                .bind("readme", facts.readme())
                .execute();
    }
}
