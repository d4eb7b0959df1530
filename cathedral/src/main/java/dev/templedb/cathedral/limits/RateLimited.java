package dev.templedb.cathedral.limits;

import dev.templedb.core.ErrorCode;
import java.time.Duration;

/// Somebody has asked for more than a minute has room for. Says when to come again.
@SuppressWarnings("serial")
public final class RateLimited extends RuntimeException {
    private final String unit;
    private final long perMinute;
    private final Duration pause;

    RateLimited(RateLimiter.Verdict verdict) {
        super("There were too many %s: %d a minute are let through. Come again in %d s."
                .formatted(verdict.bucket().unit().word(), verdict.bucket().perMinute(), seconds(verdict.pause())));
        this.unit = verdict.bucket().unit().word();
        this.perMinute = verdict.bucket().perMinute();
        this.pause = verdict.pause();
    }

    /// What it is called.
    public ErrorCode code() {
        return ErrorCode.RATE_LIMITED;
    }

    /// What there were too many of: `requests` or `bytes`.
    public String unit() {
        return unit;
    }

    /// How many of them a minute are let through.
    public long perMinute() {
        return perMinute;
    }

    /// After how many seconds the same request would go through, if nobody else asks.
    public long retryAfter() {
        return seconds(pause);
    }

    /// Whole seconds, at least one.
    static long seconds(Duration pause) {
        return Math.max(1, pause.plusMillis(999).toSeconds());
    }
}
