package dev.templedb.cathedral.identities;

import dev.templedb.cathedral.settings.Setting;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The settings of one provider, `sign-in.NAME.…`; and those of all.
public record ProviderSettings(
        String name,
        Setting<ProviderKind> kind,
        Setting<String> title,
        Setting<String> clientId,
        Setting<Optional<String>> clientSecret,
        Setting<Optional<URI>> issuer,
        Setting<List<String>> scopes,
        Setting<CreateAccounts> createAccounts,
        Setting<List<String>> emailDomains,
        Setting<List<String>> organizations,
        Setting<Optional<URI>> authorizationUrl,
        Setting<Optional<URI>> tokenUrl,
        Setting<Optional<URI>> keysUrl,
        Setting<Optional<URI>> userUrl) {

    /// Names that are parts of addresses or of other settings.
    private static final Set<String> TAKEN = Set.of("continue", "providers", "timeout");

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public static final Setting<List<String>> NAMES = Setting.names(
            "sign-in.providers", TAKEN, "By which providers people sign in; each has settings sign-in.NAME.…");

    public static final Setting<Duration> TIMEOUT =
            Setting.duration("sign-in.timeout", "10 s", "How long a provider may take for an answer.");

    /// Whether the first sign-in makes an account.
    public enum CreateAccounts {
        /// Where those who can sign in are somebody's own people.
        AUTO,
        TRUE,
        FALSE
    }

    /// The settings of the provider `name`.
    public static ProviderSettings of(String name) {
        String prefix = "sign-in." + name + ".";
        return new ProviderSettings(
                name,
                Setting.choice(
                        prefix + "kind",
                        ProviderKind.class,
                        ProviderKind.named(name),
                        "What it is; a provider that is called github, gitlab or google is that."),
                Setting.text(prefix + "title", "", "What people know it as; the name, when nothing is said."),
                Setting.text(prefix + "client-id", "", "The id under which the provider knows this registry."),
                Setting.secret(prefix + "client-secret", "The secret that the provider has given out with the id."),
                address(prefix + "issuer", "Its address, exactly as it names itself; below it lies what it offers."),
                Setting.list(prefix + "scopes", "", "What is asked for; what its kind needs, when nothing is said."),
                Setting.choice(
                        prefix + "create-accounts",
                        CreateAccounts.class,
                        CreateAccounts.AUTO,
                        "Whether the first sign-in makes an account; auto is true for an issuer of your own, with e-mail domains or organizations."),
                Setting.list(
                        prefix + "email-domains",
                        "",
                        "Only who has a proven e-mail address of one of these domains gets in by it."),
                Setting.list(
                        prefix + "organizations",
                        "",
                        "Only members of one of these get in by it: organizations of GitHub, groups of GitLab (with their path),"
                                + " domains of Google's Workspace, or what another issuer says in the claim groups."),
                address(prefix + "authorization-url", "Where people are sent, if not where its kind or issuer says."),
                address(prefix + "token-url", "Where codes are redeemed, if not where its kind or issuer says."),
                address(prefix + "keys-url", "Where its keys (JWKS) are, if not where its issuer says."),
                address(
                        prefix + "user-url",
                        "Where it tells who somebody is, if not where its kind or issuer says; GitHub's e-mail addresses lie below it."));
    }

    /// An address to which secrets may go.
    private static Setting<Optional<URI>> address(String key, String meaning) {
        return new Setting<>(
                key,
                "",
                "an https address (http for this machine only)",
                meaning,
                false,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(safe(URI.create(text))));
    }

    /// @throws IllegalArgumentException for an address to which no secrets may go
    static URI safe(URI address) {
        String host = address.getHost();
        boolean isSafe = host != null
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && THIS_MACHINE.contains(host)));
        if (!isSafe) {
            throw new IllegalArgumentException(address.toString());
        }
        return address;
    }

    /// All of them, in the order in which they are shown.
    public List<Setting<?>> all() {
        return List.of(
                kind,
                title,
                clientId,
                clientSecret,
                issuer,
                scopes,
                createAccounts,
                emailDomains,
                organizations,
                authorizationUrl,
                tokenUrl,
                keysUrl,
                userUrl);
    }

    /// Refuses settings of providers that are missing, or that do not go together.
    ///
    /// @throws TempleException with `SETTING_INVALID`
    public static void check(Settings settings) {
        configs(settings);
    }

    /// All providers by their names, in the order of the settings.
    ///
    /// @throws TempleException as for [#check]
    static Map<String, ProviderConfig> configs(Settings settings) {
        var configs = new LinkedHashMap<String, ProviderConfig>();
        var issuers = new HashMap<String, String>();
        for (String name : settings.get(NAMES)) {
            var config = ProviderConfig.of(settings, name);
            String other = issuers.put(config.issuer(), name);
            if (other != null) {
                throw new TempleException(
                        ErrorCode.SETTING_INVALID,
                        "The providers %s and %s have the same issuer, %s.".formatted(other, name, config.issuer()));
            }
            configs.put(name, config);
        }
        return configs;
    }
}
