package dev.templedb.cathedral.login;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps other sites from using somebody's session: what changes something must come from this server's own pages.
final class SameSite {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private SameSite() {}

    /// Checks a request that changes something.
    ///
    /// @param own     where users reach this server
    /// @param session whether it carries the cookie of a session, or is the form of a page; then it must say where
    /// it
    ///                comes from
    /// @throws TempleException with `CROSS_SITE_REQUEST`
    static void require(ContainerRequestContext request, URI own, boolean session) {
        if (SAFE.contains(request.getMethod())) {
            return;
        }
        String site = request.getHeaderString("Sec-Fetch-Site");
        String origin = request.getHeaderString("Origin");
        boolean allowed;
        if (origin != null) {
            allowed = isOwn(origin, own);
        } else if (site != null) {
            allowed = site.equals("same-origin") || site.equals("none");
        } else {
            allowed = !session;
        }
        if (!allowed || (site != null && site.equals("cross-site"))) {
            throw new TempleException(
                    ErrorCode.CROSS_SITE_REQUEST, "The request comes from another site, or does not say from which.");
        }
    }

    private static boolean isOwn(String origin, URI own) {
        try {
            var given = URI.create(origin);
            return own.getScheme().equalsIgnoreCase(given.getScheme())
                    && lower(own.getHost()).equals(lower(given.getHost()))
                    && port(own) == port(given);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String lower(@Nullable String host) {
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
