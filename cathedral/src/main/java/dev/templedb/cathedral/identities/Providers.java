package dev.templedb.cathedral.identities;

import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The providers that the settings name. One is asked, and the libraries for it are loaded, when somebody uses it.
@Singleton
public final class Providers {
    private final Settings settings;
    private final Clock clock;
    private final Map<String, ProviderConfig> configs;
    private final Map<String, Provider> made = new ConcurrentHashMap<>();
    private @Nullable ProviderHttp http;

    /// @throws TempleException with `SETTING_INVALID`
    public Providers(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.configs = ProviderSettings.configs(settings);
    }

    /// A provider, for people.
    ///
    /// @param createsAccounts whether the first sign-in makes an account
    public record Offered(String name, String title, boolean createsAccounts) {}

    /// All of them, in the order of the settings.
    public List<Offered> offered() {
        return configs.values().stream()
                .map(config -> new Offered(config.name(), config.title(), config.createsAccounts()))
                .toList();
    }

    /// What is known of a provider.
    ///
    /// @throws TempleException with `SIGN_IN_PROVIDER_UNKNOWN`
    ProviderConfig config(String name) {
        var config = configs.get(name);
        if (config == null) {
            throw new TempleException(
                    ErrorCode.SIGN_IN_PROVIDER_UNKNOWN,
                    "This registry has no provider %s."
                            .formatted(Printable.text(name.substring(0, Math.min(name.length(), 100)))));
        }
        return config;
    }

    Provider get(String name) {
        var config = config(name);
        return made.computeIfAbsent(
                name,
                _ -> config.kind() == ProviderKind.GITHUB
                        ? new GitHubProvider(config, http())
                        : new OpenIdProvider(config, http(), clock));
    }

    private synchronized ProviderHttp http() {
        var present = http;
        if (present == null) {
            present = new ProviderHttp(settings.get(ProviderSettings.TIMEOUT));
            http = present;
        }
        return present;
    }

    /// The provider that is this issuer; empty for one that is offered no longer.
    Optional<ProviderConfig> ofIssuer(String issuer) {
        return configs.values().stream()
                .filter(config -> config.issuer().equals(issuer))
                .findFirst();
    }
}
