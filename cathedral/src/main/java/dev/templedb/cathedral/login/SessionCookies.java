package dev.templedb.cathedral.login;

import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.sessions.Sessions;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.UriInfo;

/// Makes the cookies of sessions. They go to all of the server.
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
        return SecretCookie.of(Authentication.COOKIE, secret, server.base(uri), seconds);
    }
}
