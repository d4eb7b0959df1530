package dev.templedb.cathedral.login;

import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.sessions.Sessions;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.UriInfo;

/// Makes the cookies of sessions: no script reads them, and other sites do not send them.
@Singleton
final class SessionCookies {
    private final ServerAddress server;

    SessionCookies(ServerAddress server) {
        this.server = server;
    }

    NewCookie of(String secret, UriInfo uri) {
        return cookie(secret, uri, (int) Sessions.LONGEST.toSeconds());
    }

    /// Makes a browser forget the cookie.
    NewCookie none(UriInfo uri) {
        return cookie("", uri, 0);
    }

    private NewCookie cookie(String secret, UriInfo uri, int seconds) {
        var base = server.base(uri);
        return new NewCookie.Builder(Authentication.COOKIE)
                .value(secret)
                .path(base.getPath())
                .httpOnly(true)
                .secure("https".equals(base.getScheme()))
                .sameSite(NewCookie.SameSite.LAX)
                .maxAge(seconds)
                .build();
    }
}
