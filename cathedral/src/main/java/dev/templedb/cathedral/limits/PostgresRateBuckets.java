package dev.templedb.cathedral.limits;

import org.jdbi.v3.core.Jdbi;

/// The buckets in the database: one statement for each question.
final class PostgresRateBuckets implements SharedBuckets {
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

    private final Jdbi jdbi;

    PostgresRateBuckets(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Taken take(Bucket bucket, long wanted) {
        return jdbi.withHandle(handle -> handle.createQuery(TAKE)
                .bind("key", bucket.key())
                .bind("capacity", (double) bucket.perMinute())
                .bind("wanted", wanted)
                .map((row, _) -> new Taken(row.getLong("taken"), row.getDouble("tokens")))
                .one());
    }

    @Override
    public void charge(Bucket bucket, long amount) {
        jdbi.useHandle(handle -> handle.createUpdate(CHARGE)
                .bind("key", bucket.key())
                .bind("capacity", (double) bucket.perMinute())
                .bind("amount", amount)
                .execute());
    }

    @Override
    public void forget() {
        jdbi.useHandle(handle -> handle.createUpdate(FORGET).execute());
    }
}
