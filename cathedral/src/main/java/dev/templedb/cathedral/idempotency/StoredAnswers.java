package dev.templedb.cathedral.idempotency;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The answers, for all nodes.
@Singleton
public final class StoredAnswers {
    private static final Duration KEPT = Duration.ofDays(1);

    /// After this a request that has no answer was cut off with its server.
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Clock clock;
    private final PostgresStoredAnswers table = new PostgresStoredAnswers();

    public StoredAnswers(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// What was answered.
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    /// A request that has come before.
    ///
    /// @param answer null while it is being answered
    public record Kept(String requestHash, @Nullable Answer answer) {}

    /// Takes a key for a request; what is there already, if it has been taken.
    public Optional<Kept> begin(String caller, String key, String requestHash) {
        var now = clock.instant();
        return jdbi.inTransaction(handle -> {
            table.forgetOld(handle, caller, key, now.minus(KEPT), now.minus(LONGEST_REQUEST));
            return table.add(handle, caller, key, requestHash, now)
                    ? Optional.empty()
                    : table.find(handle, caller, key);
        });
    }

    /// Keeps the answer.
    public void keep(String caller, String key, Answer answer) {
        jdbi.useHandle(handle -> table.keep(handle, caller, key, answer));
    }

    /// Gives a key back, so that the request may be tried again.
    public void forget(String caller, String key) {
        jdbi.useHandle(handle -> table.remove(handle, caller, key));
    }
}
