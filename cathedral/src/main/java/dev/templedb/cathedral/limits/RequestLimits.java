package dev.templedb.cathedral.limits;

import dev.templedb.cathedral.limits.Bucket.Unit;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.quotas.Plans;
import dev.templedb.cathedral.settings.Settings;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Which buckets a request draws from: those of its user and of its token, or without a user that of its address.
@Singleton
public final class RequestLimits {
    private static final Duration PLANS_KEPT = Duration.ofMinutes(1);
    private static final int MOST_PLANS = 10_000;
    private static final int SUBNET_BYTES = 8;

    private final RateLimiter limiter;
    private final Plans plans;
    private final Jdbi jdbi;
    private final Clock clock;
    private final Settings settings;
    private final boolean enabled;
    private final Map<UUID, KnownPlan> known = new ConcurrentHashMap<>();

    public RequestLimits(RateLimiter limiter, Plans plans, Jdbi jdbi, Settings settings, Clock clock) {
        this.limiter = limiter;
        this.plans = plans;
        this.jdbi = jdbi;
        this.clock = clock;
        this.settings = settings;
        this.enabled = settings.get(LimitSettings.ENABLED);
    }

    private record KnownPlan(Plans.Figures figures, Instant until) {}

    boolean areOn() {
        return enabled;
    }

    /// The buckets of a caller, those of one unit.
    private List<Bucket> of(Caller caller, Unit unit) {
        boolean requests = unit == Unit.REQUESTS;
        var identity = caller.identity();
        if (identity == null) {
            return List.of(new Bucket(
                    unit.word() + " of address " + subnet(caller.origin().address()),
                    unit,
                    settings.get(requests ? LimitSettings.ADDRESS_REQUESTS : LimitSettings.ADDRESS_TRAFFIC)));
        }
        var figures = figures(identity.user());
        var buckets = new ArrayList<Bucket>();
        if (identity.token() != null) {
            buckets.add(new Bucket(
                    unit.word() + " of token " + identity.token(),
                    unit,
                    settings.get(requests ? LimitSettings.TOKEN_REQUESTS : LimitSettings.TOKEN_TRAFFIC)));
        }
        // Last, so that what a token is refused does not count for the user's others.
        buckets.add(new Bucket(
                unit.word() + " of user " + identity.user(), unit, requests ? figures.requests() : figures.traffic()));
        return List.copyOf(buckets);
    }

    private Plans.Figures figures(UUID user) {
        var now = clock.instant();
        var kept = known.get(user);
        if (kept != null && kept.until().isAfter(now)) {
            return kept.figures();
        }
        if (known.size() > MOST_PLANS) {
            known.clear();
        }
        var figures = jdbi.withHandle(handle -> plans.of(handle, user));
        known.put(user, new KnownPlan(figures, now.plus(PLANS_KEPT)));
        return figures;
    }

    /// Counts an attempt to get in: a login, an account, a device code, or a token that is not good.
    ///
    /// @param address where it comes from
    /// @throws RateLimited when there were too many from there
    public void attempt(@Nullable String address) {
        if (enabled) {
            require(limiter.take(
                    new Bucket(
                            "attempts of address " + subnet(address),
                            Unit.REQUESTS,
                            settings.get(LimitSettings.SIGN_IN_REQUESTS)),
                    1));
        }
    }

    /// Draws from the buckets of a caller.
    ///
    /// @param works whether the request counts, or only the bytes that go with it
    /// @return what is left of each bucket
    /// @throws RateLimited when one of them is empty
    List<RateLimiter.Verdict> draw(Caller caller, boolean works) {
        var verdicts = new ArrayList<RateLimiter.Verdict>();
        for (var bucket : of(caller, Unit.BYTES)) {
            verdicts.add(require(limiter.look(bucket)));
        }
        if (works) {
            for (var bucket : of(caller, Unit.REQUESTS)) {
                verdicts.add(require(limiter.take(bucket, 1)));
            }
        }
        return List.copyOf(verdicts);
    }

    private static RateLimiter.Verdict require(RateLimiter.Verdict verdict) {
        if (!verdict.allowed()) {
            throw new RateLimited(verdict);
        }
        return verdict;
    }

    /// Draws the bytes that went to and fro.
    void charge(List<Bucket> buckets, long bytes) {
        buckets.forEach(bucket -> limiter.charge(bucket, bytes));
    }

    /// The address, of version 6 its network: whoever has one of them has all.
    private static String subnet(@Nullable String address) {
        if (address == null) {
            return "unknown";
        }
        try {
            var literal = InetAddress.ofLiteral(address);
            return literal instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), SUBNET_BYTES))
                    : literal.getHostAddress();
        } catch (IllegalArgumentException strange) {
            return "unknown";
        }
    }
}
