package dev.templedb.cathedral.permissions;

import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Gathers the facts that the rules judge.
final class PostgresPermissions {
    /// The present address goes before one that has been moved from; both are looked for, whatever is found, so
    /// that
    /// the work is the same for what must not be seen and for what is not there.
    private static final String FIND = """
            SELECT p.id, o.name AS owner, p.slug, p.visibility, a.moved,
                   project_rank(p.id, p.owner_id, :user) AS rank
              FROM (SELECT p.id, false AS moved
                      FROM projects p JOIN owners o ON o.id = p.owner_id
                     WHERE lower(o.name) = lower(:owner) AND lower(p.slug) = lower(:slug)
                     UNION ALL
                    SELECT m.project_id, true
                      FROM project_moves m
                     WHERE lower(m.owner_name) = lower(:owner) AND lower(m.slug) = lower(:slug)) a
              JOIN projects p ON p.id = a.id AND p.deleted_at IS NULL
              JOIN owners o ON o.id = p.owner_id
             ORDER BY a.moved
             LIMIT 1
            """;

    private static final String FIND_ORGANIZATION = """
            SELECT g.id, g.slug, m.role
              FROM organizations g
              LEFT JOIN org_members m ON m.org_id = g.id AND m.user_id = :user
             WHERE lower(g.slug) = lower(:name)
            """;

    /// A project, and whether it was found by an address that it had before.
    record Found(ProjectAccess access, boolean moved) {}

    Optional<Found> find(Handle handle, Caller caller, ProjectAddress address) {
        return handle.createQuery(FIND)
                .bind("owner", address.owner())
                .bind("slug", address.slug())
                .bind("user", caller.user())
                .map(PostgresPermissions::found)
                .findOne();
    }

    private static Found found(ResultSet row, StatementContext context) throws SQLException {
        return new Found(
                new ProjectAccess(
                        row.getObject("id", UUID.class),
                        new ProjectAddress(row.getString("owner"), row.getString("slug")),
                        Visibility.of(row.getString("visibility")),
                        Role.ofRank(row.getInt("rank"))),
                row.getBoolean("moved"));
    }

    Optional<OrganizationAccess> findOrganization(Handle handle, Caller caller, String name) {
        try {
            var slug = new Slug(name);
            return handle.createQuery(FIND_ORGANIZATION)
                    .bind("name", slug.text())
                    .bind("user", caller.user())
                    .map((row, context) -> {
                        String role = row.getString("role");
                        return new OrganizationAccess(
                                row.getObject("id", UUID.class),
                                row.getString("slug"),
                                role == null ? null : OrganizationRole.of(role));
                    })
                    .findOne();
        } catch (TempleException impossible) {
            return Optional.empty();
        }
    }
}
