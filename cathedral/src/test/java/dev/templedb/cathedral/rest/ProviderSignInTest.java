package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.Authenticator;
import dev.templedb.cathedral.testing.Browser;
import dev.templedb.cathedral.testing.ScriptedProvider;
import dev.templedb.cathedral.testing.ScriptedProvider.Code;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/// Signing in by a provider, linking and unlinking, as a browser sees it.
@QuarkusTest
class ProviderSignInTest {
    private static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Jdbi jdbi;
    private final AuditLog audit;
    private final Browser browser = new Browser();

    ProviderSignInTest(Jdbi jdbi, AuditLog audit) {
        this.jdbi = jdbi;
        this.audit = audit;
    }

    private static String subject(String name) {
        return name + "-at-work-" + NUMBER.incrementAndGet();
    }

    /// Where the server sends a browser that asks for a provider.
    private static URI sent(Browser browser, String provider, String query) {
        var answer = browser.open("/sign-in/" + provider + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        return URI.create(answer.header("Location"));
    }

    /// The address with which a provider sends the browser back.
    private static String callback(String provider, URI sent, Code code) {
        return "/sign-in/%s/callback?code=%s&state=%s"
                .formatted(provider, code.text(), ScriptedProvider.query(sent).get("state"));
    }

    /// There and back, as somebody whose user name and proven address are the subject.
    private Api.Answer arrive(Browser browser, String provider, String subject, String query) {
        var sent = sent(browser, provider, query);
        return browser.open(callback(provider, sent, person(sent, subject, subject + "@example.org")));
    }

    private static Code person(URI sent, String subject, String email) {
        return Code.of(sent, subject)
                .claim("preferred_username", subject)
                .claim("email", email)
                .claim("email_verified", true);
    }

    private Api.Answer makeAccount(Browser browser, String subject) {
        assertThat(arrive(browser, "work", subject, "").header("Location")).isEqualTo(address("/sign-in/continue"));
        return browser.submit("/sign-in/continue", "username", subject, "email", subject + "@example.org");
    }

    private static String address(String path) {
        return Browser.server() + path;
    }

    private static String signedInAs(Browser browser) {
        var page = browser.open("/account");
        var found = Pattern.compile("signed in as ([^.]+)\\.").matcher(page.text());
        return found.find() ? found.group(1) : "";
    }

    private List<String> audited(String action) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT coalesce(actor, '') || ' ' || metadata FROM audit_log WHERE action = :action ORDER BY number")
                .bind("action", action)
                .mapTo(String.class)
                .list());
    }

    private boolean is(String username, String condition) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + condition + " FROM users WHERE username = :name")
                        .bind("name", username)
                        .mapTo(Boolean.class)
                        .one());
    }

    @Test
    void the_first_sign_in_makes_an_account_and_the_next_one_enters_it() {
        String ada = subject("ada");
        var offered = browser.open("/sign-in?to=/device");
        assertThat(offered.text()).contains("href=\"/sign-in/work?to=%2Fdevice\">Sign in with Work &amp; Co</a>");

        var sent = sent(browser, "work", "?to=/device");
        assertThat(ScriptedProvider.query(sent))
                .containsEntry("response_type", "code")
                .containsEntry("scope", "openid profile email")
                .containsEntry("redirect_uri", address("/sign-in/work/callback"))
                .containsEntry("code_challenge_method", "S256");
        assertThat(browser.open(callback("work", sent, person(sent, ada, ada + "@example.org")))
                        .header("Location"))
                .isEqualTo(address("/sign-in/continue"));
        assertThat(browser.open("/sign-in/continue").text())
                .contains("Make an account", "value=\"" + ada + "\"", "value=\"" + ada + "@example.org\"");
        assertThat(browser.submit("/sign-in/continue", "username", "api", "email", ada + "@example.org")
                        .text())
                .contains("TDB-1419");
        var made = browser.submit("/sign-in/continue", "username", ada, "email", ada + "@example.org");

        assertThat(made.status()).isEqualTo(303);
        assertThat(made.header("Location")).isEqualTo(address("/device"));
        assertThat(signedInAs(browser)).isEqualTo(ada);
        var again = new Browser();
        assertThat(arrive(again, "work", ada, "").header("Location")).isEqualTo(address("/account"));
        assertThat(signedInAs(again)).isEqualTo(ada);
        assertThat(is(ada, "email_verified_at IS NOT NULL AND password_hash IS NULL"))
                .isTrue();
        assertThat(audited("user.register")).contains(ada + " {\"provider\": \"work\"}");
        assertThat(audited("user.login")).contains(ada + " {\"provider\": \"work\"}");
        assertThat(audit.check().brokenAt()).isNull();
    }

    @Test
    void an_account_needs_no_email_address() {
        String ada = subject("ada");
        var sent = sent(browser, "work", "");
        browser.open(callback("work", sent, Code.of(sent, ada).with("user_info", Map.of("sub", ada))));
        assertThat(browser.open("/sign-in/continue").text()).contains("E-mail address, if you like", "value=\"user");

        browser.submit("/sign-in/continue", "username", ada, "email", " ");

        assertThat(is(ada, "email IS NULL AND email_verified_at IS NULL")).isTrue();
    }

    @Test
    void a_name_that_is_none_or_taken_is_made_one_that_is_free() {
        String ada = subject("ada");
        makeAccount(browser, ada);
        var other = new Browser();
        var sent = sent(other, "work", "");
        other.open(callback(
                "work",
                sent,
                person(sent, subject("other"), "x@example.org").claim("preferred_username", ada + "@example.org")));
        assertThat(other.open("/sign-in/continue").text()).contains("value=\"" + ada + "-2\"");

        sent = sent(other, "work", "");
        other.open(callback(
                "work",
                sent,
                person(sent, subject("other"), "x@example.org")
                        .claim("preferred_username", "..Ünï cödé/\"><script>.git")));
        assertThat(other.open("/sign-in/continue").text())
                .contains("value=\"Uni-code-script\"")
                .doesNotContain("<script");
    }

    @Test
    void a_program_is_let_in_by_somebody_who_signs_in_by_a_provider() {
        var begun = Api.anonymous()
                .post("/api/v1/auth/device", Map.of("client_name", "templedb", "scopes", List.of("write:projects")))
                .body();
        String page = "/device?user_code=" + begun.path("user_code").asText();
        String to = URLEncoder.encode(page, StandardCharsets.UTF_8);
        assertThat(browser.open(page).text()).contains("href=\"/sign-in/work?to=" + to + "\"");
        String ada = subject("ada");
        arrive(browser, "work", ada, "?to=" + to);

        var made = browser.submit("/sign-in/continue", "username", ada, "email", ada + "@example.org");
        assertThat(made.header("Location")).isEqualTo(address(page));
        browser.submit("/device", "user_code", begun.path("user_code").asText(), "decision", "grant");

        var entered = Api.anonymous()
                .post(
                        "/api/v1/auth/device/token",
                        Map.of("device_code", begun.path("device_code").asText()));
        assertThat(entered.body().path("user").path("username").asText()).isEqualTo(ada);
    }

    @Test
    void a_state_is_good_once_in_the_browser_and_for_the_provider_that_it_was_made_for() {
        String ada = subject("ada");
        makeAccount(browser, ada);
        var victim = new Browser();
        var sent = sent(victim, "work", "");
        String callback = callback("work", sent, person(sent, ada, ada + "@example.org"));

        for (var wrong : List.of(
                new Browser().open(callback),
                victim.open(callback.replace("/work/", "/closed/")),
                victim.open(callback.replaceFirst("state=.*", "state=" + "x".repeat(43))),
                victim.open(callback.replaceFirst("&state=.*", "")))) {
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.text()).contains("TDB-1538");
        }
        // Somebody else's way, followed by the victim's browser.
        var attacker = new Browser();
        var theirs = sent(attacker, "work", "");
        String lure = callback("work", theirs, person(theirs, ada, ada + "@example.org"));
        assertThat(victim.open(lure).text()).contains("TDB-1538");

        assertThat(victim.open(callback).status()).isEqualTo(303);
        assertThat(signedInAs(victim)).isEqualTo(ada);
        assertThat(victim.open(callback).text()).contains("TDB-1538");
        assertThat(victim.open("/sign-in/continue").text()).contains("TDB-1538");
    }

    @Test
    void the_cookie_of_a_way_is_for_the_pages_of_sign_in_and_no_script() {
        var answer = browser.open("/sign-in/work");

        assertThat(answer.header("Set-Cookie"))
                .startsWith("cathedral_sign_in=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/sign-in", "Max-Age=600");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void no_link_leads_to_another_site() {
        String ada = subject("ada");
        makeAccount(browser, ada);
        for (String lure : List.of(
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/%2Fevil.example",
                "/.%2F/evil.example",
                "javascript:alert(1)",
                "/device/../../evil",
                "/device?user_code=a#@evil.example",
                "@evil.example",
                "/account\r\nLocation: https://evil.example")) {
            String query = "?to=" + URLEncoder.encode(lure, StandardCharsets.UTF_8);
            assertThat(arrive(new Browser(), "work", ada, query).header("Location"))
                    .as(lure)
                    .isEqualTo(address("/account"));
        }
        assertThat(browser.open("/sign-in?to=" + URLEncoder.encode("\"><script>", StandardCharsets.UTF_8))
                        .text())
                .doesNotContain("<script");
    }

    @Test
    void nobody_gets_into_an_account_by_its_email_address() {
        var ada = Api.register("ada");
        jdbi.useHandle(
                handle -> handle.execute("UPDATE users SET email_verified_at = now() WHERE username = ?", ada.name()));
        var sent = sent(browser, "work", "");
        browser.open(callback("work", sent, person(sent, subject("thief"), ada.name() + "@example.org")));

        assertThat(browser.open("/sign-in/continue").text()).contains("Make an account");
        var refused =
                browser.submit("/sign-in/continue", "username", subject("thief"), "email", ada.name() + "@EXAMPLE.org");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("TDB-1420", "link");
        assertThat(signedInAs(browser)).isEmpty();
        assertThat(browser.submit("/sign-in/continue", "decision", "cancel").header("Location"))
                .isEqualTo(address("/sign-in"));
        assertThat(browser.open("/sign-in/continue").text()).contains("TDB-1538");
    }

    @Test
    void nobody_finds_out_by_registering_which_addresses_are_proved() {
        var ada = Api.register("ada");
        jdbi.useHandle(
                handle -> handle.execute("UPDATE users SET email_verified_at = now() WHERE username = ?", ada.name()));

        var taken = register(subject("eve"), ada.name() + "@EXAMPLE.org");
        var free = register(subject("eve"), subject("nobody") + "@example.org");

        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(shape(taken)).isEqualTo(shape(free));
        String password = "correct horse battery staple";
        var byAddress = Api.anonymous()
                .post(
                        "/api/v1/auth/login",
                        Map.of(
                                "username",
                                free.body().path("user").path("email").asText(),
                                "password",
                                password));
        assertThat(byAddress.code()).as("nobody has proved it").isEqualTo("TDB-1411");
        var eve = Api.register("eve");
        assertThat(eve.api()
                        .patch(
                                "/api/v1/users/" + eve.name(),
                                Map.of(
                                        "email",
                                        ada.name() + "@example.org",
                                        "current_password",
                                        "correct horse battery"))
                        .body()
                        .path("email")
                        .asText())
                .isEqualTo(ada.name() + "@example.org");
        assertThat(is(eve.name(), "email_verified_at IS NULL")).isTrue();
    }

    private static Api.Answer register(String name, String email) {
        return Api.anonymous()
                .post(
                        "/api/v1/auth/register",
                        Map.of("username", name, "email", email, "password", "correct horse battery staple"));
    }

    /// An answer without what it was asked with.
    private static String shape(Api.Answer answer) {
        return answer.status() + answer.text().replaceAll("\"(username|email|created_at)\":\"[^\"]*\"", "");
    }

    @Test
    void an_address_that_the_provider_has_not_proven_is_not_proven() {
        for (String chosen : List.of("same", "another")) {
            var other = new Browser();
            String ada = subject("ada");
            var sent = sent(other, "work", "");
            boolean isSame = chosen.equals("same");
            other.open(callback(
                    "work", sent, person(sent, ada, ada + "@example.org").claim("email_verified", !isSame)));
            other.submit("/sign-in/continue", "username", ada, "email", (isSame ? ada : chosen + ada) + "@example.org");

            assertThat(is(ada, "email_verified_at IS NULL")).as(chosen).isTrue();
        }
    }

    @Test
    void an_address_of_look_alike_letters_proves_no_other_one() {
        for (String lookAlike : List.of("r\u0131ta", "ro\u017Fe", "\u212Aurt")) {
            String typed =
                    lookAlike.replace('\u0131', 'i').replace('\u017F', 's').replace('\u212A', 'k');
            var other = new Browser();
            String name = subject("lookalike");
            var sent = sent(other, "work", "");
            other.open(callback("work", sent, person(sent, name, lookAlike + "@" + name + ".example")));

            assertThat(other.open("/sign-in/continue").text()).doesNotContain("proven", lookAlike);
            var refused =
                    other.submit("/sign-in/continue", "username", name, "email", lookAlike + "@" + name + ".example");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("ASCII");
            other.submit("/sign-in/continue", "username", name, "email", typed + "@" + name + ".example");

            assertThat(is(name, "email_verified_at IS NULL AND email IS NOT NULL"))
                    .as(lookAlike)
                    .isTrue();
        }
    }

    private Browser withPassword(Api.User user) {
        var signedIn = new Browser();
        var answer = signedIn.submit("/sign-in", "username", user.name(), "password", PASSWORD, "to", "/account");
        assertThat(answer.header("Location")).isEqualTo(address("/account"));
        return signedIn;
    }

    @Test
    void somebody_who_is_signed_in_links_a_provider_and_unlinks_it() {
        var ada = Api.register("ada");
        var hers = withPassword(ada);
        String subject = subject("ada");
        assertThat(hers.open("/account").text())
                .contains("href=\"/sign-in/closed?to=%2Faccount&amp;link=true\">Link closed</a>");

        assertThat(arrive(hers, "closed", subject, "?link=true").header("Location"))
                .isEqualTo(address("/sign-in/continue"));
        assertThat(hers.open("/sign-in/continue").text()).contains("Link it?", ada.name(), subject);
        assertThat(ada.api().get("/api/v1/auth/identities").body()).isEmpty();
        assertThat(hers.submit("/sign-in/continue").header("Location")).isEqualTo(address("/account"));

        var linked = ada.api().get("/api/v1/auth/identities").body();
        assertThat(linked).hasSize(1);
        assertThat(linked.get(0).path("title").asText()).isEqualTo("closed");
        assertThat(linked.get(0).path("login").asText()).isEqualTo(subject);
        assertThat(arrive(hers, "closed", subject, "?link=true").header("Location"))
                .isEqualTo(address("/account"));
        var elsewhere = new Browser();
        arrive(elsewhere, "closed", subject, "");
        assertThat(signedInAs(elsewhere)).isEqualTo(ada.name());

        String id = linked.get(0).path("id").asText();
        assertThat(hers.submit("/account/unlink", "identity", id).text()).contains("No provider is linked");
        assertThat(arrive(new Browser(), "closed", subject, "").text()).contains("TDB-1541");
        assertThat(audited("identity.link"))
                .anyMatch(entry -> entry.startsWith(ada.name() + " ") && entry.contains(subject));
        assertThat(audited("identity.unlink")).anyMatch(entry -> entry.startsWith(ada.name() + " "));
    }

    @Test
    void nothing_is_linked_without_a_yes_or_by_another_site_or_for_another_account() {
        var ada = Api.register("ada");
        var hers = withPassword(ada);
        arrive(hers, "closed", subject("thief"), "?link=true");
        for (var headers : List.<Map<String, String>>of(
                Map.of(), Map.of("Origin", "https://evil.example"), Map.of("Origin", "null"))) {
            assertThat(hers.submit("/sign-in/continue", headers).text()).contains("TDB-1415");
        }
        assertThat(hers.submit("/sign-in/continue", "decision", "cancel").status())
                .isEqualTo(303);
        assertThat(ada.api().get("/api/v1/auth/identities").body()).isEmpty();

        // Another one signs in while the first one is on the way.
        arrive(hers, "closed", subject("ada"), "?link=true");
        var grace = Api.register("grace");
        var another = withPassword(grace);
        another.take("cathedral_sign_in", hers);
        assertThat(another.open("/sign-in/continue").text())
                .contains("the account " + ada.name() + " here")
                .doesNotContain(grace.name());
        assertThat(another.submit("/sign-in/continue").text()).contains("TDB-1538");
        hers.submit("/sign-in", "username", grace.name(), "password", PASSWORD);
        assertThat(hers.submit("/sign-in/continue").text()).contains("TDB-1538");
        assertThat(new Browser().open("/sign-in/work?link=true").text()).contains("TDB-1410");
    }

    @Test
    void an_identity_that_another_account_has_is_not_linked() {
        String grace = subject("grace");
        makeAccount(browser, grace);
        var hers = withPassword(Api.register("ada"));

        var refused = arrive(hers, "work", grace, "?link=true");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("TDB-1542");
        assertThat(audited("identity.link-refused")).anyMatch(entry -> entry.contains("TDB-1542"));
    }

    @Test
    void the_last_way_into_an_account_stays() {
        String ada = subject("ada");
        makeAccount(browser, ada);
        String page = browser.open("/account").text();
        var id = Pattern.compile("name=\"identity\" type=\"hidden\" value=\"([^\"]+)\"")
                .matcher(page);
        assertThat(id.find()).isTrue();

        assertThat(browser.submit("/account/unlink", "identity", id.group(1)).text())
                .contains("TDB-1543");
        assertThat(browser.submit("/account/unlink", "identity", "nonsense").text())
                .contains("TDB-1544");

        // An identity of a provider that is offered no longer is no way in.
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO identities (user_id, issuer, subject) SELECT id, 'https://gone.example', username FROM users WHERE username = ?",
                ada));
        assertThat(browser.submit("/account/unlink", "identity", id.group(1)).text())
                .contains("TDB-1543");
        arrive(browser, "closed", ada, "?link=true");
        browser.submit("/sign-in/continue");
        assertThat(browser.submit("/account/unlink", "identity", id.group(1)).status())
                .isEqualTo(200);
    }

    @Test
    void a_closed_account_stays_closed_and_a_provider_without_accounts_makes_none() {
        String ada = subject("ada");
        makeAccount(browser, ada);
        jdbi.useHandle(handle -> handle.execute("UPDATE users SET disabled_at = now() WHERE username = ?", ada));

        var refused = arrive(new Browser(), "work", ada, "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("TDB-1545");
        assertThat(audited("user.login-refused")).anyMatch(entry -> entry.contains("TDB-1545"));
        assertThat(arrive(new Browser(), "closed", subject("mary"), "").text()).contains("TDB-1541");
    }

    @Test
    void only_people_of_the_domains_get_in() {
        for (var person : Map.of("ada@example.org", true, "ada@evil.example", false, "ada@x.example.org", false)
                .entrySet()) {
            var sent = sent(browser, "partner", "");
            var answer = browser.open(callback("partner", sent, person(sent, subject("ada"), person.getKey())));
            assertThat(answer.status()).as(person.getKey()).isEqualTo(person.getValue() ? 303 : 403);
        }
        var sent = sent(browser, "partner", "");
        var unproven = person(sent, subject("ada"), "ada@example.org").claim("email_verified", false);
        assertThat(browser.open(callback("partner", sent, unproven)).text()).contains("TDB-1541", "example.org");
    }

    @Test
    void only_members_of_the_organizations_get_in() {
        var groups = Map.of(
                List.of("crew"), true,
                List.of("others", "staff/core"), true,
                List.of("staff", "crew/apprentices", "CREW2"), false,
                List.of(), false);
        groups.forEach((said, isIn) -> {
            for (String provider : List.of("lab", "realm")) {
                var sent = sent(browser, provider, "");
                var told = person(sent, subject("ada"), "ada@example.org").claim("groups", said);
                requireIn(browser.open(callback(provider, sent, told)), isIn, provider + " in the token " + said);
                sent = sent(browser, provider, "");
                String subject = subject("ada");
                var asked = person(sent, subject, "ada@example.org")
                        .with("user_info", Map.of("sub", subject, "groups", said));
                requireIn(browser.open(callback(provider, sent, asked)), isIn, provider + " when asked " + said);
            }
        });
        var sent = sent(browser, "lab", "");
        requireIn(
                browser.open(callback(
                        "lab",
                        sent,
                        person(sent, subject("ada"), "a@example.org").claim("groups", "Crew"))),
                true,
                "GitLab takes no notice of capitals");
        sent = sent(browser, "realm", "");
        requireIn(
                browser.open(callback(
                        "realm",
                        sent,
                        person(sent, subject("ada"), "a@example.org").claim("groups", "Crew"))),
                false,
                "another issuer may");
        sent = sent(browser, "realm", "");
        requireIn(
                browser.open(callback(
                        "realm",
                        sent,
                        person(sent, subject("ada"), "a@example.org").claim("groups", Map.of("crew", 1)))),
                false,
                "nonsense");
    }

    private static void requireIn(Api.Answer answer, boolean isIn, String what) {
        assertThat(answer.status()).as(what).isEqualTo(isIn ? 303 : 403);
        if (!isIn) {
            assertThat(answer.text()).contains("TDB-1541", "Only members of");
        }
    }

    @Test
    void only_people_of_the_workspace_get_in_by_google() {
        var sent = sent(browser, "suite", "");
        var inside = person(sent, subject("ada"), "ada@crew.example").claim("hd", "Crew.Example");
        requireIn(browser.open(callback("suite", sent, inside)), true, "hd");
        for (String hd : new String[] {null, "evil.example"}) {
            sent = sent(browser, "suite", "");
            var outside = person(sent, subject("eve"), "eve@crew.example")
                    .claim("hd", hd)
                    .claim("groups", List.of("crew.example"))
                    .with("user_info", Map.of("sub", "eve", "hd", "crew.example"));
            requireIn(browser.open(callback("suite", sent, outside)), false, "hd " + hd);
        }
    }

    @Test
    void only_members_of_the_organizations_get_in_by_github() {
        var active = Map.of("state", "active", "organization", Map.of("login", "Staff"));
        var pending = Map.of("state", "pending", "organization", Map.of("login", "crew"));
        var another = Map.of("state", "active", "organization", Map.of("login", "evil"));
        assertThat(ScriptedProvider.query(sent(browser, "club", "")))
                .as("what GitHub is asked for")
                .containsEntry("scope", "read:user user:email read:org");
        requireIn(browser.open(club(Map.of("org staff", active))), true, "member");
        requireIn(browser.open(club(Map.of())), false, "no member");
        requireIn(browser.open(club(Map.of("org crew", pending))), false, "only invited");
        requireIn(browser.open(club(Map.of("org crew", another))), false, "another organization");
    }

    private String club(Map<String, Object> organizations) {
        var sent = sent(browser, "club", "");
        int id = 1_000_000 + NUMBER.incrementAndGet();
        var script = new HashMap<>(organizations);
        script.putAll(Map.of(
                "challenge", ScriptedProvider.query(sent).get("code_challenge"),
                "callback", ScriptedProvider.query(sent).get("redirect_uri"),
                "user", Map.of("id", id, "login", "octocat-" + id),
                "emails", List.of()));
        return callback("club", sent, new Code(script));
    }

    @Test
    void who_links_a_provider_that_has_proved_the_address_of_the_account_has_proved_it() {
        var ada = Api.register("ada");
        var hers = withPassword(ada);
        assertThat(is(ada.name(), "email_verified_at IS NULL")).isTrue();
        arrive(hers, "work", subject("other"), "?link=true");
        hers.submit("/sign-in/continue");
        assertThat(is(ada.name(), "email_verified_at IS NULL"))
                .as("another address")
                .isTrue();

        var sent = sent(hers, "closed", "?link=true");
        hers.open(callback(
                "closed", sent, person(sent, subject("ada"), ada.name().toUpperCase(Locale.ROOT) + "@example.org")));
        hers.submit("/sign-in/continue");

        assertThat(is(ada.name(), "email_verified_at IS NOT NULL")).isTrue();
        var late = Api.register("late");
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE users SET email = ? WHERE username = ?", ada.name() + "@example.org", late.name()));
        var theirs = withPassword(late);
        sent = sent(theirs, "work", "?link=true");
        theirs.open(callback("work", sent, person(sent, subject("late"), ada.name() + "@example.org")));
        theirs.submit("/sign-in/continue");
        assertThat(is(late.name(), "email_verified_at IS NULL"))
                .as("another account has proved it")
                .isTrue();
    }

    @Test
    void who_has_an_authenticator_is_asked_for_its_code_besides() {
        var ada = Api.register("ada");
        var hers = withPassword(ada);
        String subject = subject("ada");
        arrive(hers, "work", subject, "?link=true");
        hers.submit("/sign-in/continue");
        var authenticator = Authenticator.of(ada);
        var elsewhere = new Browser();

        assertThat(arrive(elsewhere, "work", subject, "").header("Location")).isEqualTo(address("/sign-in/continue"));
        assertThat(signedInAs(elsewhere)).isEmpty();
        assertThat(elsewhere.open("/sign-in/continue").text()).contains("One-time code");
        assertThat(elsewhere
                        .submit("/sign-in/continue", "one_time_code", "000000")
                        .status())
                .isEqualTo(401);
        assertThat(elsewhere
                        .submit("/sign-in/continue", "username", "new", "email", "new@example.org")
                        .status())
                .isEqualTo(401);
        assertThat(elsewhere
                        .submit("/sign-in/continue", "one_time_code", authenticator.next())
                        .status())
                .isEqualTo(303);
        assertThat(signedInAs(elsewhere)).isEqualTo(ada.name());
    }

    @Test
    void github_lets_people_in_by_its_api() {
        var sent = sent(browser, "octo", "");
        int id = 1_000_000 + NUMBER.incrementAndGet();
        var code = new Code(Map.of(
                "challenge", ScriptedProvider.query(sent).get("code_challenge"),
                "callback", ScriptedProvider.query(sent).get("redirect_uri"),
                "user", Map.of("id", id, "login", "octocat-" + id),
                "emails", List.of(Map.of("email", id + "@example.org", "primary", true, "verified", true))));

        assertThat(browser.open(callback("octo", sent, code)).status()).isEqualTo(303);
        browser.submit("/sign-in/continue", "username", "octocat-" + id, "email", id + "@example.org");

        assertThat(signedInAs(browser)).isEqualTo("octocat-" + id);
    }

    @Test
    void what_a_provider_refuses_is_said_on_a_page_and_noted() {
        var sent = sent(browser, "work", "");
        String state = ScriptedProvider.query(sent).get("state");

        var refused = browser.open(
                "/sign-in/work/callback?error=access_denied&error_description=%3Cscript%3E&state=" + state);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("TDB-1540", "Work &amp; Co").doesNotContain("script>");
        assertThat(audited("user.login-refused")).anyMatch(entry -> entry.contains("TDB-1540"));
        sent = sent(browser, "work", "");
        var forged = browser.open(callback("work", sent, Code.of(sent, "ada").with("signer", "unknown")));
        assertThat(forged.text()).contains("TDB-1540");
        sent = sent(browser, "work", "");
        var failed = browser.open(callback("work", sent, Code.of(sent, "ada").with("answer", "huge")));
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.text()).contains("TDB-1539");
        assertThat(browser.open("/sign-in/nobody").text()).contains("TDB-1537");
    }

    @Test
    void an_account_without_a_password_takes_one_from_a_session_and_not_from_a_token() {
        String ada = subject("ada");
        makeAccount(browser, ada);
        var user = Api.newUser("tokens");
        var refused = user.api().patch("/api/v1/users/" + user.name(), Map.of("password", "another horse battery"));
        assertThat(refused.code()).isEqualTo("TDB-1414");
        assertThat(user.api()
                        .patch("/api/v1/users/" + user.name(), Map.of("email", "thief@example.org"))
                        .code())
                .isEqualTo("TDB-1414");
    }

    @Test
    void clients_are_told_which_providers_there_are() {
        var told = Api.anonymous().get("/api/v1/auth/providers").body();

        assertThat(told.findValuesAsText("name")).startsWith("work", "closed", "partner", "octo");
        assertThat(told.get(0).path("url").asText()).isEqualTo(address("/sign-in/work"));
        assertThat(told.findValuesAsText("creates_accounts")).startsWith("true", "false", "true", "true");
        assertThat(Api.anonymous().get("/api/v1/auth/identities").status()).isEqualTo(401);
        var ada = Api.newUser("ada");
        assertThat(ada.api()
                        .delete("/api/v1/auth/identities/" + java.util.UUID.randomUUID())
                        .code())
                .isEqualTo("TDB-1544");
    }
}
