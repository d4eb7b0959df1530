package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.owners.Owners;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Makes accounts, checks passwords, and keeps profiles.
@Singleton
public final class Accounts {
    private final Jdbi jdbi;
    private final AuditLog audit;
    private final SealedCodes codes;
    private final Clock clock;
    private final PasswordHasher passwords = new PasswordHasher();
    private final PostgresAccounts table = new PostgresAccounts();
    private final Invitations invitations = new Invitations();
    private final PostgresLoginFailures failures = new PostgresLoginFailures();

    public Accounts(Jdbi jdbi, AuditLog audit, SealedCodes codes, Clock clock) {
        this.jdbi = jdbi;
        this.audit = audit;
        this.codes = codes;
        this.clock = clock;
    }

    /// What a new account is made of.
    ///
    /// @param email    null for an account without one, which nobody invites and which has no other way back than
    /// an
    ///                 operator
    /// @param password null for an account that cannot sign in with one
    public record NewAccount(
            @Nullable String username,
            @Nullable String email,
            @Nullable String displayName,
            @Nullable String password,
            boolean administrator,
            boolean emailVerified) {}

    /// Makes an account for whoever asks; whether anybody may ask is decided before. The e-mail address is what
    /// they
    /// say, and proves nothing: it makes no difference whether somebody else has proved it, so that nobody finds
    /// that
    /// out.
    ///
    /// @throws TempleException with `OWNER_NAME_INVALID`, `OWNER_NAME_TAKEN` or `PASSWORD_WEAK`
    public User register(Origin origin, NewAccount wanted) {
        return jdbi.inTransaction(handle -> {
            var user = create(handle, wanted, true);
            audit.record(handle, origin, user.id(), user.username(), "user.register", Map.of());
            return user;
        });
    }

    /// Makes an account without a password for somebody whom a provider has proved, in the transaction of `handle`.
    ///
    /// @param provider its name
    /// @throws TempleException with `OWNER_NAME_INVALID`, `OWNER_NAME_TAKEN`, or `EMAIL_TAKEN` when the address is
    ///         proved by another account, too
    public User register(Handle handle, Origin origin, NewAccount wanted, String provider) {
        var user = create(handle, wanted, false);
        table.loggedIn(handle, user.id(), clock.instant());
        audit.record(handle, origin, user.id(), user.username(), "user.register", Map.of("provider", provider));
        return user;
    }

    /// Makes an account for somebody else, as an administrator.
    public User create(Caller caller, NewAccount wanted) {
        caller.administrator();
        return jdbi.inTransaction(handle -> create(handle, caller, wanted));
    }

    /// Makes an account for somebody else, as whoever runs the server.
    public User create(Handle handle, NewAccount wanted) {
        return create(handle, Caller.SERVER, wanted);
    }

    private User create(Handle handle, Caller caller, NewAccount wanted) {
        var user = create(handle, wanted, false);
        audit.record(
                handle,
                caller,
                "user.create",
                new AuditLog.Resource("user", user.id(), user.username()),
                Map.of("administrator", user.administrator()));
        return user;
    }

    /// Makes the first administrator, if `claim` finds the one-time link to be good; it uses the link up.
    public User setUp(Origin origin, NewAccount wanted, java.util.function.Predicate<Handle> claim) {
        return jdbi.inTransaction(handle -> {
            if (!claim.test(handle)) {
                throw new TempleException(ErrorCode.TOKEN_INVALID, "The one-time link has been used or has expired.");
            }
            var user = create(handle, wanted, true);
            audit.record(handle, origin, user.id(), user.username(), "user.setup", Map.of("administrator", true));
            return user;
        });
    }

    private User create(Handle handle, NewAccount wanted, boolean withPassword) {
        String username = Owners.valid(Given.required("username", wanted.username()));
        @Nullable String email = wanted.email() == null ? null : EmailAddresses.valid(wanted.email());
        String displayName = Given.optional("display_name", wanted.displayName(), Given.NAME);
        String password = wanted.password();
        String hash = password == null && !withPassword
                ? null
                : passwords.hash(PasswordRules.valid(password, username, email));
        if (email != null && wanted.emailVerified()) {
            requireNotProved(handle, email, null);
        }
        var id = Owners.take(handle, username, Owners.Kind.USER);
        boolean verified = email != null && wanted.emailVerified();
        table.add(handle, id, username, email, verified, displayName, hash, wanted.administrator());
        if (email != null && verified) {
            invitations.accept(handle, id, email);
        }
        return table.byId(handle, id).orElseThrow();
    }

    /// Proves who somebody is by password, and by one-time code where the user asks for that.
    ///
    /// Takes the same time whether there is such a user or not. After too many failures from one address, or from
    /// one address for one name, further tries from there are refused for a while: nobody can lock out somebody
    /// else.
    ///
    /// @param name a user name, or an e-mail address that is proved
    /// @throws TempleException with `LOGIN_FAILED`, `TWO_FACTOR_REQUIRED` or `LOGIN_LIMITED`
    public User logIn(Origin origin, String name, String password, @Nullable String code) {
        jdbi.useHandle(handle -> requireFewFailures(handle, origin, name));
        var credentials = jdbi.withHandle(handle -> table.credentials(handle, name));
        boolean right = passwords.verify(
                password,
                credentials.map(PostgresAccounts.Credentials::passwordHash).orElse(null));
        if (!right || credentials.isEmpty() || credentials.get().disabled()) {
            throw failed(origin, name);
        }
        return enter(origin, name, credentials.get(), code, Map.of());
    }

