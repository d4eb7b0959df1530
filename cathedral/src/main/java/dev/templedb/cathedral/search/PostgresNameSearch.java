package dev.templedb.cathedral.search;

import dev.templedb.api.OrganizationJson;
import dev.templedb.api.TagJson;
import dev.templedb.api.UserJson;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Viewer;
import dev.templedb.cathedral.sql.PostgresRows;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class PostgresNameSearch {
    private static final String USERS = """
            SELECT u.username, u.display_name, u.avatar_url, u.bio, u.website_url, u.created_at
              FROM users u
             WHERE lower(u.username || ' ' || coalesce(u.display_name, '')) LIKE :pattern
               AND u.disabled_at IS NULL
               AND (CAST(:after AS text) IS NULL OR lower(u.username) > :after)
             ORDER BY lower(u.username)
             LIMIT :limit
            """;

    private static final String ORGANIZATIONS = """
            SELECT g.slug, g.name, g.description, g.website_url, g.signed_versions, g.created_at, m.role
              FROM organizations g
              LEFT JOIN org_members m ON m.org_id = g.id AND m.user_id = :user
             WHERE lower(g.slug || ' ' || g.name) LIKE :pattern
               AND (CAST(:after AS text) IS NULL OR lower(g.slug) > :after)
             ORDER BY lower(g.slug)
             LIMIT :limit
            """;

    private static final String TAGS = """
            SELECT t.name, t.category, count(*) AS projects
              FROM tags t
              JOIN project_tags pt ON pt.tag_id = t.id
              JOIN visible_projects(:viewer, :everything, :reach) p ON p.id = pt.project_id
             WHERE t.name LIKE :pattern
               AND (CAST(:after AS text) IS NULL OR t.name > :after)
             GROUP BY t.name, t.category
             ORDER BY t.name
             LIMIT :limit
            """;

    /// Something that was found, with its name in lower case.
    record Named<T>(String name, T json) {
        List<String> keys() {
            return List.of(name);
        }
    }

    List<Named<UserJson>> users(Handle handle, String words, @Nullable String after, int limit) {
        return handle.createQuery(USERS)
                .bind("pattern", pattern(words))
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new Named<>(
                        row.getString("username").toLowerCase(Locale.ROOT),
                        new UserJson(
                                row.getString("username"),
                                row.getString("display_name"),
                                row.getString("avatar_url"),
                                row.getString("bio"),
                                row.getString("website_url"),
                                null,
                                PostgresRows.instant(row, "created_at"))))
                .list();
    }

    List<Named<OrganizationJson>> organizations(
            Handle handle, @Nullable UUID user, String words, @Nullable String after, int limit) {
        return handle.createQuery(ORGANIZATIONS)
                .bind("user", user)
                .bind("pattern", pattern(words))
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new Named<>(
                        row.getString("slug").toLowerCase(Locale.ROOT),
                        new OrganizationJson(
                                row.getString("slug"),
                                row.getString("name"),
                                row.getString("description"),
                                row.getString("website_url"),
                                row.getString("signed_versions"),
                                row.getString("role"),
                                PostgresRows.instant(row, "created_at"))))
                .list();
    }

    List<TagJson> tags(Handle handle, Caller caller, String words, @Nullable String after, int limit) {
        return Viewer.bind(handle.createQuery(TAGS), caller)
                .bind("pattern", pattern(words))
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) ->
                        new TagJson(row.getString("name"), row.getString("category"), row.getLong("projects")))
                .list();
    }

    /// What names with these words in them are like.
    static String pattern(String words) {
        String plain = words.toLowerCase(Locale.ROOT).replace("\0", "").strip();
        String cut = plain.substring(0, Math.min(plain.length(), 100));
        return "%" + cut.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
