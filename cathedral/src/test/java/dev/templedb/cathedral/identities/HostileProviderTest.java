package dev.templedb.cathedral.identities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import dev.templedb.cathedral.testing.ScriptedProvider;
import dev.templedb.cathedral.testing.ScriptedProvider.Code;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Providers that lie, dawdle or answer for others, and one that does everything right.
class HostileProviderTest {
    private static final ScriptedProvider SCRIPTED = ScriptedProvider.start();
    private static final Provider.Way WAY = new Provider.Way(
            URI.create("http://127.0.0.1:8420/sign-in/work/callback"), "s".repeat(43), "n".repeat(43), "v".repeat(43));

    @AfterAll
    static void stop() {
        SCRIPTED.close();
    }

    private static ProviderConfig config(String issuer, Map<String, String> more) {
        var values = new TreeMap<>(Map.of(
                "sign-in.providers",
                "work",
                "sign-in.work.issuer",
                SCRIPTED.issuer(issuer),
                "sign-in.work.client-id",
                ScriptedProvider.CLIENT,
                "sign-in.work.client-secret",
                ScriptedProvider.SECRET));
        values.putAll(more);
        var catalogue = Stream.concat(Stream.of(ProviderSettings.NAMES), ProviderSettings.of("work").all().stream())
                .toList();
        return ProviderConfig.of(Settings.of(catalogue, List.of(new SettingsSource("test", values))), "work");
    }

    private static Provider provider(String issuer) {
        return provider(issuer, Duration.ofSeconds(20));
    }

    private static Provider provider(String issuer, Duration timeout) {
        return new OpenIdProvider(config(issuer, Map.of()), new ProviderHttp(timeout), java.time.Clock.systemUTC());
    }

    private static Person prove(Provider provider, UnaryOperator<Code> script) {
        return prove(provider, script, null);
    }

    private static Person prove(Provider provider, UnaryOperator<Code> script, @Nullable String issuer) {
        var code = script.apply(Code.of(provider.authorization(WAY), "ada-1"));
        return provider.prove(WAY, code.text(), issuer);
    }