    /// Lets somebody in whom a provider has proved, with a one-time code where the account asks for that.
    ///
    /// @param provider its name
    /// @throws TempleException with `ACCOUNT_SUSPENDED`, `TWO_FACTOR_REQUIRED`, `LOGIN_FAILED` or `LOGIN_LIMITED`
    public User enter(Origin origin, User user, @Nullable String code, String provider) {
        var credentials = jdbi.withHandle(handle -> {
            requireFewFailures(handle, origin, user.username());
            return table.credentials(handle, user.id());
        });
        if (credentials.disabled()) {
            throw new TempleException(
                    ErrorCode.ACCOUNT_SUSPENDED, "The account %s is closed.".formatted(user.username()));
        }
        return enter(origin, user.username(), credentials, code, Map.of("provider", provider));
    }

    private void requireFewFailures(Handle handle, Origin origin, String name) {
        if (failures.areTooMany(handle, origin.address(), name, clock.instant())) {
            throw new TempleException(ErrorCode.LOGIN_LIMITED, "Too many logins have failed from your address.");
        }
    }

    private User enter(
            Origin origin,
            String name,
            PostgresAccounts.Credentials user,
            @Nullable String code,
            Map<String, Object> how) {
        var now = clock.instant();
        var kept = user.totp();
        if (kept != null && code == null) {
            throw new TempleException(ErrorCode.TWO_FACTOR_REQUIRED, "This account asks for a one-time code besides.");
        }
        return counting(origin, name, handle -> {
            if (kept != null) {
                var step = Totp.step(codes.open(kept), code == null ? "" : code, now, user.totpLastStep());
                if (step.isEmpty() || !table.useTotpStep(handle, user.id(), step.getAsLong())) {
                    throw wrong();
                }
            }
            table.loggedIn(handle, user.id(), now);
            var found = table.byId(handle, user.id()).orElseThrow();
            audit.record(handle, origin, found.id(), found.username(), "user.login", how);
            return found;
        });
    }

