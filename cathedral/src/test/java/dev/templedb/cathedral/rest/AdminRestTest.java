package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.accounts.PasswordResets;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.signing.VersionSigning;
import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.People;
import dev.templedb.cathedral.versions.VersionPublisher;
import dev.templedb.core.VersionName;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AdminRestTest {
    @Inject
    Jdbi jdbi;

    private Api administrator() {
        var root = Api.newUser("boss", "admin");
        jdbi.useHandle(handle -> handle.execute("UPDATE users SET is_admin = true WHERE username = ?", root.name()));
        return root.api();
    }

    @Test
    void administrators_make_disable_and_help_users() {
        var admin = administrator();
        String name = "made-" + System.identityHashCode(this);
        var made = admin.post(
                "/api/v1/admin/users",
                Map.of("username", name, "email", name + "@example.org", "password", "correct horse battery"));
        assertThat(made.status()).isEqualTo(201);
        var login = Map.of("username", name, "password", "correct horse battery", "token", Map.of("name", "here"));
        String token = Api.anonymous()
                .post("/api/v1/auth/login", login)
                .body()
                .path("token")
                .path("token")
                .asText();
        var user = Api.anonymous().withToken(token);
        assertThat(user.get("/api/v1/auth/user").status()).isEqualTo(200);
        assertThat(user.get("/api/v1/admin/users").code()).isEqualTo("TDB-1413");

        assertThat(admin.patch("/api/v1/admin/users/" + name, Map.of("disabled", true))
                        .body()
                        .path("disabled")
                        .asBoolean())
                .isTrue();
        assertThat(user.get("/api/v1/auth/user").code()).isEqualTo("TDB-1412");
        assertThat(Api.anonymous().post("/api/v1/auth/login", login).code()).isEqualTo("TDB-1411");
        admin.patch("/api/v1/admin/users/" + name, Map.of("disabled", false, "password", "another good phrase"));
        assertThat(Api.anonymous().post("/api/v1/auth/login", login).code()).isEqualTo("TDB-1411");
        assertThat(Api.anonymous()
                        .post("/api/v1/auth/login", Map.of("username", name, "password", "another good phrase"))
                        .status())
                .isEqualTo(200);
        assertThat(admin.get("/api/v1/admin/users?limit=1").body().path("items"))
                .hasSize(1);
        assertThat(Api.newUser("ada", "admin").api().get("/api/v1/admin/users").code())
                .isEqualTo("TDB-1414");
    }

    @Test
    void an_invitation_waits_until_the_address_is_proved() {
        var admin = administrator();
        var ada = Api.newUser("ada");
        var bob = Api.newUser("bob");
        String path = ada.project("waiting", "private");
        ada.api().post(path + "/collaborators", Map.of("user", bob.name() + "@example.org", "role", "contributor"));

        assertThat(bob.api().get(path).status()).isEqualTo(404);
        admin.patch("/api/v1/admin/users/" + bob.name(), Map.of("email_verified", true));
        assertThat(bob.api().get(path).body().path("role").asText()).isEqualTo("contributor");
    }

    @Test
    void the_audit_log_names_who_did_what_from_where_and_shows_a_change_of_any_entry() {
        var admin = administrator();
        var ada = Api.newUser("ada");
        String path = ada.project("watched", "private");
        ada.api().with("User-Agent", "curious\tclient").patch(path, Map.of("description", "new"));

        var entries = ada.api().get(path + "/audit").body().path("items");
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).path("action").asText()).isEqualTo("project.edit");
        assertThat(entries.get(0).path("actor").asText()).isEqualTo(ada.name());
        assertThat(entries.get(0).path("ip_address").asText()).isEqualTo("127.0.0.1");
        assertThat(entries.get(0).path("user_agent").asText()).isEqualTo("curiousclient");
        assertThat(entries.get(0).path("token_id").asText()).isNotEmpty();
        assertThat(entries.get(0).path("request_id").asText()).isNotEmpty();
        assertThat(entries.get(0).path("previous_hash"))
                .isEqualTo(entries.get(1).path("hash"));
        assertThat(Api.newUser("bob").api().get(path + "/audit").status()).isEqualTo(404);

        var check = admin.get("/api/v1/admin/audit/check").body();
        assertThat(check.path("intact").asBoolean()).isTrue();
        assertThat(check.path("entries").asLong()).isGreaterThan(2);
        long number = entries.get(1).path("number").asLong();
        change(number, "project.delete");
        assertThat(admin.get("/api/v1/admin/audit/check")
                        .body()
                        .path("broken_at")
                        .asLong())
                .isEqualTo(number);
        change(number, "project.create");
        assertThat(admin.get("/api/v1/admin/audit/check").body().path("intact").asBoolean())
                .isTrue();
        assertThat(admin.get("/api/v1/admin/audit?limit=2&action=project.create&user=" + ada.name())
                        .body()
                        .path("items"))
                .hasSize(1);
    }

    private void change(long number, String action) {
        jdbi.useHandle(handle -> handle.execute("UPDATE audit_log SET action = ? WHERE number = ?", action, number));
    }

    @Inject
    PasswordResets resets;

    @Inject
    Accounts accounts;

    @Test
    void a_one_time_link_sets_a_password_once() {
        var ada = Api.register("ada");
        var login = Map.of("username", ada.name(), "password", "correct horse battery");
        assertThat(Api.anonymous().post("/api/v1/auth/login", login).status()).isEqualTo(200);
        String token = jdbi.inTransaction(handle -> resets.offer(handle, accounts.byName(handle, ada.name())));
        assertThat(Api.anonymous().post("/api/v1/auth/login", login).code()).isEqualTo("TDB-1411");

        var weak = Map.of("reset_token", token, "password", "short");
        assertThat(Api.anonymous().post("/api/v1/auth/reset", weak).code()).isEqualTo("TDB-1421");
        var good = Map.of("reset_token", token, "password", "another good phrase");
        assertThat(Api.anonymous().post("/api/v1/auth/reset", good).status()).isEqualTo(204);
        assertThat(Api.anonymous().post("/api/v1/auth/reset", good).code()).isEqualTo("TDB-1525");

        assertThat(Api.anonymous()
                        .post("/api/v1/auth/login", Map.of("username", ada.name(), "password", "another good phrase"))
                        .status())
                .isEqualTo(200);
        assertThat(ada.api().get("/api/v1/auth/user").status()).isEqualTo(200);
    }

    @Test
    void jobs_are_shown_and_asked_for_by_administrators_alone() {
        var admin = administrator();
        var jobs = admin.get("/api/v1/admin/jobs");
        assertThat(jobs.status()).isEqualTo(200);
        assertThat(jobs.body().findValuesAsText("name")).contains("gc", "repack", "scrub", "sweep");

        assertThat(admin.post("/api/v1/admin/jobs/gc/run", "").status()).isEqualTo(202);
        assertThat(admin.post("/api/v1/admin/jobs/nothing/run", "").code()).isEqualTo("TDB-1518");
        assertThat(Api.newUser("ada").api().get("/api/v1/admin/jobs").status()).isEqualTo(403);
        assertThat(Api.anonymous().post("/api/v1/admin/jobs/gc/run", "").status())
                .isEqualTo(401);
    }

    @Test
    void versions_are_immutable_yanked_and_deleted_while_they_are_young() {
        var ada = Api.newUser("ada");
        String path = ada.project("released", "public");
        for (String version : new String[] {"1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1"}) {
            publish(ada.name(), version, 1);
        }
        publish(ada.name(), "0.1.0", 80);
        var again = Map.of("version", "v1.0.0");
        assertThat(ada.api().post(path + "/versions", again).code()).isEqualTo("TDB-1449");
        jdbi.useHandle(
                handle -> handle.execute("UPDATE projects SET state_root = ? WHERE slug = 'released'", "b".repeat(64)));
        assertThat(ada.api().post(path + "/versions", again).code()).isEqualTo("TDB-1427");
        assertThat(ada.api()
                        .post(path + "/versions", Map.of("version", "1.0.1", "state", "a".repeat(64)))
                        .code())
                .isEqualTo("TDB-1446");
        assertThat(ada.api()
                        .post(path + "/versions", Map.of("version", "v0.0.1", "notes", "First."))
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("b".repeat(64));
        assertThat(ada.api().delete(path + "/versions/0.0.1").status()).isEqualTo(204);
        assertThat(ada.api()
                        .post(path + "/versions", Map.of("version", "0.0.1"))
                        .code())
                .isEqualTo("TDB-1427");

        assertThat(Api.anonymous().get(path + "/versions").body().path("items")).hasSize(5);
        assertThat(latest(path)).isEqualTo("1.10.0");
        var yanked = ada.api()
                .patch(path + "/versions/v1.10.0", Map.of("yanked", true, "yank_reason", "broken", "notes", "Oh."));
        assertThat(yanked.body().path("yank_reason").asText()).isEqualTo("broken");
        assertThat(latest(path)).isEqualTo("1.9.0");
        assertThat(Api.anonymous().get(path + "/versions/1.10.0").status()).isEqualTo(200);
        assertThat(Api.newUser("bob")
                        .api()
                        .patch(path + "/versions/1.9.0", Map.of("yanked", true))
                        .status())
                .isEqualTo(403);
        assertThat(ada.api().delete(path + "/versions/0.1.0").code()).isEqualTo("TDB-1429");
        assertThat(ada.api().delete(path + "/versions/1.9.0").status()).isEqualTo(204);
        assertThat(Api.anonymous().get(path + "/versions/1.9.0").code()).isEqualTo("TDB-1426");
        assertThat(latest(path)).isEqualTo("1.0.0");
        assertThat(Api.anonymous().get(path + "/versions/no%00name").status()).isEqualTo(404);
    }

    @Test
    void administrators_see_how_much_there_is() {
        var admin = administrator();
        var before = admin.get("/api/v1/admin/counts").body();
        var ada = Api.newUser("counted");
        ada.project("released", "public");
        ada.project("hidden", "private");
        String gone = ada.project("gone", "internal");
        publish(ada.name(), "1.0.0", 1);
        publish(ada.name(), "1.1.0", 1);
        assertThat(ada.api().delete(gone).status()).isEqualTo(204);
        ada.api().post("/api/v1/orgs", Map.of("slug", ada.name() + "-team", "name", "Team"));
        ada.project("old", "internal");
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE projects SET updated_at = now() - interval '31 days'"
                        + " WHERE slug = 'old' AND owner_id = (SELECT id FROM owners WHERE name = ?)",
                ada.name()));

        var after = admin.get("/api/v1/admin/counts").body();

        var more = Map.of(
                "projects", 3,
                "active_projects", 2,
                "public_projects", 1,
                "internal_projects", 1,
                "private_projects", 1,
                "versions", 2,
                "contributors", 1,
                "users", 1,
                "organizations", 1);
        more.forEach((name, difference) -> assertThat(
                        after.path(name).asLong() - before.path(name).asLong())
                .as(name)
                .isEqualTo((long) difference));
        assertThat(ada.api().get("/api/v1/admin/counts").status()).isEqualTo(403);
        assertThat(Api.anonymous().get("/api/v1/admin/counts").status()).isEqualTo(401);
        assertThat(io.restassured.RestAssured.get("/metrics").asString())
                .containsPattern("cathedral_projects\\{visibility=\"public\"} [1-9]")
                .containsPattern("cathedral_contributors [0-9]");
    }

    private static String latest(String path) {
        return Api.anonymous()
                .get(path + "/versions/latest")
                .body()
                .path("version")
                .asText();
    }

    @Inject
    VersionPublisher publisher;

    @Inject
    Permissions permissions;

    private void publish(String owner, String version, int hoursAgo) {
        jdbi.useTransaction(handle -> {
            var caller = People.signedIn(new People(jdbi).id(owner));
            var project =
                    permissions.require(handle, caller, new ProjectAddress(owner, "released"), ProjectAction.PUBLISH);
            var name = VersionName.of(version);
            publisher.publish(
                    handle,
                    caller,
                    project,
                    new VersionPublisher.Publication(
                            name,
                            "a".repeat(64),
                            Map.of("version", "2.0.0"),
                            10L,
                            null,
                            null,
                            new VersionSigning.Given(null, List.of())));
            handle.execute(
                    "UPDATE project_versions SET created_at = now() - make_interval(hours => ?) WHERE version = ?",
                    hoursAgo,
                    version);
        });
    }
}
