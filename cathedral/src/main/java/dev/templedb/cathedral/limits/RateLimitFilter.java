package dev.templedb.cathedral.limits;

import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.limits.Bucket.Unit;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Lets every request to a resource draw from its buckets, and says in its answer what is left of them, in the headers
/// `RateLimit-Policy` and `RateLimit` of the IETF's draft. Health and metrics are no resources.
///
/// Parts of uploads and ranges of packs are no requests of their own: of them the bytes count.
@Singleton
public final class RateLimitFilter {
    private static final Logger LOG = Logger.getLogger(RateLimitFilter.class);

    /// Where one gets in; asking again whether a device was let in has its own pace.
    private static final Pattern WAY_IN = Pattern.compile(
            "(/api/v1/auth/(register|setup|login|device|password-reset|reset)|/(device/sign-in|sign-in(/[^/]+)?|setup|reset))/?");

    /// The way to a provider begins with a link.
    private static final Pattern WAY_OUT = Pattern.compile("/sign-in/(?!continue/?$)[^/]+/?");

    private static final Pattern PART = Pattern.compile("/api/v1/uploads/[^/]+");
    private static final Pattern RANGE = Pattern.compile("/api/v1/projects/[^/]+/[^/]+/packs/[^/]+");

    private final RequestLimits limits;
    private final CurrentCaller current;

    RateLimitFilter(RequestLimits limits, CurrentCaller current) {
        this.limits = limits;
        this.current = current;
    }

    /// Runs when the caller is known.
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION + 50)
    public void draw(ContainerRequestContext request, RoutingContext context) {
        if (!limits.areOn()) {
            return;
        }
        String path = request.getUriInfo().getRequestUri().getPath();
        String method = request.getMethod();
        var caller = current.get();
        if ((method.equals("POST") ? WAY_IN : WAY_OUT).matcher(path).matches()) {
            limits.attempt(caller.origin().address());
        }
        boolean isPart = method.equals("PATCH") && PART.matcher(path).matches();
        boolean isRange = method.equals("GET") && RANGE.matcher(path).matches();
        var verdicts = limits.draw(caller, !isPart && !isRange);
        say(context, verdicts);
        var bytes = verdicts.stream()
                .map(RateLimiter.Verdict::bucket)
                .filter(bucket -> bucket.unit() == Unit.BYTES)
                .toList();
        var drawn = new AtomicLong();
        if (isLong(request)) {
            request.setEntityStream(new DrawnBody(request.getEntityStream(), some -> charge(bytes, some), drawn));
        }
        // Elsewhere, since it may ask the database.
        context.addEndHandler(_ -> Thread.startVirtualThread(() ->
                charge(bytes, context.request().bytesRead() + context.response().bytesWritten() - drawn.get())));
    }

    /// Whether the body may be more than what is drawn at once, because of its length or because it says none.
    private static boolean isLong(ContainerRequestContext request) {
        boolean hasBody =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        return hasBody && (request.getLength() < 0 || request.getLength() > DrawnBody.STEP);
    }

    private void charge(List<Bucket> buckets, long bytes) {
        try {
            limits.charge(buckets, bytes);
        } catch (RuntimeException failure) {
            LOG.debug("The bytes of a request were not counted", failure);
        }
    }

    private static void say(RoutingContext context, List<RateLimiter.Verdict> verdicts) {
        var tightest = Stream.of(Unit.values())
                .flatMap(unit -> verdicts.stream()
                        .filter(verdict -> verdict.bucket().unit() == unit
                                && !verdict.bucket().isUnlimited())
                        .min(Comparator.comparingLong(RateLimiter.Verdict::left))
                        .stream())
                .toList();
        if (tightest.isEmpty()) {
            return;
        }
        var headers = context.response().headers();
        headers.set(
                "RateLimit-Policy",
                tightest.stream().map(RateLimitFilter::policy).collect(Collectors.joining(", ")));
        headers.set("RateLimit", tightest.stream().map(RateLimitFilter::left).collect(Collectors.joining(", ")));
    }

    private static String policy(RateLimiter.Verdict verdict) {
        String unit = verdict.bucket().unit() == Unit.BYTES ? ";qu=\"content-bytes\"" : "";
        return "\"%s\";q=%d;w=60%s"
                .formatted(verdict.bucket().unit().word(), verdict.bucket().perMinute(), unit);
    }

    /// With the seconds after which it is full again.
    private static String left(RateLimiter.Verdict verdict) {
        long whole = Math.max(1, verdict.bucket().perMinute());
        long seconds = (whole - verdict.left()) * 60 / whole;
        return "\"%s\";r=%d;t=%d".formatted(verdict.bucket().unit().word(), verdict.left(), seconds);
    }
}
