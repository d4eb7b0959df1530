package dev.templedb.cathedral.signing;

import dev.templedb.cathedral.sql.PostgresRows;
import dev.templedb.packages.signatures.PackageSignature;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class PostgresSigning {
    /// One's own keys first. A signature of OpenPGP may be by a subkey, which nothing but the key itself tells.
    private static final String KEYS = """
            WITH people AS (
                SELECT CAST(:pusher AS uuid) AS id
                 UNION
                SELECT CAST(:owner AS uuid)
                 UNION
                SELECT user_id
                  FROM project_collaborators
                 WHERE project_id = :project AND role IN ('owner', 'maintainer', 'contributor')
                 UNION
                SELECT user_id
                  FROM org_members
                 WHERE org_id = :owner AND role IN ('owner', 'maintainer'))
            SELECT k.id, k.user_id, k.public_key
              FROM people
              JOIN users u ON u.id = people.id AND u.disabled_at IS NULL
              JOIN user_keys k ON k.user_id = u.id
             WHERE k.kind = :kind
               AND k.revoked_at IS NULL
               AND (k.kind = 'gpg' OR k.fingerprint = :fingerprint)
             ORDER BY k.user_id <> :pusher, k.created_at, k.id
             LIMIT 500
            """;

    private static final String NAME = """
            SELECT o.name || '/' || p.slug
              FROM projects p
              JOIN owners o ON o.id = p.owner_id
             WHERE p.id = :project
            """;

    private static final String POLICY = """
            SELECT p.signed_versions AS project, g.signed_versions AS organization
              FROM projects p
              LEFT JOIN organizations g ON g.id = p.owner_id
             WHERE p.id = :project
            """;

    /// A key of somebody who may publish.
    record Key(UUID id, UUID user, String text) {}

    /// What a project and its organization say.
    record Said(@Nullable SignedVersions project, @Nullable SignedVersions organization) {}

    /// The keys that may be those of a signature.
    List<Key> keys(Handle handle, UUID pusher, @Nullable UUID project, UUID owner, PackageSignature signature) {
        return handle.createQuery(KEYS)
                .bind("pusher", pusher)
                .bind("project", project)
                .bind("owner", owner)
                .bind("kind", signature.isSsh() ? "ssh" : "gpg")
                .bind("fingerprint", signature.signedBy())
                .map((row, context) -> new Key(
                        PostgresRows.id(row, "id"), PostgresRows.id(row, "user_id"), row.getString("public_key")))
                .list();
    }

    /// `owner/slug`, as they are now.
    String name(Handle handle, UUID project) {
        return handle.createQuery(NAME)
                .bind("project", project)
                .mapTo(String.class)
                .one();
    }

    UUID owner(Handle handle, UUID project) {
        return handle.createQuery("SELECT owner_id FROM projects WHERE id = :project")
                .bind("project", project)
                .mapTo(UUID.class)
                .one();
    }

    Said policy(Handle handle, UUID project) {
        return handle.createQuery(POLICY)
                .bind("project", project)
                .map((row, context) -> new Said(
                        SignedVersions.ofNullable(row.getString("project")),
                        SignedVersions.ofNullable(row.getString("organization"))))
                .one();
    }

    /// What an owner says of projects that are still to be made; empty for a user and for an organization that
    /// leaves
    /// it to
    /// others.
    Optional<SignedVersions> policyOfOwner(Handle handle, UUID owner) {
        return handle.createQuery(
                        "SELECT signed_versions FROM organizations WHERE id = :owner AND signed_versions IS NOT NULL")
                .bind("owner", owner)
                .mapTo(String.class)
                .findOne()
                .map(SignedVersions::of);
    }
}
