package dev.templedb.cathedral.tokens;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.secrets.Secrets;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Makes, lists, rotates and revokes tokens, and recognizes them.
///
/// A token is 256 random bits behind `tdb_`; what is kept is its SHA-256, which needs no salt.
@Singleton
public final class Tokens {
    /// What every token begins with, so that scanners find one that has leaked.
    public static final String BEGIN = "tdb_";

    private static final int SHOWN = 10;
    private static final int MOST_OF_A_USER = 200;
    private static final int USUAL_DAYS = 365;
    private static final int MOST_DAYS = 3650;
    private static final List<String> USUAL_SCOPES =
            List.of(Scope.ADMIN_PROJECTS.word(), Scope.WRITE_ORGANIZATIONS.word(), Scope.WRITE_USER.word());

    /// All that a token may be good for that is limited to projects.
    private static final List<String> LIMITED_SCOPES = List.of(Scope.ADMIN_PROJECTS.word());

    private final Jdbi jdbi;
    private final Permissions permissions;
    private final AuditLog audit;
    private final Clock clock;
    private final PostgresTokens table = new PostgresTokens();

    public Tokens(Jdbi jdbi, Permissions permissions, AuditLog audit, Clock clock) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.audit = audit;
        this.clock = clock;
    }

    /// What is asked for.
    ///
    /// @param scopes   null for all but `admin`; for a limited token those of projects
    /// @param days     how long it is good for; null for a year
    /// @param projects `owner/slug` of the only projects that it is to reach; null for no such limit
    public record Wanted(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable Integer days,
            @Nullable List<String> projects) {}

    /// A token and its secret, which is never to be had again.
    public record Made(Token token, String secret) {}

    /// The scopes of a request that names none.
    public static List<String> usualScopes() {
        return USUAL_SCOPES;
    }

    /// Makes a token for the caller: never one that is good for more, or for longer, than the token that was used.
    ///
    /// @throws TempleException with `SCOPE_MISSING` when it would be
    public Made make(Caller caller, Wanted wanted) {
        return jdbi.inTransaction(handle -> make(handle, caller, wanted));
    }

    /// Makes a token in the transaction of `handle`.
    public Made make(Handle handle, Caller caller, Wanted wanted) {
        var identity = caller.with(Scope.WRITE_USER);
        String name = Given.text("name", wanted.name(), Given.NAME);
        var words = Given.list("scopes", wanted.scopes(), Scope.values().length);
        var projects = projects(handle, caller, wanted.projects());
        var usual = projects == null ? usualScopes(identity) : LIMITED_SCOPES;
        var scopes = words == null ? usual : List.copyOf(new LinkedHashSet<>(words));
        if (scopes.isEmpty()) {
            throw Given.invalid("A token needs a scope.");
        }
        requireWithin(identity, Scope.of(scopes));
        if (projects != null && !Scope.of(LIMITED_SCOPES).containsAll(Scope.of(scopes))) {
            throw Given.invalid("A token that is limited to projects has scopes of projects alone.");
        }
        if (table.count(handle, identity.user()) >= MOST_OF_A_USER) {
            throw new TempleException(ErrorCode.PERMISSION_DENIED, "A user has 200 tokens at most; revoke some.");
        }
        String secret = newSecret();
        var now = clock.instant();
        var id = table.add(
                handle,
                identity.user(),
                Secrets.hash(secret),
                name,
                scopes,
                secret.substring(0, SHOWN),
                now,
                expiry(handle, identity, now, wanted.days()),
                projects != null);
        if (projects != null) {
            table.limit(handle, id, projects);
        }
        audit.record(
                handle,
                caller,
                "token.create",
                new AuditLog.Resource("token", id, name),
                Map.of("scopes", scopes, "limited", projects != null));
        return new Made(table.find(handle, caller, id).orElseThrow(), secret);
    }

    private static List<String> usualScopes(Caller.Identity identity) {
        if (identity.scopes().containsAll(Scope.of(USUAL_SCOPES))) {
            return USUAL_SCOPES;
        }
        return identity.scopes().stream()
                .filter(scope -> scope != Scope.ADMIN)
                .map(Scope::word)
                .sorted()
                .toList();
    }

    private static void requireWithin(Caller.Identity identity, Set<Scope> scopes) {
        if (!identity.scopes().containsAll(scopes)) {
            throw new TempleException(
                    ErrorCode.SCOPE_MISSING, "A token makes no tokens that are good for more than it is itself.");
        }
    }

    private @Nullable Set<UUID> projects(Handle handle, Caller caller, @Nullable List<String> wanted) {
        var identity = caller.signedIn();
        var given = Given.list("projects", wanted, 100);
        if (given == null) {
            return identity.projects();
        }
        var projects = new HashSet<UUID>();
        for (String address : given) {
            String[] parts = address.split("/", -1);
            if (parts.length != 2) {
                throw Given.invalid("The field projects lists addresses such as ada/web-app.");
            }
            var project =
                    permissions.require(handle, caller, new ProjectAddress(parts[0], parts[1]), ProjectAction.READ);
            if (!caller.reaches(project.project())) {
                throw new TempleException(
                        ErrorCode.SCOPE_MISSING, "A token makes no tokens that reach more than it does itself.");
            }
            projects.add(project.project());
        }
        return projects;
    }

    private Instant expiry(Handle handle, Caller.Identity identity, Instant now, @Nullable Integer days) {
        int wanted = days == null ? USUAL_DAYS : days;
        if (wanted < 1 || wanted > MOST_DAYS) {
            throw Given.invalid("The field expires_in_days is a number from 1 to 3650.");
        }
        var expiry = now.plus(Duration.ofDays(wanted));
        var token = identity.token();
        var most = token == null ? Optional.<Instant>empty() : table.expiry(handle, token);
        return most.filter(expiry::isAfter).orElse(expiry);
    }

    /// Who has this token; empty for one that is not known, has expired, was revoked, or whose user is disabled.
    public Optional<Caller.Identity> recognize(String secret, @Nullable String address) {
        if (!secret.startsWith(BEGIN) || secret.length() > 100) {
            return Optional.empty();
        }
        var now = clock.instant();
        return jdbi.withHandle(handle -> {
            var found = table.recognize(handle, Secrets.hash(secret), now);
            found.filter(token ->
                            token.lastUsedAt() == null || token.lastUsedAt().isBefore(now.minusSeconds(60)))
                    .ifPresent(token -> table.used(handle, token.id(), now, address));
            return found.map(token -> new Caller.Identity(
                    token.user(),
                    token.username(),
                    token.administrator(),
                    Scope.of(token.scopes()),
                    token.limited() ? Set.copyOf(token.projects()) : null,
                    token.id(),
                    null));
        });
    }

    /// The caller's tokens that are still good, newest first.
    public List<Token> list(Caller caller) {
        caller.with(Scope.READ_USER);
        return jdbi.withHandle(handle -> table.list(handle, caller, clock.instant()));
    }

    /// Gives a token another secret, and the old one stops working. Scopes, limits and expiry stay.
    ///
    /// @throws TempleException with `TOKEN_NOT_FOUND`
    public Made rotate(Caller caller, UUID id) {
        var identity = caller.with(Scope.WRITE_USER);
        return jdbi.inTransaction(handle -> {
            var token = table.find(handle, caller, id).orElseThrow(Tokens::notFound);
            requireWithin(identity, Scope.of(token.scopes()));
            if (identity.projects() != null && !id.equals(identity.token())) {
                throw new TempleException(
                        ErrorCode.SCOPE_MISSING, "A token that is limited to projects rotates itself alone.");
            }
            String secret = newSecret();
            table.rotate(handle, id, Secrets.hash(secret), secret.substring(0, SHOWN), clock.instant());
            audit.record(handle, caller, "token.rotate", new AuditLog.Resource("token", id, token.name()), Map.of());
            return new Made(table.find(handle, caller, id).orElseThrow(), secret);
        });
    }

    /// Revokes a token, at once and for good. A token may always revoke itself.
    ///
    /// @throws TempleException with `TOKEN_NOT_FOUND`
    public void revoke(Caller caller, UUID id) {
        var identity = caller.signedIn();
        if (!id.equals(identity.token())) {
            caller.with(Scope.WRITE_USER);
        }
        jdbi.useTransaction(handle -> {
            var token = table.find(handle, caller, id).orElseThrow(Tokens::notFound);
            table.revoke(handle, id, clock.instant());
            audit.record(handle, caller, "token.revoke", new AuditLog.Resource("token", id, token.name()), Map.of());
        });
    }

    private static TempleException notFound() {
        return new TempleException(ErrorCode.TOKEN_NOT_FOUND, "You have no such token.");
    }

    private static String newSecret() {
        return BEGIN + Secrets.next();
    }
}
