package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.accounts.PasswordResets;
import dev.templedb.cathedral.http.BodyRoom;
import dev.templedb.cathedral.setup.SetupLinks;
import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.Authenticator;
import dev.templedb.cathedral.testing.Browser;
import dev.templedb.cathedral.testing.Contract;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages on which people sign in, as a browser without scripts sees them.
@QuarkusTest
class SignInPagesTest {
    private static final String PASSWORD = "correct horse battery";

    private final Jdbi jdbi;
    private final Accounts accounts;
    private final PasswordResets resets;
    private final SetupLinks links;
    private final BodyRoom room;
    private final Browser browser = new Browser();

    SignInPagesTest(Jdbi jdbi, Accounts accounts, PasswordResets resets, SetupLinks links, BodyRoom room) {
        this.jdbi = jdbi;
        this.accounts = accounts;
        this.resets = resets;
        this.links = links;
        this.room = room;
    }

    @TempDir
    private Path directory;

    /// A program that waits.
    private record Waiting(String deviceCode, String userCode) {
        static Waiting begin(String name) {
            var begun = Api.anonymous()
                    .post("/api/v1/auth/device", Map.of("client_name", name, "scopes", List.of("write:projects")));
            assertThat(begun.body().path("verification_uri_complete").asText())
                    .isEqualTo(Browser.server() + "/device?user_code="
                            + begun.body().path("user_code").asText());
            return new Waiting(
                    begun.body().path("device_code").asText(),
                    begun.body().path("user_code").asText());
        }

        Api.Answer ask() {
            return Api.anonymous().post("/api/v1/auth/device/token", Map.of("device_code", deviceCode));
        }

        String page() {
            return "/device?user_code=" + userCode;
        }
    }

    private Api.Answer signIn(String name, String password, String oneTimeCode, Waiting waiting) {
        return browser.submit(
                "/device/sign-in",
                "username",
                name,
                "password",
                password,
                "one_time_code",
                oneTimeCode,
                "user_code",
                waiting.userCode());
    }

    @Test
    void a_person_signs_in_sees_what_asks_and_lets_it_in() {
        var ada = Api.register("ada");
        var waiting = Waiting.begin("templedb on a laptop");

        var first = browser.open(waiting.page());
        assertThat(first.text()).contains("Sign in", waiting.userCode()).doesNotContain("on a laptop");
        assertThat(signIn(ada.name(), "not the right one", "", waiting).status())
                .isEqualTo(401);
        var entered = signIn(ada.name(), PASSWORD, "", waiting);
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.header("Location")).isEqualTo(Browser.server() + waiting.page());
        assertThat(entered.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Path=/");
        var shown = browser.open(waiting.page().toLowerCase(java.util.Locale.ROOT));
        assertThat(shown.text())
                .contains("templedb on a laptop", waiting.userCode(), "127.0.0.1", ada.name(), "write:projects");

        var done = browser.submit("/device", "user_code", waiting.userCode(), "decision", "grant");

        assertThat(done.text()).contains("The program is let in");
        var token = waiting.ask().body().path("token").path("token").asText();
        assertThat(Api.anonymous()
                        .withToken(token)
                        .get("/api/v1/projects?owner=" + ada.name())
                        .status())
                .isEqualTo(200);
        assertThat(browser.open(waiting.page()).status()).isEqualTo(404);
        assertThat(browser.submit("/device/sign-out", "user_code", "").status()).isEqualTo(303);
        assertThat(browser.open("/device").text()).contains("Sign in");
    }

    @Test
    void a_program_that_a_person_says_no_to_gets_nothing() {
        var ada = Api.register("ada");
        var waiting = Waiting.begin("somebody else");
        signIn(ada.name(), PASSWORD, "", waiting);

        browser.submit("/device", "user_code", waiting.userCode(), "decision", "deny");

        assertThat(waiting.ask().code()).isEqualTo("TDB-1439");
    }

