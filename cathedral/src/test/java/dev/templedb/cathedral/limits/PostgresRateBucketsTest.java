package dev.templedb.cathedral.limits;

import dev.templedb.cathedral.testing.MigratedDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRateBucketsTest extends SharedBucketsContract {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    @Override
    SharedBuckets node() {
        return new PostgresRateBuckets(DATABASE.jdbi());
    }

    @Override
    void timePasses(Bucket bucket, int seconds) {
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE rate_buckets SET refilled_at = refilled_at - ? * interval '1 s' WHERE key = ?",
                        seconds,
                        bucket.key()));
    }
}
