package dev.templedb.cathedral.testing;

import dev.templedb.cathedral.accounts.SealedCodes;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.secrets.SecretKeys;
import dev.templedb.cathedral.secrets.SecretSettings;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Puts users, organizations and projects into a database, for tests of what is built on them.
public final class People {
    private final Jdbi jdbi;

    public People(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// What encrypts the secrets of one-time codes, with a key that is the same in all tests.
    public static SealedCodes codes(Jdbi jdbi) {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        var settings = Settings.of(
                SecretSettings.ALL, List.of(new SettingsSource("test", Map.of(SecretSettings.KEYS.key(), key))));
        return new SealedCodes(jdbi, new SecretKeys(settings, Path.of("nowhere")));
    }

    /// A user, with the e-mail address `name@example.org`.
    public UUID user(String name) {
        return jdbi.inTransaction(handle -> {
            var id = owner(name, "user");
            handle.execute("INSERT INTO users (id, username, email) VALUES (?, ?, ?)", id, name, name + "@example.org");
            return id;
        });
    }

    /// The id of a user who is there.
    public UUID id(String name) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM users WHERE username = :name")
                .bind("name", name)
                .mapTo(UUID.class)
                .one());
    }

    /// An organization without members.
    public UUID organization(String name) {
        var id = owner(name, "organization");
        jdbi.useHandle(handle ->
                handle.execute("INSERT INTO organizations (id, slug, name) VALUES (?, ?, ?)", id, name, name));
        return id;
    }

    private UUID owner(String name, String kind) {
        return jdbi.withHandle(
                handle -> handle.createQuery("INSERT INTO owners (name, kind) VALUES (:name, :kind) RETURNING id")
                        .bind("name", name)
                        .bind("kind", kind)
                        .mapTo(UUID.class)
                        .one());
    }

    /// Puts a user into an organization.
    public void member(UUID organization, UUID user, String role) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO org_members (org_id, user_id, role) VALUES (?, ?, ?)", organization, user, role));
    }

    /// A project of a user or an organization.
    public UUID project(UUID owner, String slug, String visibility) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO projects (slug, name, visibility, owner_type, owner_id)
                        SELECT :slug, :slug, :visibility, kind, id FROM owners WHERE id = :owner
                        RETURNING id
                        """)
                .bind("slug", slug)
                .bind("visibility", visibility)
                .bind("owner", owner)
                .mapTo(UUID.class)
                .one());
    }

    /// Gives a user a role on a project.
    public void collaborator(UUID project, UUID user, String role) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO project_collaborators (project_id, user_id, role) VALUES (?, ?, ?)", project, user, role));
    }

    /// A user in a session.
    public static Caller signedIn(UUID user) {
        return caller(user, false, Scope.all(), null);
    }

    /// An administrator in a session.
    public static Caller administrator(UUID user) {
        return caller(user, true, Scope.all(), null);
    }

    /// A user with a token of these scopes.
    public static Caller token(UUID user, String... scopes) {
        return caller(user, false, Scope.of(List.of(scopes)), null);
    }

    /// A user with a token of all scopes that reaches these projects only.
    public static Caller limited(UUID user, UUID... projects) {
        return caller(user, false, Scope.all(), Set.of(projects));
    }

    /// Somebody who is not signed in.
    public static Caller anonymous() {
        return Caller.SERVER;
    }

    private static Caller caller(
            UUID user,
            boolean administrator,
            Set<Scope> scopes,
            @org.jspecify.annotations.Nullable Set<UUID> projects) {
        return new Caller(
                new Caller.Identity(user, "user-" + user, administrator, scopes, projects, null, null), Origin.SERVER);
    }
}
