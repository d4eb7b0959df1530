package dev.templedb.cathedral.login;

import jakarta.ws.rs.core.NewCookie;
import java.net.URI;

/// Makes cookies that hold a secret: no script reads them, and other sites do not send them.
final class SecretCookie {
    private SecretCookie() {}

    /// @param place where the pages are that the cookie is for
    static NewCookie of(String name, String secret, URI place, int seconds) {
        return new NewCookie.Builder(name)
                .value(secret)
                .path(place.getPath())
                .httpOnly(true)
                .secure("https".equals(place.getScheme()))
                // A browser comes back from a provider by a link, which strict ones would not go along with.
                .sameSite(NewCookie.SameSite.LAX)
                .maxAge(seconds)
                .build();
    }
}
