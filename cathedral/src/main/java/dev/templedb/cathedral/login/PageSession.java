package dev.templedb.cathedral.login;

import dev.templedb.cathedral.accounts.User;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.sessions.Sessions;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The session of the browser that asks for a page. Tokens do nothing there: a person has a session.
@Singleton
final class PageSession {
    private final Sessions sessions;
    private final SessionCookies cookies;
    private final CurrentCaller current;

    PageSession(Sessions sessions, SessionCookies cookies, CurrentCaller current) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.current = current;
    }

    /// Who has it; null when there is none.
    Caller.@Nullable Identity person() {
        var identity = current.get().identity();
        return identity != null && identity.session() != null ? identity : null;
    }

    /// Begins one. The session there was ends: nobody acts for two.
    ///
    /// @return the cookie for the browser
    NewCookie begin(User user, UriInfo uri) {
        endIfAny();
        return cookies.of(sessions.begin(user.id(), current.get().origin()), uri);
    }

    /// Ends it, if there is one.
    ///
    /// @return what makes the browser forget its cookie
    NewCookie end(UriInfo uri) {
        endIfAny();
        return cookies.none(uri);
    }

    private void endIfAny() {
        var person = person();
        if (person != null) {
            sessions.end(Objects.requireNonNull(person.session()));
        }
    }
}
