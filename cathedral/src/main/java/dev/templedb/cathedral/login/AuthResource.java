package dev.templedb.cathedral.login;

import dev.templedb.api.AccountJson;
import dev.templedb.api.LoggedInJson;
import dev.templedb.api.LoginJson;
import dev.templedb.api.NewTokenJson;
import dev.templedb.api.RegisterJson;
import dev.templedb.api.SetupJson;
import dev.templedb.api.TokenJson;
import dev.templedb.api.TotpCodeJson;
import dev.templedb.api.TotpJson;
import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.accounts.User;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.sessions.Sessions;
import dev.templedb.cathedral.setup.SetupLinks;
import dev.templedb.cathedral.tokens.Tokens;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Signing in and out, and what one signs in with.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class AuthResource {
    private final Accounts accounts;
    private final Sessions sessions;
    private final Tokens tokens;
    private final Registration registration;
    private final SetupLinks setupLinks;
    private final SessionCookies cookies;
    private final CurrentCaller current;

    AuthResource(
            Accounts accounts,
            Sessions sessions,
            Tokens tokens,
            Registration registration,
            SetupLinks setupLinks,
            SessionCookies cookies,
            CurrentCaller current) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.registration = registration;
        this.setupLinks = setupLinks;
        this.cookies = cookies;
        this.current = current;
    }

    @POST
    @Path("/auth/register")
    public Response register(@Nullable RegisterJson body, HttpHeaders headers, UriInfo uri) {
        var wanted = Given.body(body);
        boolean forwarded =
                headers.getHeaderString("Forwarded") != null || headers.getHeaderString("X-Forwarded-For") != null;
        String host = uri.getBaseUri().getHost();
        registration.requireOpen(
                current.get().origin().address(),
                host == null ? "" : host.replace("[", "").replace("]", ""),
                forwarded);
        registration.requireEmail(wanted.email());
        var user = accounts.register(
                current.get().origin(),
                new Accounts.NewAccount(
                        wanted.username(), wanted.email(), wanted.displayName(), wanted.password(), false, false));
        return enter(user, wanted.token(), uri, 201);
    }

    @POST
    @Path("/auth/setup")
    public Response setUp(@Nullable SetupJson body, UriInfo uri) {
        var wanted = Given.body(body);
        String link = Given.text("setup_token", wanted.setupToken(), 200);
        registration.requireEmail(wanted.email());
        var user = accounts.setUp(
                current.get().origin(),
                new Accounts.NewAccount(wanted.username(), wanted.email(), null, wanted.password(), true, true),
                handle -> setupLinks.redeem(handle, link));
        return enter(user, null, uri, 201);
    }

    @POST
    @Path("/auth/login")
    public Response logIn(@Nullable LoginJson body, UriInfo uri) {
        var wanted = Given.body(body);
        var user = accounts.logIn(
                current.get().origin(),
                Given.text("username", wanted.username(), Given.NAME),
                Given.required("password", Given.optional("password", wanted.password(), 1024)),
                Given.optional("one_time_code", wanted.oneTimeCode(), 16));
        return enter(user, wanted.token(), uri, 200);
    }

    private Response enter(User user, @Nullable NewTokenJson wanted, UriInfo uri, int status) {
        var origin = current.get().origin();
        var identity =
                new Caller.Identity(user.id(), user.username(), user.administrator(), Scope.all(), null, null, null);
        if (wanted == null) {
            String secret = sessions.begin(user.id(), origin);
            return Response.status(status)
                    .entity(new LoggedInJson(account(user, identity), null))
                    .cookie(cookies.of(secret, uri))
                    .header("Cache-Control", "no-store")
                    .build();
        }
        var made = tokens.make(new Caller(identity, origin), wanted(wanted));
        return Response.status(status)
                .entity(new LoggedInJson(account(user, identity), json(made)))
                .header("Cache-Control", "no-store")
                .build();
    }

    @POST
    @Path("/auth/logout")
    @Consumes(MediaType.WILDCARD)
    public Response logOut(UriInfo uri) {
        var identity = current.get().identity();
        if (identity != null && identity.session() != null) {
            sessions.end(identity.session());
        }
        if (identity != null && identity.token() != null) {
            tokens.revoke(current.get(), identity.token());
        }
        return Response.noContent().cookie(cookies.none(uri)).build();
    }

    @GET
    @Path("/auth/user")
    public AccountJson user() {
        var identity = current.get().with(Scope.READ_USER);
        return account(accounts.byId(identity.user()), identity);
    }

    private static AccountJson account(User user, Caller.Identity identity) {
        return new AccountJson(
                user.username(),
                user.email(),
                user.emailVerified(),
                user.displayName(),
                user.avatarUrl(),
                user.bio(),
                user.websiteUrl(),
                user.administrator(),
                user.twoFactor(),
                words(identity.scopes()),
                user.createdAt());
    }

    private static List<String> words(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).toList();
    }

    @GET
    @Path("/auth/tokens")
    public List<TokenJson> tokens() {
        return tokens.list(current.get()).stream()
                .map(token -> json(token, null))
                .toList();
    }

    @POST
    @Path("/auth/tokens")
    public Response makeToken(@Nullable NewTokenJson body) {
        return shownOnce(tokens.make(current.get(), wanted(Given.body(body))), 201);
    }

    @POST
    @Path("/auth/tokens/{id}/rotate")
    @Consumes(MediaType.WILDCARD)
    public Response rotateToken(UUID id) {
        return shownOnce(tokens.rotate(current.get(), id), 200);
    }

    @DELETE
    @Path("/auth/tokens/{id}")
    @Consumes(MediaType.WILDCARD)
    public void revokeToken(UUID id) {
        tokens.revoke(current.get(), id);
    }

    static Tokens.Wanted wanted(NewTokenJson json) {
        return new Tokens.Wanted(json.name(), json.scopes(), json.expiresInDays(), json.projects());
    }

    private static Response shownOnce(Tokens.Made made, int status) {
        return Response.status(status)
                .entity(json(made))
                .header("Cache-Control", "no-store")
                .build();
    }

    static TokenJson json(Tokens.Made made) {
        return json(made.token(), made.secret());
    }

    private static TokenJson json(dev.templedb.cathedral.tokens.Token token, @Nullable String secret) {
        return new TokenJson(
                token.id(),
                token.name(),
                token.prefix(),
                token.scopes(),
                token.projects(),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt(),
                secret);
    }

    @POST
    @Path("/auth/two-factor")
    @Consumes(MediaType.WILDCARD)
    public Response beginTwoFactor() {
        var begun = accounts.beginTwoFactor(current.get());
        return Response.ok(new TotpJson(begun.getKey(), begun.getValue()))
                .header("Cache-Control", "no-store")
                .build();
    }

    @POST
    @Path("/auth/two-factor/confirm")
    public void confirmTwoFactor(@Nullable TotpCodeJson body) {
        accounts.confirmTwoFactor(
                current.get(), Given.text("code", Given.body(body).code(), 16));
    }

    @POST
    @Path("/auth/two-factor/off")
    public void endTwoFactor(@Nullable TotpCodeJson body) {
        accounts.endTwoFactor(current.get(), Given.text("code", Given.body(body).code(), 16));
    }

    /// What the program gets that a person has let in.
    LoggedInJson entered(User user, Tokens.Made made) {
        var identity = new Caller.Identity(
                user.id(),
                user.username(),
                user.administrator(),
                Scope.of(made.token().scopes()),
                null,
                made.token().id(),
                null);
        return new LoggedInJson(account(user, identity), json(made));
    }
}
