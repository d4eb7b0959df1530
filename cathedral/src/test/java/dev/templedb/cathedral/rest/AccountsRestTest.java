package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccountsRestTest {
    private static final String PASSWORD = "correct horse battery";

    @Test
    void who_registers_is_signed_in_and_can_log_in_again() {
        var ada = Api.register("ada");

        assertThat(ada.api().get("/api/v1/auth/user").body().path("username").asText())
                .isEqualTo(ada.name());
        var login = Api.anonymous()
                .post(
                        "/api/v1/auth/login",
                        Map.of("username", ada.name().toUpperCase(java.util.Locale.ROOT), "password", PASSWORD));
        assertThat(login.status()).isEqualTo(200);
        String cookie = login.header("Set-Cookie");
        assertThat(cookie).startsWith("cathedral_session=").contains("HttpOnly", "SameSite=Lax", "Path=/");
        var session = Api.anonymous().with("Cookie", cookie.substring(0, cookie.indexOf(';')));
        assertThat(session.get("/api/v1/auth/user").status()).isEqualTo(200);
        assertThat(session.with("Sec-Fetch-Site", "same-origin")
                        .post("/api/v1/auth/logout", "")
                        .status())
                .isEqualTo(204);
        assertThat(session.get("/api/v1/auth/user").code()).isEqualTo("TDB-1410");
    }

    @Test
    void an_account_needs_no_email_address_and_can_get_one() {
        var name = "mailless-" + System.nanoTime();
        var made = Api.anonymous()
                .post(
                        "/api/v1/auth/register",
                        Map.of("username", name, "password", PASSWORD, "token", Map.of("name", "tests")));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.body().path("user").path("email").isNull()).isTrue();
        var api = Api.anonymous()
                .withToken(made.body().path("token").path("token").asText());
        assertThat(api.get("/api/v1/auth/user").body().path("email_verified").asBoolean())
                .isFalse();
        var second =
                Api.anonymous().post("/api/v1/auth/register", Map.of("username", name + "-2", "password", PASSWORD));
        assertThat(second.status()).as("two accounts without an address").isEqualTo(201);
        var given = api.patch(
                "/api/v1/users/" + name, Map.of("email", name + "@example.org", "current_password", PASSWORD));
        assertThat(given.body().path("email").asText()).isEqualTo(name + "@example.org");
    }

    @Test
    void a_wrong_password_and_an_unknown_user_get_the_same_answer() {
        var ada = Api.register("ada");

        var wrong = Api.anonymous()
                .post("/api/v1/auth/login", Map.of("username", ada.name(), "password", "not the right one"));
        var unknown = Api.anonymous()
                .post("/api/v1/auth/login", Map.of("username", "nobody-at-all", "password", "not the right one"));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("TDB-1411");
        assertThat(wrong.text()).isEqualTo(unknown.text());
    }

    @Test
    void too_many_failures_for_a_name_from_one_address_are_refused_for_a_while() {
        for (int i = 0; i < 10; i++) {
            Api.anonymous().post("/api/v1/auth/login", Map.of("username", "guessed", "password", "try " + i));
        }

        var refused = Api.anonymous().post("/api/v1/auth/login", Map.of("username", "guessed", "password", "try"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TDB-1416");
    }

    @Test
    void a_cookie_changes_nothing_when_the_request_comes_from_another_site() {
        var ada = Api.register("ada");
        var login = Api.anonymous().post("/api/v1/auth/login", Map.of("username", ada.name(), "password", PASSWORD));
        String cookie = login.header("Set-Cookie");
        var session = Api.anonymous().with("Cookie", cookie.substring(0, cookie.indexOf(';')));
        var wanted = Map.of("slug", "stolen");

        assertThat(session.post("/api/v1/projects", wanted).code()).isEqualTo("TDB-1415");
        assertThat(session.with("Origin", "https://evil.example")
                        .post("/api/v1/projects", wanted)
                        .code())
                .isEqualTo("TDB-1415");
        assertThat(session.with("Sec-Fetch-Site", "cross-site")
                        .post("/api/v1/projects", wanted)
                        .code())
                .isEqualTo("TDB-1415");
        assertThat(session.with("Origin", "http://127.0.0.1:" + io.restassured.RestAssured.port)
                        .post("/api/v1/projects", wanted)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_token_is_shown_once_and_ends_when_it_is_rotated_or_revoked() {
        var ada = Api.newUser("ada");
        var made = ada.api().post("/api/v1/auth/tokens", Map.of("name", "ci", "scopes", List.of("read:user")));
        assertThat(made.status()).isEqualTo(201);
        String first = made.body().path("token").asText();
        String id = made.body().path("id").asText();
        assertThat(first).startsWith("tdb_").hasSize(47);

        assertThat(ada.api().get("/api/v1/auth/tokens").text()).contains(id).doesNotContain(first);
        var user = Api.anonymous().withToken(first);
        assertThat(user.get("/api/v1/auth/user").status()).isEqualTo(200);
        assertThat(user.post("/api/v1/auth/tokens", Map.of("name", "more")).code())
                .isEqualTo("TDB-1413");
        String second = ada.api()
                .post("/api/v1/auth/tokens/" + id + "/rotate", "")
                .body()
                .path("token")
                .asText();
        assertThat(user.get("/api/v1/auth/user").code()).isEqualTo("TDB-1412");
        assertThat(Api.anonymous().withToken(second).get("/api/v1/auth/user").status())
                .isEqualTo(200);
        assertThat(ada.api().delete("/api/v1/auth/tokens/" + id).status()).isEqualTo(204);
        assertThat(Api.anonymous().withToken(second).get("/api/v1/auth/user").code())
                .isEqualTo("TDB-1412");
        assertThat(ada.api().delete("/api/v1/auth/tokens/" + id).code()).isEqualTo("TDB-1430");
    }

    @Test
    void a_token_that_is_limited_to_a_project_reaches_no_other() {
        var ada = Api.newUser("ada");
        ada.project("one", "private");
        ada.project("two", "private");
        var limited = Api.anonymous()
                .withToken(ada.api()
                        .post("/api/v1/auth/tokens", Map.of("name", "one", "projects", List.of(ada.name() + "/one")))
                        .body()
                        .path("token")
                        .asText());

        assertThat(limited.get("/api/v1/projects/" + ada.name() + "/one").status())
                .isEqualTo(200);
        assertThat(limited.get("/api/v1/projects/" + ada.name() + "/two").status())
                .isEqualTo(404);
        assertThat(limited.get("/api/v1/auth/user").code()).isEqualTo("TDB-1413");
        var tooMuch =
                Map.of("name", "too much", "scopes", List.of("write:user"), "projects", List.of(ada.name() + "/one"));
        assertThat(ada.api().post("/api/v1/auth/tokens", tooMuch).code()).isEqualTo("TDB-1402");
        assertThat(limited.post("/api/v1/projects", Map.of("slug", "three")).code())
                .isEqualTo("TDB-1413");
    }

    @Test
    void a_program_without_a_browser_is_let_in_by_somebody_who_is_signed_in() {
        var ada = Api.newUser("ada");
        var begun = Api.anonymous()
                .post(
                        "/api/v1/auth/device",
                        Map.of("client_name", "templedb on a laptop", "scopes", List.of("read:projects", "read:user")));
        assertThat(begun.status()).isEqualTo(200);
        String deviceCode = begun.body().path("device_code").asText();
        String userCode = begun.body().path("user_code").asText();
        var ask = Map.of("device_code", deviceCode);

        assertThat(Api.anonymous().post("/api/v1/auth/device/token", ask).code())
                .isEqualTo("TDB-1437");
        assertThat(Api.anonymous().post("/api/v1/auth/device/token", ask).code())
                .isEqualTo("TDB-1438");
        var shown = ada.api().get("/api/v1/auth/device/" + userCode.toLowerCase(java.util.Locale.ROOT));
        assertThat(shown.body().path("client_name").asText()).isEqualTo("templedb on a laptop");
        assertThat(ada.api()
                        .post("/api/v1/auth/device/" + userCode, Map.of("granted", true))
                        .status())
                .isEqualTo(204);
        var entered = Api.anonymous().post("/api/v1/auth/device/token", ask);
        assertThat(entered.status()).isEqualTo(200);
        var program = Api.anonymous()
                .withToken(entered.body().path("token").path("token").asText());
        assertThat(program.get("/api/v1/auth/user").body().path("username").asText())
                .isEqualTo(ada.name());
        assertThat(Api.anonymous().post("/api/v1/auth/device/token", ask).code())
                .isEqualTo("TDB-1440");
    }

    @Test
    void names_are_given_once_whatever_their_case_and_some_never() {
        var ada = Api.newUser("ada");

        assertThat(register(ada.name().toUpperCase(java.util.Locale.ROOT), "x1@example.org"))
                .isEqualTo("TDB-1419");
        assertThat(register("admin", "x2@example.org")).isEqualTo("TDB-1419");
        assertThat(register("no/slash", "x3@example.org")).isEqualTo("TDB-1418");
        // Nobody has proved it.
        assertThat(register("fresh-name", ada.name() + "@EXAMPLE.org")).isEmpty();
    }

    private static String register(String name, String email) {
        return Api.anonymous()
                .post("/api/v1/auth/register", Map.of("username", name, "email", email, "password", PASSWORD))
                .code();
    }

    @Test
    void weak_passwords_are_refused() {
        for (String weak : List.of("short", "aaaaaaaaaaaaaa", "password12345", "weak-user weak-user")) {
            var refused = Api.anonymous()
                    .post(
                            "/api/v1/auth/register",
                            Map.of("username", "weak-user", "email", "weak@example.org", "password", weak));
            assertThat(refused.code()).as(weak).isEqualTo("TDB-1421");
        }
    }

    @Test
    void a_profile_is_changed_by_its_user_on_what_it_was_when_it_was_read() {
        var ada = Api.newUser("ada");
        String path = "/api/v1/users/" + ada.name();
        String tag = ada.api().get(path).header("ETag");

        var changed = ada.api().with("If-Match", tag).patch(path, Map.of("display_name", "Ada", "bio", "counts"));

        assertThat(changed.body().path("display_name").asText()).isEqualTo("Ada");
        assertThat(changed.body().path("email").asText()).isEqualTo(ada.name() + "@example.org");
        assertThat(ada.api()
                        .with("If-Match", tag)
                        .patch(path, Map.of("bio", "late"))
                        .code())
                .isEqualTo("TDB-1408");
        var seen = Api.newUser("bob").api().get(path);
        assertThat(seen.body().path("email").isNull()).isTrue();
        assertThat(Api.newUser("eve").api().patch(path, Map.of("bio", "x")).status())
                .isEqualTo(403);
        assertThat(Api.anonymous().patch(path, Map.of("bio", "x")).status()).isEqualTo(401);
    }

    @Test
    void public_keys_are_kept_and_private_ones_are_not() {
        var ada = Api.newUser("ada");
        String path = "/api/v1/users/" + ada.name() + "/keys";
        String age = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
        String ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@laptop";

        assertThat(ada.api()
                        .post(path, Map.of("kind", "age", "public_key", age))
                        .status())
                .isEqualTo(201);
        var added = ada.api().post(path, Map.of("kind", "ssh", "public_key", ssh));
        assertThat(added.body().path("fingerprint").asText())
                .isEqualTo("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
        assertThat(added.body().path("name").asText()).isEqualTo("ada@laptop");
        var secret =
                ada.api().post(path, Map.of("kind", "ssh", "public_key", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA"));
        assertThat(secret.code()).isEqualTo("TDB-1434");
        assertThat(Api.anonymous().get(path).body()).hasSize(2);
        assertThat(ada.api()
                        .delete(path + "/" + added.body().path("id").asText())
                        .status())
                .isEqualTo(204);
        assertThat(Api.anonymous().get(path).body()).hasSize(1);
    }
}