    /// Runs `work` in a transaction. What is wrong is counted when that is over, since it is rolled back.
    private <T> T counting(Origin origin, String name, HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(work);
        } catch (TempleException refused) {
            throw refused.code() == ErrorCode.LOGIN_FAILED ? failed(origin, name) : refused;
        }
    }

    private TempleException failed(Origin origin, String name) {
        jdbi.useTransaction(handle -> failures.add(handle, origin.address(), name, clock.instant()));
        return wrong();
    }

    private static TempleException wrong() {
        return new TempleException(ErrorCode.LOGIN_FAILED, "The name or the password is wrong.");
    }

    /// Finds a user by name.
    ///
    /// @throws TempleException with `USER_NOT_FOUND`
    public User byName(Handle handle, String username) {
        return find(handle, username).orElseThrow(() -> notFound(username));
    }

    /// What is thrown for a name without a user.
    public static TempleException notFound(String username) {
        return new TempleException(
                ErrorCode.USER_NOT_FOUND, "There is no user %s.".formatted(Printable.text(username)));
    }

    /// Finds a user by name.
    public User byName(String username) {
        return jdbi.withHandle(handle -> byName(handle, username));
    }

    /// The user of an id that is known to be one's.
    public User byId(UUID id) {
        return jdbi.withHandle(handle -> table.byId(handle, id)).orElseThrow();
    }

    /// Finds a user who can be given a role: by name, or by an e-mail address that has been proved.
    public Optional<User> byNameOrEmail(Handle handle, String text) {
        return EmailAddresses.looksLikeOne(text) ? table.byVerifiedEmail(handle, text) : find(handle, text);
    }

    private Optional<User> find(Handle handle, String username) {
        return Owners.find(handle, username)
                .filter(owner -> owner.kind() == Owners.Kind.USER)
                .flatMap(owner -> table.byId(handle, owner.id()));
    }

    /// What to change of a profile: null leaves, an empty text clears.
    public record Change(
            @Nullable String displayName,
            @Nullable String avatarUrl,
            @Nullable String bio,
            @Nullable String websiteUrl,
            @Nullable String email,
            @Nullable String password,
            @Nullable String currentPassword) {}

    /// Changes the caller's own profile.
    ///
    /// @param match is given the profile as it is, and throws when the change is meant for another state of it
    /// @throws TempleException with `USER_NOT_FOUND` or `PERMISSION_DENIED` for that of somebody else;
    /// `LOGIN_FAILED`
    ///         when the present password is needed and wrong
    public User change(Caller caller, String username, Change change, java.util.function.Consumer<User> match) {
        var identity = caller.with(Scope.WRITE_USER);
        return counting(caller.origin(), identity.name(), handle -> {
            var user = byName(handle, username);
            if (!user.id().equals(identity.user())) {
                throw new TempleException(ErrorCode.PERMISSION_DENIED, "A profile is changed by its user alone.");
            }
            match.accept(user);
            if (change.email() != null || change.password() != null) {
                requirePassword(handle, caller, user, change.currentPassword());
            }
            if (change.email() != null) {
                table.changeEmail(handle, user.id(), EmailAddresses.valid(change.email()));
            }
            if (change.password() != null) {
                setPassword(handle, user, change.password(), identity.session());
            }
            table.changeProfile(
                    handle,
                    user.id(),
                    Given.optional("display_name", change.displayName(), Given.NAME),
                    Given.address("avatar_url", change.avatarUrl()),
                    Given.optional("bio", change.bio(), Given.TEXT),
                    Given.address("website_url", change.websiteUrl()),
                    clock.instant());
            audit.record(
                    handle,
                    caller,
                    "user.edit",
                    new AuditLog.Resource("user", user.id(), user.username()),
                    Map.of("password", change.password() != null, "email", change.email() != null));
            return table.byId(handle, user.id()).orElseThrow();
        });
    }

    private void requirePassword(Handle handle, Caller caller, User user, @Nullable String password) {
        requireFewFailures(handle, caller.origin(), user.username());
        String hash = table.credentials(handle, user.id()).passwordHash();
        if (hash == null && caller.signedIn().session() == null) {
            throw new TempleException(
                    ErrorCode.PERMISSION_DENIED,
                    "An account without a password takes one, and another e-mail address, from somebody who is signed in, not from a token.");
        }
        if (hash != null && !passwords.verify(password == null ? "" : password, hash)) {
            throw wrong();
        }
    }

    /// Takes the address of an account as proved, when a provider has proved that very one and no other account has
    /// proved it: what waits for it is given.
    public void prove(Handle handle, UUID user, String email) {
        if (table.prove(handle, user, email)) {
            invitations.accept(handle, user, email);
        }
    }

    /// An address that another account has proved is that one's. What others have only said keeps nobody out.
    ///
    /// @param but the account that may have it
    void requireNotProved(Handle handle, String email, @Nullable UUID but) {
        if (table.isProved(handle, email, but)) {
            throw new TempleException(
                    ErrorCode.EMAIL_TAKEN,
                    "Another account has proved the e-mail address %s.".formatted(Printable.text(email)));
        }
    }

    /// Sets a password, and ends all sessions but `kept`.
    void setPassword(Handle handle, User user, String password, @Nullable UUID kept) {
        String hash = passwords.hash(PasswordRules.valid(password, user.username(), user.email()));
        table.setPassword(handle, user.id(), hash, clock.instant());
        table.endSessions(handle, user.id(), kept);
    }

    /// Begins to use one-time codes: a new secret, which counts once a code of it has been given.
    ///
    /// @return the secret in base 32, and an address for a QR code
    public Map.Entry<String, String> beginTwoFactor(Caller caller) {
        var identity = caller.with(Scope.WRITE_USER);
        byte[] secret = Totp.newSecret();
        jdbi.useTransaction(handle -> {
            if (!table.beginTotp(handle, identity.user(), codes.seal(identity.user(), secret))) {
                throw new TempleException(ErrorCode.TWO_FACTOR_STATE, "Two-factor login is on already.");
            }
        });
        return Map.entry(Totp.base32(secret), Totp.uri(secret, identity.name()));
    }

    /// Turns two-factor login on, with a code that proves that the authenticator works.
    public void confirmTwoFactor(Caller caller, String code) {
        var identity = caller.with(Scope.WRITE_USER);
        changeTwoFactor(
                caller,
                code,
                false,
                "user.two-factor-on",
                (handle, step) -> table.confirmTotp(handle, identity.user(), step, clock.instant()));
    }

    /// Turns two-factor login off.
    public void endTwoFactor(Caller caller, String code) {
        var identity = caller.with(Scope.WRITE_USER);
        changeTwoFactor(
                caller, code, true, "user.two-factor-off", (handle, step) -> table.endTotp(handle, identity.user()));
    }

    private interface TwoFactorChange {
        void apply(Handle handle, long step);
    }

    private void changeTwoFactor(Caller caller, String code, boolean on, String action, TwoFactorChange change) {
        var identity = caller.signedIn();
        counting(caller.origin(), identity.name(), handle -> {
            var pending = table.totp(handle, identity.user())
                    .filter(totp -> totp.confirmed() == on)
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.TWO_FACTOR_STATE,
                            on ? "Two-factor login is not on." : "Two-factor login is on, or has not been begun."));
            if (failures.areTooMany(handle, caller.origin().address(), identity.name(), clock.instant())) {
                throw new TempleException(ErrorCode.LOGIN_LIMITED, "Too many codes have failed from your address.");
            }
            var step = Totp.step(codes.open(pending.kept()), code, clock.instant(), pending.lastStep());
            if (step.isEmpty()) {
                throw wrong();
            }
            change.apply(handle, step.getAsLong());
            audit.record(
                    handle, caller, action, new AuditLog.Resource("user", identity.user(), identity.name()), Map.of());
            return step;
        });
    }
}
