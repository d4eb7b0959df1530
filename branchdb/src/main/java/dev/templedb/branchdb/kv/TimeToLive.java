package dev.templedb.branchdb.kv;

import java.time.Duration;

/// How long a key will be there.
public sealed interface TimeToLive {
    /// There is no such key.
    record Missing() implements TimeToLive {}

    /// It does not expire.
    record Forever() implements TimeToLive {}

    /// It expires.
    ///
    /// @param time more than nothing, in milliseconds
    record Left(Duration time) implements TimeToLive {}
}