    @Test
    void who_has_an_authenticator_is_asked_for_its_code() {
        var ada = Api.register("ada");
        var authenticator = Authenticator.of(ada);
        var waiting = Waiting.begin("templedb");

        var asked = signIn(ada.name(), PASSWORD, "", waiting);
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.text()).contains("asks for a one-time code", "value=\"" + ada.name() + "\"");
        assertThat(signIn(ada.name(), PASSWORD, "000 000", waiting).status()).isEqualTo(401);
        assertThat(signIn(ada.name(), PASSWORD, authenticator.next(), waiting).status())
                .isEqualTo(303);
    }

    @Test
    void nothing_that_somebody_gives_becomes_markup() {
        String hostile = "\"><script>alert(1)</script>'&\u202E";
        var ada = Api.register("ada");
        var waiting = Waiting.begin(hostile);
        String address =
                java.net.URLEncoder.encode("\"><script>alert(1)</script>", java.nio.charset.StandardCharsets.UTF_8);
        var pages = new java.util.ArrayList<Api.Answer>();

        pages.add(browser.open("/device?user_code=" + address));
        pages.add(signIn(hostile, PASSWORD, "", waiting));
        pages.add(browser.open("/setup?token=" + address));
        pages.add(browser.open("/reset?token=" + address));
        pages.add(browser.submit("/setup", "token", hostile, "username", hostile, "email", hostile));
        pages.add(browser.submit("/reset", "token", hostile, "password", hostile));
        signIn(ada.name(), PASSWORD, "", waiting);
        pages.add(browser.open(waiting.page()));
        pages.add(browser.open("/device?user_code=" + address));

        for (var page : pages) {
            assertThat(page.text()).doesNotContain("<script", "\u202E").contains("<!doctype html>");
            assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
            assertThat(page.header("Content-Security-Policy"))
                    .startsWith("default-src 'none'; style-src 'sha256-")
                    .endsWith("form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        }
        assertThat(pages.get(6).text()).contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;");
    }

    /// Where forms are sent to.
    private static List<String> forms() {
        return Contract.shared().operations().stream()
                .filter(operation -> operation.method().equals("POST"))
                .filter(operation ->
                        operation.node().path("tags").path(0).asText().equals("pages"))
                .map(Contract.Operation::path)
                .toList();
    }

    @Test
    void a_form_that_does_not_say_what_it_is_gets_no_further() {
        for (String path : forms()) {
            for (String type : List.of("text/plain", "application/octet-stream", "multipart/form-data; boundary=x")) {
                var answer = Api.anonymous().with("Content-Type", type).post(path, "user_code=x");
                assertThat(answer.status()).as(path + " of " + type).isIn(403, 415);
            }
            var token = Api.newUser("token").api().with("Content-Type", "application/x-www-form-urlencoded");
            assertThat(token.post(path, "user_code=x").code()).as(path).isEqualTo("TDB-1415");
        }
    }

    @Test
    void a_form_of_another_site_does_nothing() {
        var ada = Api.register("ada");
        var waiting = Waiting.begin("templedb");
        signIn(ada.name(), PASSWORD, "", waiting);

        for (var headers : List.<Map<String, String>>of(
                Map.of(),
                Map.of("Origin", "null"),
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", Browser.server(), "Sec-Fetch-Site", "cross-site"))) {
            for (String path : forms()) {
                var refused = browser.submit(path, headers, "user_code", waiting.userCode(), "decision", "grant");
                assertThat(refused.text()).as(path + headers).contains("TDB-1415");
            }
        }

        assertThat(waiting.ask().code()).isEqualTo("TDB-1437");
        assertThat(browser.open(waiting.page()).text()).contains("Let it in");
        assertThat(new Browser()
                        .submit("/device/sign-in", Map.of(), "username", ada.name(), "password", PASSWORD)
                        .text())
                .contains("TDB-1415");
    }

    @Test
    void a_token_decides_nothing_on_a_page() {
        var ada = Api.newUser("ada");
        var waiting = Waiting.begin("templedb");

        var refused = browser.submit(
                "/device",
                Map.of("Origin", Browser.server(), "Authorization", "Bearer " + ada.token()),
                "user_code",
                waiting.userCode(),
                "decision",
                "grant");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(waiting.ask().code()).isEqualTo("TDB-1437");
    }

    @Test
    void a_one_time_link_sets_a_password_once() {
        var ada = Api.register("ada");
        String token = jdbi.inTransaction(handle -> resets.offer(handle, accounts.byName(handle, ada.name())));
        String fresh = "another horse battery";

        assertThat(browser.open("/reset?token=" + token).text()).contains("value=\"" + token + "\"");
        assertThat(reset(token, fresh, "something else").status()).isEqualTo(400);
        assertThat(reset(token, "short", "short").status()).isEqualTo(400);
        assertThat(reset(token, fresh, fresh).text()).contains("The password is set");
        assertThat(reset(token, fresh, fresh).status()).isEqualTo(401);
        assertThat(signIn(ada.name(), fresh, "", new Waiting("", "")).status()).isEqualTo(303);
    }

    private Api.Answer reset(String token, String password, String again) {
        return browser.submit("/reset", "token", token, "password", password, "password_again", again);
    }

    @Test
    void the_one_time_link_makes_the_first_administrator_once() {
        var others = jdbi.withHandle(
                handle -> handle.createQuery("UPDATE users SET is_admin = false WHERE is_admin RETURNING id")
                        .mapTo(UUID.class)
                        .list());
        try {
            String link = links.offer(Browser.server(), directory.resolve("admin-link"))
                    .orElseThrow();
            String token = link.substring(link.indexOf('=') + 1);

            assertThat(browser.open("/setup?token=" + token).text()).contains("value=\"" + token + "\"");
            var made = setUp(token, "first-of-all");

            assertThat(made.status()).isEqualTo(201);
            assertThat(made.text()).contains("first-of-all administers", Browser.server());
            assertThat(browser.open("/device").text()).contains("signed in as first-of-all");
            assertThat(setUp(token, "second-of-all").status()).isEqualTo(401);
        } finally {
            jdbi.useHandle(handle -> {
                handle.execute("UPDATE users SET is_admin = id = ANY (?)", (Object) others.toArray(UUID[]::new));
                handle.execute("DELETE FROM setup_tokens");
            });
        }
    }

    private Api.Answer setUp(String token, String name) {
        return browser.submit(
                "/setup",
                "token",
                token,
                "username",
                name,
                "email",
                " ",
                "password",
                PASSWORD,
                "password_again",
                PASSWORD);
    }

    @Test
    void forms_share_a_bound_of_memory() {
        try (var _ = room.forms().take(room.forms().most()).orElseThrow()) {
            assertThat(setUp("unknown", "no-room").status()).isEqualTo(503);
        }
        assertThat(setUp("unknown", "some-room").status()).isEqualTo(401);
    }

    @Test
    void what_does_not_fit_into_a_field_leads_back_to_the_form() {
        String tooLong = "x".repeat(300);
        for (String path : List.of("/sign-in", "/device/sign-in")) {
            var refused = browser.submit(path, "username", tooLong, "password", PASSWORD);
            assertThat(refused.status()).as(path).isEqualTo(400);
            assertThat(refused.text()).contains("<form", "longer than 255 characters", "TDB-1402");
            assertThat(browser.submit(path, "username", "ada", "password", "p".repeat(1025))
                            .text())
                    .contains("<form", "longer than 1024 characters");
            assertThat(browser.submit(path, "username", "ada", "one_time_code", "1".repeat(17))
                            .text())
                    .contains("<form", "longer than 16 characters");
        }
        assertThat(browser.submit("/device/sign-in", "username", "ada", "user_code", tooLong)
                        .text())
                .contains("<form", "TDB-1402");
        assertThat(browser.submit("/setup", "token", "t", "username", tooLong).text())
                .contains("<form", "longer than 255 characters");
        assertThat(browser.submit("/setup", "token", tooLong, "username", "ada").text())
                .contains("<form", "longer than 200 characters");
        assertThat(browser.submit("/reset", "token", tooLong).text()).contains("<form", "longer than 200 characters");
        assertThat(browser.submit("/sign-in/continue", "username", tooLong).text())
                .contains("<a href");
    }

    @Test
    void forms_that_are_too_large_or_malformed_are_refused() {
        assertThat(browser.submit("/device/sign-in", "username", "x".repeat(17_000))
                        .status())
                .isEqualTo(413);
        assertThat(browser.submit("/setup", "%zz", "x").status()).isEqualTo(400);
        assertThat(setUp("unknown", "root-user").status()).isEqualTo(401);
    }
}
