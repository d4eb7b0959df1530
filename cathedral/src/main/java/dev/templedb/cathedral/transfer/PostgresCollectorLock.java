package dev.templedb.cathedral.transfer;

import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Keeps the collector from removing packs while somebody needs those that a moment of the past refers to. Held to the
/// end of a transaction, so it ends with a process that dies.
public final class PostgresCollectorLock {
    /// Any number that is used for nothing else.
    private static final long KEY = 7234502;

    private PostgresCollectorLock() {}

    /// Runs `work` while the collector is kept away; waits for one that is at work. `work` has transactions of its
    /// own,
    /// which begin after this.
    ///
    /// @throws org.jdbi.v3.core.JdbiException when the connection that held the packs was lost meanwhile
    public static <T, X extends Exception> T keepingPacks(Jdbi jdbi, Work<T, X> work) throws X {
        // Opened by hand: what is called inside by way of `jdbi` must not fall into this transaction.
        try (var holding = jdbi.open()) {
            begin(holding);
            holding.createQuery("SELECT CAST(pg_advisory_xact_lock_shared(:key) AS text)")
                    .bind("key", KEY)
                    .mapTo(String.class)
                    .one();
            T result = work.run();
            holding.execute("SELECT 1");
            holding.commit();
            return result;
        }
    }

    /// What is done while packs stay.
    ///
    /// @param <X> what it may throw
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        T run() throws X;
    }

    /// Runs `work`, which removes packs, unless somebody needs them, or another node collects.
    ///
    /// @return empty when it was not run
    static <T> Optional<T> removingPacks(Jdbi jdbi, Supplier<T> work) {
        try (var holding = jdbi.open()) {
            begin(holding);
            boolean isOurs = holding.createQuery("SELECT pg_try_advisory_xact_lock(:key)")
                    .bind("key", KEY)
                    .mapTo(Boolean.class)
                    .one();
            Optional<T> result = isOurs ? Optional.of(work.get()) : Optional.empty();
            holding.commit();
            return result;
        }
    }

    private static void begin(Handle handle) {
        handle.begin();
        handle.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
    }
}
