package dev.templedb.cathedral.idempotency;

import dev.templedb.cathedral.nodes.Nodes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The answers, for all nodes.
@Singleton
public final class StoredAnswers {
    /// How long an answer is there for those who ask again.
    public static final Duration KEPT = Duration.ofDays(1);

    /// After this a request that has no answer was cut off with its server.
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Nodes nodes;
    private final Clock clock;
    private final PostgresStoredAnswers table = new PostgresStoredAnswers();

    public StoredAnswers(Jdbi jdbi, Nodes nodes, Clock clock) {
        this.jdbi = jdbi;
        this.nodes = nodes;
        this.clock = clock;
    }

    /// What was answered.
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    /// A request that has come before.
    ///
    /// @param answer null while it is being answered
    public record Kept(String requestHash, @Nullable Answer answer) {}

    /// Takes a key for a request; what is there already, if it has been taken. What a node that is gone had begun
    /// to answer is answered here.
    public Optional<Kept> begin(String caller, String key, String requestHash) {
        var now = clock.instant();
        return jdbi.inTransaction(handle -> {
            table.forgetOld(handle, caller, key, now.minus(KEPT), now.minus(LONGEST_REQUEST));
            if (table.add(handle, caller, key, requestHash, nodes.number(), now)) {
                return Optional.empty();
            }
            return table.find(handle, caller, key)
                    .filter(row ->
                            !row.kept().requestHash().equals(requestHash) || !takesOver(handle, caller, key, row, now))
                    .map(PostgresStoredAnswers.Row::kept);
        });
    }

    private boolean takesOver(Handle handle, String caller, String key, PostgresStoredAnswers.Row row, Instant now) {
        var node = row.node();
        return row.kept().answer() == null
                && node != null
                && !nodes.isAlive(handle, node)
                && table.takeOver(handle, caller, key, nodes.number(), node, now);
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
