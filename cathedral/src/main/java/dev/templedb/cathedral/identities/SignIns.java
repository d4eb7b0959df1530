package dev.templedb.cathedral.identities;

import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.accounts.EmailAddresses;
import dev.templedb.cathedral.accounts.User;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.secrets.Secrets;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Takes a browser to a provider and back, and decides what follows: somebody is let in, makes an account, gives a
/// one-time code, or links the identity to the account that is signed in.
///
/// The browser keeps one secret in a cookie; nonce and verifier come of it and of the state, so that nobody who sees
/// the database or the addresses can go on in its place. A state is good once.
@Singleton
public final class SignIns {
    /// How long the way there and back may take, with everything that is asked for behind it.
    public static final Duration GOOD_FOR = Duration.ofMinutes(10);

    private static final int LONGEST_SUBJECT = 255;

    private final Jdbi jdbi;
    private final Providers providers;
    private final Accounts accounts;
    private final AuditLog audit;
    private final Clock clock;
    private final PostgresSignIns ways = new PostgresSignIns();
    private final PostgresIdentities identities = new PostgresIdentities();

    public SignIns(Jdbi jdbi, Providers providers, Accounts accounts, AuditLog audit, Clock clock) {
        this.jdbi = jdbi;
        this.providers = providers;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    /// The beginning of a way.
    ///
    /// @param browser  the secret for the cookie
    /// @param provider where the browser goes
    public record Begun(String browser, URI provider) {}

    /// What a browser comes back with.
    ///
    /// @param error  what the provider says instead of giving a code
    /// @param issuer what the answer names as the provider
    public record Answer(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String issuer) {}

    /// What follows.
    public sealed interface Outcome {
        /// Somebody is let in.
        record Entered(User user, String returnTo) implements Outcome {}

        /// The browser has something to ask the person first: [#waiting].
        record Waiting() implements Outcome {}

        /// The identity was linked to the account already.
        record Linked(String returnTo) implements Outcome {}
    }

    /// What a person is asked for.
    public enum Step {
        /// A user name, and an e-mail address where the provider gives none.
        CHOOSE_NAME,
        /// A one-time code.
        GIVE_CODE,
        /// Whether the identity is to be linked.
        CONFIRM_LINK
    }

    /// Somebody who has come back and is asked for something.
    ///
    /// @param title       what people know the provider as
    /// @param login       who they are there
    /// @param suggestion  a user name that is free
    /// @param emailProven whether the provider says that the address is proved
    /// @param account     the user name of whoever has begun to link the identity, whoever has the session since;
    ///                    empty where nothing is to be linked
    public record Pending(
            Step step,
            String title,
            String login,
            String suggestion,
            String email,
            boolean emailProven,
            String account) {}

    /// The name of a provider, once it is known to be one.
    ///
    /// @throws TempleException with `SIGN_IN_PROVIDER_UNKNOWN`
    public String known(String provider) {
        return providers.config(provider).name();
    }

    /// Begins a way.
    ///
    /// @param linking  whether the identity is to be linked to the account of the caller, who has a session
    /// @param returnTo a path of this server, where the browser goes in the end
    /// @param callback where the provider sends the browser
    /// @throws TempleException with `SIGN_IN_PROVIDER_UNKNOWN`, `SIGN_IN_PROVIDER_FAILED` or `LOGIN_REQUIRED`
    public Begun begin(Caller caller, String provider, boolean linking, String returnTo, URI callback) {
        var there = providers.get(provider);
        @Nullable UUID user = linking ? session(caller) : null;
        String browser = Secrets.next();
        String state = Secrets.next();
        var address = there.authorization(way(browser, state, callback));
        var now = clock.instant();
        jdbi.useHandle(handle -> ways.add(
                handle, provider, Secrets.hash(browser), Secrets.hash(state), returnTo, user, now, now.plus(GOOD_FOR)));
        return new Begun(browser, address);
    }

    private static UUID session(Caller caller) {
        var identity = caller.with(Scope.WRITE_USER);
        if (identity.session() == null) {
            throw new TempleException(ErrorCode.LOGIN_REQUIRED, "Only somebody who is signed in links a provider.");
        }
        return identity.user();
    }

    private static Provider.Way way(String browser, String state, URI callback) {
        return new Provider.Way(callback, state, derived(browser, "nonce", state), derived(browser, "verifier", state));
    }

    private static String derived(String browser, String purpose, String state) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(browser.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] bytes = mac.doFinal((purpose + " " + state).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Goes on with a browser that has come back.
    ///
    /// @param browser  the secret of its cookie; empty when it has none
    /// @param callback as for [#begin]
    /// @throws TempleException with `SIGN_IN_ENDED`, `SIGN_IN_REFUSED`, `SIGN_IN_PROVIDER_FAILED`,
    /// `SIGN_IN_CLOSED`,
    ///         `IDENTITY_TAKEN`, `ACCOUNT_SUSPENDED` or `LOGIN_LIMITED`
    public Outcome arrive(Caller caller, String browser, String provider, URI callback, Answer answer) {
        var there = providers.get(provider);
        String state = answer.state() == null ? "" : answer.state();
        var row = jdbi.inTransaction(handle ->
                        ways.arrive(handle, Secrets.hash(browser), Secrets.hash(state), provider, clock.instant()))
                .orElseThrow(SignIns::ended);
        try {
            var person = prove(there, way(browser, state, callback), answer);
            return row.linking() == null
                    ? enter(caller.origin(), row, there.config(), person)
                    : offerLink(row, there.config(), person);
        } catch (TempleException refused) {
            giveUp(caller, row, refused);
            throw refused;
        }
    }

    private Person prove(Provider there, Provider.Way way, Answer answer) {
        var config = there.config();
        if (answer.code() == null) {
            String reason = "access_denied".equals(answer.error()) ? " has let nobody in." : " has not let you in.";
            throw new TempleException(ErrorCode.SIGN_IN_REFUSED, config.title() + reason);
        }
        var person = tidy(config, there.prove(way, answer.code(), answer.issuer()));
        if (!config.admits(person)) {
            throw new TempleException(
                    ErrorCode.SIGN_IN_CLOSED,
                    "Only people with a proven e-mail address of %s get in by %s."
                            .formatted(String.join(" or ", config.emailDomains()), config.title()));
        }
        return person;
    }

    /// Nothing that cannot be kept or shown.
    private static Person tidy(ProviderConfig config, Person person) {
        String subject = person.subject();
        if (subject.isBlank() || subject.length() > LONGEST_SUBJECT || !subject.equals(tidy(subject))) {
            throw new TempleException(
                    ErrorCode.SIGN_IN_REFUSED, "What %s says of you is not accepted.".formatted(config.title()));
        }
        String email = person.email();
        boolean hasEmail = email != null && email.length() <= 254 && EmailAddresses.looksLikeOne(email);
        return new Person(
                person.issuer(),
                subject,
                tidy(person.login()),
                tidy(person.name()),
                hasEmail ? email : null,
                hasEmail && person.emailVerified());
    }

    private static @Nullable String tidy(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String tidy = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "").strip();
        return tidy.substring(0, Math.min(tidy.length(), LONGEST_SUBJECT));
    }

    private Outcome enter(Origin origin, PostgresSignIns.Row row, ProviderConfig config, Person person) {
        var known = jdbi.withHandle(handle -> identities.find(handle, person));
        if (known.isEmpty()) {
            requireCreation(config);
            return waiting(row, person);
        }
        try {
            return entered(origin, row, person, known.get(), null);
        } catch (TempleException refused) {
            if (refused.code() == ErrorCode.TWO_FACTOR_REQUIRED) {
                return waiting(row, person);
            }
            throw refused;
        }
    }

    private static void requireCreation(ProviderConfig config) {
        if (!config.createsAccounts()) {
            throw new TempleException(
                    ErrorCode.SIGN_IN_CLOSED,
                    "No account here is linked with who you are at %s, and the registry makes none."
                            .formatted(config.title()));
        }
    }

    private Outcome.Entered entered(
            Origin origin, PostgresSignIns.Row row, Person person, Identity identity, @Nullable String code) {
        var user = accounts.enter(origin, accounts.byId(identity.user()), code, row.provider());
        jdbi.useTransaction(handle -> {
            identities.used(handle, identity.id(), person, clock.instant());
            prove(handle, identity.user(), person);
            ways.remove(handle, row.id());
        });
        return new Outcome.Entered(user, row.returnTo());
    }

    private void prove(Handle handle, UUID user, Person person) {
        if (person.email() != null && person.emailVerified()) {
            accounts.prove(handle, user, person.email());
        }
    }

    private Outcome offerLink(PostgresSignIns.Row row, ProviderConfig config, Person person) {
        var known = jdbi.withHandle(handle -> identities.find(handle, person));
        if (known.isEmpty()) {
            return waiting(row, person);
        }
        if (!known.get().user().equals(row.linking())) {
            throw taken(config);
        }
        jdbi.useHandle(handle -> ways.remove(handle, row.id()));
        return new Outcome.Linked(row.returnTo());
    }

    private Outcome waiting(PostgresSignIns.Row row, Person person) {
        jdbi.useHandle(handle -> ways.prove(handle, row.id(), person));
        return new Outcome.Waiting();
    }

    /// Notes who was refused and why, once what was tried is rolled back.
    private void giveUp(Caller caller, PostgresSignIns.Row row, TempleException refused) {
        jdbi.useTransaction(handle -> {
            ways.remove(handle, row.id());
            audit.record(
                    handle,
                    caller,
                    row.linking() == null ? "user.login-refused" : "identity.link-refused",
                    null,
                    Map.of("provider", row.provider(), "code", refused.code().id()));
        });
    }

    /// What the person whose browser has come back is asked for.
    ///
    /// @throws TempleException with `SIGN_IN_ENDED`
    public Pending pending(String browser) {
        return jdbi.inTransaction(handle -> {
            var row = row(handle, browser);
            var person = person(row);
            var step = step(handle, row, person);
            return new Pending(
                    step,
                    providers.config(row.provider()).title(),
                    Optional.ofNullable(person.login())
                            .or(() -> Optional.ofNullable(person.email()))
                            .orElse(person.subject()),
                    step == Step.CHOOSE_NAME ? UserNames.suggest(handle, person) : "",
                    person.email() == null ? "" : person.email(),
                    person.emailVerified(),
                    row.linking() == null ? "" : accounts.byId(row.linking()).username());
        });
    }

    private Step step(Handle handle, PostgresSignIns.Row row, Person person) {
        if (row.linking() != null) {
            return Step.CONFIRM_LINK;
        }
        return identities.find(handle, person).isPresent() ? Step.GIVE_CODE : Step.CHOOSE_NAME;
    }

    private PostgresSignIns.Row row(Handle handle, String browser) {
        return ways.proved(handle, Secrets.hash(browser), clock.instant()).orElseThrow(SignIns::ended);
    }

    private static Person person(PostgresSignIns.Row row) {
        var person = row.person();
        if (person == null) {
            throw ended();
        }
        return person;
    }

    /// Makes an account for somebody who has none, and lets them in.
    ///
    /// @param email null for none; counts as proven only when it is what the provider has proved
    /// @throws TempleException with `SIGN_IN_ENDED`, `OWNER_NAME_INVALID`, `OWNER_NAME_TAKEN`, `EMAIL_TAKEN` or
    ///         `SIGN_IN_CLOSED`
    public Outcome.Entered create(Origin origin, String browser, String username, @Nullable String email) {
        return jdbi.inTransaction(handle -> {
            var row = row(handle, browser);
            var person = person(row);
            var config = providers.config(row.provider());
            if (step(handle, row, person) != Step.CHOOSE_NAME) {
                throw ended();
            }
            requireCreation(config);
            boolean isProven = person.emailVerified() && EmailAddresses.areSame(email, person.email());
            var user = accounts.register(
                    handle,
                    origin,
                    new Accounts.NewAccount(username, email, person.name(), null, false, isProven),
                    row.provider());
            if (!identities.add(handle, user.id(), person, clock.instant())) {
                throw taken(config);
            }
            ways.remove(handle, row.id());
            return new Outcome.Entered(user, row.returnTo());
        });
    }

    /// Lets somebody in whose account asks for a one-time code besides.
    ///
    /// @throws TempleException with `SIGN_IN_ENDED`, `LOGIN_FAILED`, `LOGIN_LIMITED` or `ACCOUNT_SUSPENDED`
    public Outcome.Entered enter(Origin origin, String browser, String code) {
        var found = jdbi.inTransaction(handle -> row(handle, browser));
        var person = person(found);
        var identity = jdbi.withHandle(handle -> identities.find(handle, person))
                .filter(_ -> found.linking() == null)
                .orElseThrow(SignIns::ended);
        return entered(origin, found, person, identity, code);
    }

    /// Links the identity to the account of the caller, who has begun the way to do so.
    ///
    /// @return where the browser goes
    /// @throws TempleException with `SIGN_IN_ENDED`, `LOGIN_REQUIRED` or `IDENTITY_TAKEN`
    public String link(Caller caller, String browser) {
        var user = session(caller);
        return jdbi.inTransaction(handle -> {
            var row = row(handle, browser);
            var person = person(row);
            if (!user.equals(row.linking())) {
                throw ended();
            }
            if (!identities.add(handle, user, person, clock.instant())) {
                throw taken(providers.config(row.provider()));
            }
            prove(handle, user, person);
            ways.remove(handle, row.id());
            var linked = identities.find(handle, person).orElseThrow();
            audit.record(
                    handle,
                    caller,
                    "identity.link",
                    new AuditLog.Resource("identity", linked.id(), person.login()),
                    Map.of("provider", row.provider(), "issuer", person.issuer(), "subject", person.subject()));
            return row.returnTo();
        });
    }

    /// Leaves everything as it is.
    public void cancel(String browser) {
        jdbi.useTransaction(handle -> ways.proved(handle, Secrets.hash(browser), clock.instant())
                .ifPresent(row -> ways.remove(handle, row.id())));
    }

    private static TempleException taken(ProviderConfig config) {
        return new TempleException(
                ErrorCode.IDENTITY_TAKEN,
                "Who you are at %s is linked with another account.".formatted(config.title()));
    }

    private static TempleException ended() {
        return new TempleException(
                ErrorCode.SIGN_IN_ENDED, "This sign-in has ended, or was not begun in this browser.");
    }
}
