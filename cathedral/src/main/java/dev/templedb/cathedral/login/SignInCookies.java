package dev.templedb.cathedral.login;

import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.identities.SignIns;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.UriInfo;

/// Makes the cookies that bind a way to a provider and back to one browser. They go to the pages of sign-in alone.
@Singleton
final class SignInCookies {
    static final String NAME = "cathedral_sign_in";

    private final ServerAddress server;

    SignInCookies(ServerAddress server) {
        this.server = server;
    }

    NewCookie of(String secret, UriInfo uri) {
        return cookie(secret, uri, (int) SignIns.GOOD_FOR.toSeconds());
    }

    /// Makes a browser forget the cookie.
    NewCookie none(UriInfo uri) {
        return cookie("", uri, 0);
    }

    private NewCookie cookie(String secret, UriInfo uri, int seconds) {
        return SecretCookie.of(NAME, secret, server.of(uri, "/sign-in"), seconds);
    }
}
