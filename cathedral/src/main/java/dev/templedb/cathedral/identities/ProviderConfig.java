package dev.templedb.cathedral.identities;

import dev.templedb.cathedral.accounts.EmailAddresses;
import dev.templedb.cathedral.identities.ProviderSettings.CreateAccounts;
import dev.templedb.cathedral.settings.Setting;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is known of a provider without asking it.
///
/// @param title        what people know it as
/// @param issuer       exactly as it names itself
/// @param createsAccounts whether the first sign-in makes an account
/// @param emailDomains the only domains whose people get in, in lower case; empty for any
/// @param organizations the only ones whose members get in; empty for any
/// @param authorizationUrl and the other addresses: only what was set
record ProviderConfig(
        String name,
        ProviderKind kind,
        String title,
        String issuer,
        String clientId,
        Optional<String> clientSecret,
        List<String> scopes,
        boolean createsAccounts,
        List<String> emailDomains,
        List<String> organizations,
        Optional<URI> authorizationUrl,
        Optional<URI> tokenUrl,
        Optional<URI> keysUrl,
        Optional<URI> userUrl) {

    /// @throws TempleException with `SETTING_INVALID` when something is missing
    static ProviderConfig of(Settings settings, String name) {
        var its = ProviderSettings.of(name);
        var kind = settings.get(its.kind());
        String issuer = settings.get(its.issuer()).map(URI::toString).orElse(kind.issuer());
        if (settings.get(its.clientId()).isEmpty()) {
            throw missing(its.clientId(), "the id that the provider has given out");
        }
        if (issuer.isEmpty()) {
            throw missing(its.issuer(), "the address of the provider");
        }
        if (kind == ProviderKind.GITHUB && settings.get(its.clientSecret()).isEmpty()) {
            throw missing(
                    its.clientSecret(),
                    "GitHub wants it, best in the environment as "
                            + its.clientSecret().variable());
        }
        var scopes = settings.get(its.scopes());
        var domains = settings.get(its.emailDomains()).stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .toList();
        var organizations = settings.get(its.organizations());
        boolean isForOwn = !issuer.equals(kind.issuer()) || !domains.isEmpty() || !organizations.isEmpty();
        String title = settings.get(its.title());
        return new ProviderConfig(
                name,
                kind,
                title.isEmpty() ? (kind.title().isEmpty() ? name : kind.title()) : title,
                issuer,
                settings.get(its.clientId()),
                settings.get(its.clientSecret()),
                scopes.isEmpty() ? kind.scopes(!organizations.isEmpty()) : scopes,
                creates(settings.get(its.createAccounts()), isForOwn),
                domains,
                organizations,
                settings.get(its.authorizationUrl()),
                settings.get(its.tokenUrl()),
                settings.get(its.keysUrl()),
                settings.get(its.userUrl()));
    }

    /// @param own whether those who can sign in there are somebody's own people, and not everybody
    private static boolean creates(CreateAccounts wanted, boolean own) {
        return switch (wanted) {
            case AUTO -> own;
            case TRUE -> true;
            case FALSE -> false;
        };
    }

    private static TempleException missing(Setting<?> setting, String what) {
        return new TempleException(
                ErrorCode.SETTING_INVALID, "The setting %s is missing: %s.".formatted(setting.key(), what));
    }

    /// True when the provider lets somebody with this address in.
    boolean admits(Person person) {
        String email = person.email();
        return emailDomains.isEmpty() || (email != null && person.emailVerified() && isOfDomain(email));
    }

    /// Refuses somebody who is in none of the organizations that are asked for.
    ///
    /// @param memberOf what the provider says that somebody is a member of
    /// @throws TempleException with `SIGN_IN_CLOSED`
    void requireMember(Collection<String> memberOf) {
        if (!organizations.isEmpty() && memberOf.stream().noneMatch(this::isOfOne)) {
            throw new TempleException(
                    ErrorCode.SIGN_IN_CLOSED,
                    "Only members of %s get in by %s.".formatted(String.join(" or ", organizations), title));
        }
    }

    /// Names of groups are compared as they are where it is not known that capitals do not matter.
    private boolean isOfOne(String name) {
        return organizations.stream()
                .anyMatch(wanted ->
                        kind == ProviderKind.OIDC ? wanted.equals(name) : EmailAddresses.areSame(wanted, name));
    }

    boolean isOfDomain(String email) {
        return emailDomains.contains(email.substring(email.indexOf('@') + 1).toLowerCase(Locale.ROOT));
    }
}