    private static void refused(ErrorCode code, String what, Provider provider, UnaryOperator<Code> script) {
        assertThatThrownBy(() -> prove(provider, script))
                .as(what)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code()).as(what).isEqualTo(code));
    }

    @Test
    void a_token_that_is_signed_for_this_way_proves_who_somebody_is() {
        var person = prove(
                provider("work"),
                code -> code.claim("preferred_username", "ada")
                        .claim("name", "Ada")
                        .claim("email", "ada@example.org")
                        .claim("email_verified", true));

        assertThat(person)
                .isEqualTo(new Person(SCRIPTED.issuer("work"), "ada-1", "ada", "Ada", "ada@example.org", true));
    }

    @Test
    void what_the_token_does_not_say_is_asked_for_and_must_be_of_the_same_person() {
        var told = Map.of("sub", "ada-1", "preferred_username", "ada", "email", "ada@example.org");
        var provider = provider("work");

        assertThat(prove(provider, code -> code.with("user_info", told)))
                .isEqualTo(new Person(SCRIPTED.issuer("work"), "ada-1", "ada", null, "ada@example.org", false));
        var others = Map.of("sub", "grace-1", "email", "grace@example.org", "email_verified", true);
        refused(ErrorCode.SIGN_IN_REFUSED, "of somebody else", provider, code -> code.with("user_info", others));
    }

    @Test
    void an_address_is_proven_only_when_the_provider_says_so_where_it_tells_the_address() {
        var provider = provider("work");
        var told = Map.of("sub", "ada-1", "email", "other@example.org", "email_verified", true);
        for (Object said : new Object[] {false, "true", 1, "false"}) {
            var person = prove(
                    provider,
                    code -> code.claim("email", "ada@example.org")
                            .claim("email_verified", said)
                            .with("user_info", told));
            assertThat(person.emailVerified()).as("" + said).isFalse();
            assertThat(person.email()).isEqualTo("ada@example.org");
        }
    }

    @Test
    void a_token_that_is_not_signed_for_this_way_proves_nothing() {
        var provider = provider("work");
        long now = Instant.now().getEpochSecond();
        Map<String, UnaryOperator<Code>> wrong = Map.ofEntries(
                Map.entry("the nonce of another way", code -> code.claim("nonce", "m".repeat(43))),
                Map.entry("no nonce", code -> code.claim("nonce", null)),
                Map.entry("for another client", code -> code.claim("aud", "somebody-else")),
                Map.entry(
                        "for two clients, given to the other",
                        code -> code.claim("aud", List.of("registry", "somebody-else"))
                                .claim("azp", "somebody-else")),
                Map.entry("of another issuer", code -> code.claim("iss", SCRIPTED.issuer("closed"))),
                Map.entry("expired", code -> code.claim("iat", now - 600).claim("exp", now - 300)),
                Map.entry("of the future", code -> code.claim("iat", now + 600).claim("exp", now + 900)),
                Map.entry("without an end", code -> code.claim("exp", null)),
                Map.entry("of nobody", code -> code.claim("sub", null)),
                Map.entry("not signed", code -> code.with("signer", "none")),
                Map.entry("signed with the client's secret", code -> code.with("signer", "secret")),
                Map.entry("signed with another key of the same name", code -> code.with("signer", "unknown")),
                Map.entry("not there", code -> code.with("signer", "nobody")),
                Map.entry("with the code of another way", code -> code.with("challenge", "c".repeat(43))));

        wrong.forEach((what, script) -> refused(ErrorCode.SIGN_IN_REFUSED, what, provider, script));
    }

    @Test
    void an_answer_that_names_another_issuer_is_not_taken() {
        assertThatThrownBy(() -> prove(provider("work"), code -> code, SCRIPTED.issuer("closed")))
                .hasMessageContaining("not accepted");
        assertThatThrownBy(() -> prove(provider("named"), code -> code, null)).hasMessageContaining("not accepted");

        assertThat(prove(
                                provider("named"),
                                code -> code.claim("email", "a@b").claim("preferred_username", "a"),
                                SCRIPTED.issuer("named"))
                        .subject())
                .isEqualTo("ada-1");
    }

    @Test
    void an_answer_without_an_end_or_of_no_sense_is_given_up() {
        var provider = provider("work");
        refused(ErrorCode.SIGN_IN_PROVIDER_FAILED, "huge", provider, code -> code.with("answer", "huge"));
        refused(ErrorCode.SIGN_IN_REFUSED, "redirect", provider, code -> code.with("answer", "elsewhere"));
        refused(ErrorCode.SIGN_IN_REFUSED, "nonsense", provider, code -> code.with("answer", "nonsense"));
        var hasty = provider("work", Duration.ofMillis(700));
        prove(hasty, code -> code.claim("email", "a@b").claim("preferred_username", "a"));
        refused(ErrorCode.SIGN_IN_PROVIDER_FAILED, "slow", hasty, code -> code.with("answer", "slow"));
    }

    @Test
    void an_issuer_that_is_another_or_leads_elsewhere_is_not_used() {
        for (String issuer : List.of("liar", "elsewhere")) {
            assertThatThrownBy(() -> provider(issuer).authorization(WAY))
                    .isInstanceOfSatisfying(
                            TempleException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SIGN_IN_PROVIDER_FAILED));
        }
    }

    @Test
    void a_provider_that_has_failed_is_left_alone_for_some_seconds() {
        try (var scripted = ScriptedProvider.start()) {
            var clock = new SettableClock(Instant.EPOCH);
            var provider = new OpenIdProvider(
                    config("liar", Map.of("sign-in.work.issuer", scripted.issuer("liar"))),
                    new ProviderHttp(Duration.ofSeconds(20)),
                    clock);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> provider.authorization(WAY))
                        .isInstanceOfSatisfying(
                                TempleException.class,
                                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SIGN_IN_PROVIDER_FAILED));
            }
            assertThat(scripted.configurationRequests()).isEqualTo(1);

            clock.advance(Duration.ofSeconds(11));
            assertThatThrownBy(() -> provider.authorization(WAY)).isInstanceOf(TempleException.class);
            assertThat(scripted.configurationRequests()).isEqualTo(2);
        }
    }

    @Test
    void keys_are_kept_and_a_new_one_is_fetched_when_it_comes() {
        try (var scripted = ScriptedProvider.start()) {
            var config = config("work", Map.of("sign-in.work.issuer", scripted.issuer("work")));
            var provider = new OpenIdProvider(
                    config, new ProviderHttp(Duration.ofSeconds(20)), new SettableClock(Instant.EPOCH));
            UnaryOperator<Code> enough = code -> code.claim("email", "a@b").claim("preferred_username", "a");
            prove(provider, enough);
            prove(provider, enough);
            assertThat(scripted.keyRequests()).isEqualTo(1);

            prove(provider, code -> enough.apply(code).with("signer", "second"));
            prove(provider, enough);

            assertThat(scripted.keyRequests()).isEqualTo(2);
        }
    }

    @Test
    void github_tells_by_its_api_who_has_come() {
        var config = config("github", Map.of("sign-in.work.kind", "github"));
        var provider = new GitHubProvider(config, new ProviderHttp(Duration.ofSeconds(20)));
        var sent = provider.authorization(WAY);
        assertThat(sent.getPath()).isEqualTo("/github/login/oauth/authorize");
        assertThat(ScriptedProvider.query(sent))
                .containsEntry("scope", "read:user user:email")
                .containsEntry("code_challenge_method", "S256");
        var code = new Code(Map.of(
                "challenge", ScriptedProvider.query(sent).get("code_challenge"),
                "callback", WAY.callback().toString(),
                "user", Map.of("id", 583231, "login", "octocat", "name", "The Octocat"),
                "emails",
                        List.of(
                                Map.of("email", "old@example.org", "primary", false, "verified", true),
                                Map.of("email", "not@example.org", "primary", true, "verified", false),
                                Map.of("email", "cat@example.org", "primary", true, "verified", true))));

        assertThat(provider.prove(WAY, code.text(), null))
                .isEqualTo(new Person(
                        SCRIPTED.issuer("github"), "583231", "octocat", "The Octocat", "cat@example.org", true));

        assertThatThrownBy(() ->
                        provider.prove(WAY, code.with("challenge", "of another").text(), null))
                .hasMessageContaining("not accepted");
        assertThatThrownBy(() -> provider.prove(
                        WAY, code.with("user", Map.of("login", "cat")).text(), null))
                .hasMessageContaining("not accepted");
    }

    @Test
    void settings_that_are_missing_or_do_not_go_together_are_named() {
        for (var wrong : List.of(
                Map.of("sign-in.work.client-id", ""),
                Map.of("sign-in.work.issuer", ""),
                Map.of("sign-in.work.issuer", "http://id.example.org"),
                Map.of("sign-in.work.issuer", "https://ada:secret@id.example.org"),
                Map.of("sign-in.work.token-url", "ftp://id.example.org"),
                Map.of("sign-in.work.kind", "facebook"),
                Map.of("sign-in.work.kind", "github", "sign-in.work.client-secret", ""),
                Map.of("sign-in.providers", "work, work"),
                Map.of("sign-in.providers", "Work"),
                Map.of("sign-in.providers", "continue"))) {
            assertThatThrownBy(() -> config("work", wrong))
                    .as(wrong.toString())
                    .isInstanceOfSatisfying(
                            TempleException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SETTING_INVALID))
                    .hasMessageContaining("sign-in.");
        }
    }

    @Test
    void accounts_are_made_by_an_issuer_of_ones_own_and_not_for_everybody() {
        assertThat(config("work", Map.of()).createsAccounts()).isTrue();
        var github = Map.of("sign-in.work.kind", "github", "sign-in.work.issuer", "");
        assertThat(config("work", github).createsAccounts()).isFalse();
        var domain = new TreeMap<>(github);
        domain.put("sign-in.work.email-domains", "Example.org");
        assertThat(config("work", domain).createsAccounts()).isTrue();
        var open = new TreeMap<>(github);
        open.put("sign-in.work.create-accounts", "true");
        assertThat(config("work", open).createsAccounts()).isTrue();
        assertThat(config("work", Map.of("sign-in.work.create-accounts", "false"))
                        .createsAccounts())
                .isFalse();
    }
}
