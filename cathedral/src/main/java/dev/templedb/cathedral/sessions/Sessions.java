package dev.templedb.cathedral.sessions;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.secrets.Secrets;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Begins and ends sessions, and recognizes them. All nodes share them.
@Singleton
public final class Sessions {
    /// How long a session lasts at most.
    public static final Duration LONGEST = Duration.ofDays(30);

    private static final Duration IDLE = Duration.ofDays(7);
    private static final int MOST_OF_A_USER = 100;

    private final Jdbi jdbi;
    private final Clock clock;
    private final PostgresSessions table = new PostgresSessions();

    public Sessions(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// Begins a session.
    ///
    /// @return the secret for the cookie
    public String begin(UUID user, Origin origin) {
        String secret = Secrets.next();
        var now = clock.instant();
        jdbi.useTransaction(handle -> {
            table.forget(handle, user, now, now.minus(IDLE), MOST_OF_A_USER);
            table.add(handle, user, Secrets.hash(secret), now, now.plus(LONGEST), origin);
        });
        return secret;
    }

    /// Who has the session of this secret; empty for one that is not known, has ended, or whose user is disabled.
    public Optional<Caller.Identity> recognize(String secret) {
        var now = clock.instant();
        return jdbi.withHandle(handle -> {
            var found = table.find(handle, Secrets.hash(secret), now, now.minus(IDLE));
            found.filter(session -> session.lastSeenAt().isBefore(now.minusSeconds(60)))
                    .ifPresent(session -> table.seen(handle, session.id(), now));
            return found.map(session -> new Caller.Identity(
                    session.user(),
                    session.username(),
                    session.administrator(),
                    Scope.all(),
                    null,
                    null,
                    session.id()));
        });
    }

    /// Ends a session.
    public void end(UUID session) {
        jdbi.useHandle(handle -> table.remove(handle, session));
    }
}
