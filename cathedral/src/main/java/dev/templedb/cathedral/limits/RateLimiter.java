package dev.templedb.cathedral.limits;

import dev.templedb.cathedral.limits.SharedBuckets.Taken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps buckets that all nodes share.
///
/// A node takes a slice of a bucket from where all share it and gives it out by itself until it is used up, so what is
/// let
/// through is more than the bucket holds by a slice for each node at most, and about one request in a slice writes.
/// While a bucket is empty its requests are refused without asking there again. Thread-safe; keeps some 100
/// bytes for each of the 50,000 buckets that were used last.
@Singleton
public final class RateLimiter {
    private static final int MOST_LEASES = 50_000;
    private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(5);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(30);

    private final SharedBuckets buckets;
    private final InstantSource clock;
    private final Map<String, Lease> leases = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Lease> eldest) {
            return size() > MOST_LEASES;
        }
    };
    private Instant sweptAt;

    RateLimiter(SharedBuckets buckets, Clock clock) {
        this.buckets = buckets;
        this.clock = clock;
        this.sweptAt = clock.instant();
    }

    /// What this node has of a bucket. Guarded by itself.
    private static final class Lease {
        private long left;
        /// What the others may still take, when this was last asked.
        private double shared;
        private Instant refusedUntil = Instant.MIN;
        private Instant goodAt = Instant.MIN;
    }

    /// What has become of a request.
    ///
    /// @param allowed whether it may go on
    /// @param left    what the bucket still has, about
    /// @param pause   until it has enough; zero when it has
    record Verdict(Bucket bucket, boolean allowed, long left, Duration pause) {}

    /// Takes `cost` from a bucket if that is there, or nothing.
    ///
    /// @param cost at most what the bucket holds
    Verdict take(Bucket bucket, long cost) {
        if (bucket.isUnlimited()) {
            return new Verdict(bucket, true, Long.MAX_VALUE, Duration.ZERO);
        }
        var verdict = draw(bucket, cost, cost);
        sweep();
        return verdict;
    }

    /// Says whether something is left in a bucket, for what costs nobody knows how much before.
    Verdict look(Bucket bucket) {
        return bucket.isUnlimited() ? take(bucket, 0) : draw(bucket, 1, 0);
    }

    private Verdict draw(Bucket bucket, long needed, long cost) {
        var now = clock.instant();
        var lease = lease(bucket.key());
        synchronized (lease) {
            if (lease.left < needed) {
                if (now.isBefore(lease.refusedUntil)) {
                    return refused(bucket, lease, now);
                }
                refill(bucket, lease, needed, now);
                if (lease.left < needed) {
                    return refused(bucket, lease, now);
                }
            }
            lease.left -= cost;
            return new Verdict(bucket, true, left(bucket, lease), Duration.ZERO);
        }
    }

    private void refill(Bucket bucket, Lease lease, long needed, Instant now) {
        long wanted = Math.max(needed, bucket.slice()) - lease.left;
        Taken taken = buckets.take(bucket, wanted);
        lease.left += taken.taken();
        lease.shared = taken.left();
        if (lease.left < needed) {
            double missing = needed - lease.left - taken.left();
            long millis = bucket.perMinute() == 0
                    ? Duration.ofMinutes(1).toMillis()
                    : (long) Math.ceil(Math.max(0, missing) * 60_000 / bucket.perMinute());
            lease.goodAt = now.plusMillis(Math.max(1, millis));
            var latest = now.plus(LONGEST_REFUSAL);
            lease.refusedUntil = lease.goodAt.isBefore(latest) ? lease.goodAt : latest;
        }
    }

    private static Verdict refused(Bucket bucket, Lease lease, Instant now) {
        var wait = Duration.between(now, lease.goodAt);
        return new Verdict(bucket, false, 0, wait.isPositive() ? wait : Duration.ofMillis(1));
    }

    private static long left(Bucket bucket, Lease lease) {
        return Math.min(bucket.perMinute(), Math.max(0, lease.left) + (long) Math.max(0, lease.shared));
    }

    /// Takes `amount` from a bucket, whether it is there or not: what has been sent is sent.
    void charge(Bucket bucket, long amount) {
        if (bucket.isUnlimited() || amount <= 0) {
            return;
        }
        var lease = lease(bucket.key());
        synchronized (lease) {
            lease.left -= amount;
            if (lease.left < 0) {
                long debt = -lease.left;
                lease.left = 0;
                lease.shared -= debt;
                buckets.charge(bucket, debt);
            }
        }
    }

    private Lease lease(String key) {
        synchronized (leases) {
            return leases.computeIfAbsent(key, _ -> new Lease());
        }
    }

    /// Now and then one request removes what is of no use any more.
    private void sweep() {
        var now = clock.instant();
        synchronized (this) {
            if (sweptAt.plus(BETWEEN_SWEEPS).isAfter(now)) {
                return;
            }
            sweptAt = now;
        }
        buckets.forget();
    }
}
