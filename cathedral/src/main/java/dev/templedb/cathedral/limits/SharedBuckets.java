package dev.templedb.cathedral.limits;

/// The buckets that all nodes share. Each question is one step for all who ask at once, by the clock of whoever keeps
/// them. A bucket that nobody has used is full.
interface SharedBuckets {
    /// @param taken what was given
    /// @param left  what the bucket has now, less than nothing for a debt
    record Taken(long taken, double left) {}

    /// Takes what is there, up to `wanted`.
    Taken take(Bucket bucket, long wanted);

    /// Takes `amount`, whether it is there or not.
    void charge(Bucket bucket, long amount);

    /// Forgets buckets that have long been full.
    void forget();
}
