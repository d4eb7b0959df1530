package dev.templedb.cathedral.login;

import dev.templedb.cathedral.http.AccessLog;
import dev.templedb.cathedral.http.ClientAddress;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.limits.RequestLimits;
import dev.templedb.cathedral.pages.HtmlPage;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.sessions.Sessions;
import dev.templedb.cathedral.tokens.Tokens;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/// Recognizes who sends a request: by `Authorization: Bearer TOKEN`, by `Basic` with a token as the password (which
/// is how git sends one), or by the cookie of a session.
///
/// What is given and not good is refused, on public paths too: nobody is taken for anonymous by mistake.
@Singleton
public final class Authentication {
    /// The cookie of a session.
    public static final String COOKIE = "cathedral_session";

    private final Tokens tokens;
    private final Sessions sessions;
    private final CurrentCaller current;
    private final ServerAddress server;
    private final ClientAddress addresses;
    private final RequestLimits limits;

    Authentication(
            Tokens tokens,
            Sessions sessions,
            CurrentCaller current,
            ServerAddress server,
            ClientAddress addresses,
            RequestLimits limits) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.current = current;
        this.server = server;
        this.addresses = addresses;
        this.limits = limits;
    }

    /// Runs before every resource.
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public void recognize(ContainerRequestContext request, RoutingContext context, SimpleResourceInfo resource) {
        var origin = new Origin(
                addresses.of(context.request()),
                userAgent(request.getHeaderString("User-Agent")),
                context.get("request_id"));
        tell(context, Caller.anonymous(origin));
        var cookie = request.getCookies().get(COOKIE);
        boolean isPage = isPage(resource);
        String authorization = request.getHeaderString("Authorization");
        if (authorization == null || isPage) {
            SameSite.require(request, server.base(request.getUriInfo()), cookie != null || isPage);
        }
        if (authorization != null) {
            var identity = secret(authorization)
                    .flatMap(secret -> tokens.recognize(secret, origin.address()))
                    .orElseThrow(() -> refused(origin));
            tell(context, new Caller(identity, origin));
            return;
        }
        if (cookie != null) {
            // A session that has ended is no error: the browser still has its cookie, and must be able to log in.
            sessions.recognize(cookie.getValue()).ifPresent(identity -> tell(context, new Caller(identity, origin)));
        }
    }

    /// Whether the request is for a page, whose forms are taken from this server's own pages alone, with a session
    /// or
    /// without: a browser must not be signed in to somebody else's account either.
    private static boolean isPage(SimpleResourceInfo resource) {
        var produces = resource.getResourceClass().getAnnotation(Produces.class);
        return produces != null && List.of(produces.value()).contains(HtmlPage.MEDIA_TYPE);
    }

    private void tell(RoutingContext context, Caller caller) {
        current.set(caller);
        context.put(AccessLog.CALLER, caller);
    }

    private TempleException refused(Origin origin) {
        limits.attempt(origin.address());
        return new TempleException(ErrorCode.TOKEN_INVALID, "The token is not known, has expired, or was revoked.");
    }

    private static Optional<String> secret(String authorization) {
        String[] parts = authorization.strip().split("\\s+", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(parts[1]);
            case "basic" -> password(parts[1]);
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String userAgent(@Nullable String given) {
        if (given == null) {
            return null;
        }
        String plain = given.replaceAll("\\p{Cntrl}", "");
        return plain.substring(0, Math.min(plain.length(), 255));
    }
}
