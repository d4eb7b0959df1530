package dev.templedb.cathedral.limits;

import org.jdbi.v3.core.Handle;

/// The buckets that all nodes share. One statement for each question, by the clock of the database.
final class PostgresRateBuckets {
    /// What was left, and what has been filled in since, but no more than the bucket holds.
    private static final String FULL =
            "least(:capacity, b.tokens + :capacity / 60.0 * greatest(0, extract(epoch FROM now() - b.refilled_at)))";

    private static final String TAKE = """
            INSERT INTO rate_buckets AS b (key, tokens, taken, refilled_at)
            VALUES (:key, :capacity - least(:capacity, :wanted), least(:capacity, :wanted), now())
            ON CONFLICT (key) DO UPDATE
               SET tokens = FULL - floor(greatest(0, least(:wanted, FULL))),
                   taken = floor(greatest(0, least(:wanted, FULL))),
                   refilled_at = now()
            RETURNING taken, tokens
            """.replace("FULL", FULL);

    private static final String CHARGE = """
            INSERT INTO rate_buckets AS b (key, tokens, taken, refilled_at)
            VALUES (:key, :capacity - :amount, :amount, now())
            ON CONFLICT (key) DO UPDATE
               SET tokens = FULL - :amount, taken = :amount, refilled_at = now()
            """.replace("FULL", FULL);

    private static final String FORGET = "DELETE FROM rate_buckets WHERE refilled_at < now() - interval '2 hours'";

    /// @param taken what was given
    /// @param left  what the bucket has now, less than nothing for a debt
    record Taken(long taken, double left) {}

    /// Takes what is there, up to `wanted`.
    Taken take(Handle handle, Bucket bucket, long wanted) {
        return handle.createQuery(TAKE)
                .bind("key", bucket.key())
                .bind("capacity", (double) bucket.perMinute())
                .bind("wanted", wanted)
                .map((row, _) -> new Taken(row.getLong("taken"), row.getDouble("tokens")))
                .one();
    }

    /// Takes `amount`, whether it is there or not.
    void charge(Handle handle, Bucket bucket, long amount) {
        handle.createUpdate(CHARGE)
                .bind("key", bucket.key())
                .bind("capacity", (double) bucket.perMinute())
                .bind("amount", amount)
                .execute();
    }

    /// Forgets buckets that have long been full.
    void forget(Handle handle) {
        handle.createUpdate(FORGET).execute();
    }
}
