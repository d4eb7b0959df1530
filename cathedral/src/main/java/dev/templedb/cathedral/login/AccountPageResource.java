package dev.templedb.cathedral.login;

import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.identities.Identities;
import dev.templedb.cathedral.identities.Identity;
import dev.templedb.cathedral.pages.Form;
import dev.templedb.cathedral.pages.Html;
import dev.templedb.cathedral.pages.HtmlPage;
import dev.templedb.cathedral.pages.Refusal;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.core.TempleException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/// The page on which people see, link and unlink the identities by which they sign in. Tokens do nothing here.
@Path("/account")
@Singleton
@RunOnVirtualThread
@Produces(HtmlPage.MEDIA_TYPE)
public final class AccountPageResource {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Identities identities;
    private final PageSession session;
    private final SignInForm signInForm;
    private final ServerAddress server;
    private final CurrentCaller current;

    AccountPageResource(
            Identities identities,
            PageSession session,
            SignInForm signInForm,
            ServerAddress server,
            CurrentCaller current) {
        this.identities = identities;
        this.session = session;
        this.signInForm = signInForm;
        this.server = server;
        this.current = current;
    }

    @GET
    public Response show(UriInfo uri) {
        var person = session.person();
        return person == null ? toSignIn(uri) : page(Refusal.NONE, person, uri);
    }

    @POST
    @Path("/unlink")
    @Consumes(Form.MEDIA_TYPE)
    public Response unlink(byte[] body, UriInfo uri) {
        var person = session.person();
        if (person == null) {
            return signInForm.page(
                    new Refusal(401, "Your session has ended."),
                    new SignInForm.Place("Sign in to see your account.", "/sign-in", Html.NONE, "", ReturnPath.ACCOUNT),
                    uri);
        }
        try {
            identities.unlink(current.get(), id(Form.read(body).text("identity", 40)));
            return page(Refusal.NONE, person, uri);
        } catch (TempleException refused) {
            return page(Refusal.of(refused), person, uri);
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            return new UUID(0, 0);
        }
    }

    @POST
    @Path("/sign-out")
    @Consumes(Form.MEDIA_TYPE)
    public Response signOut(UriInfo uri) {
        return Response.fromResponse(toSignIn(uri)).cookie(session.end(uri)).build();
    }

    private Response toSignIn(UriInfo uri) {
        return Response.seeOther(server.of(uri, "/sign-in"))
                .header("Cache-Control", "no-store")
                .build();
    }

    private Response page(Refusal refusal, Caller.Identity person, UriInfo uri) {
        var linked = identities.list(current.get());
        var content = Html.of(
                """
                {}<p>You are signed in as {}.</p>
                {}{}<form method="post" action="{}">
                <button>Sign out</button>
                </form>
                """,
                HtmlPage.wrong(refusal.sentence()),
                person.name(),
                linked.isEmpty()
                        ? Html.of("<p>{}</p>\n", "No provider is linked with your account.")
                        : Html.join(linked.stream().map(one -> linked(one, uri)).toList()),
                signInForm.links(ReturnPath.ACCOUNT, "Link", "&link=true", uri),
                server.of(uri, "/account/sign-out").getRawPath());
        return HtmlPage.of(refusal.status(), "Your account", content).build();
    }

    private Html linked(Identity one, UriInfo uri) {
        return Html.of(
                """
                <form method="post" action="{}">
                <p>{}: {}, since {}, last used {}. {}<button>Unlink</button></p>
                </form>
                """,
                server.of(uri, "/account/unlink").getRawPath(),
                identities.title(one),
                name(one),
                DAY.format(one.createdAt()),
                one.lastUsedAt() == null ? "never" : DAY.format(one.lastUsedAt()),
                HtmlPage.hidden("identity", one.id().toString()));
    }

    private static String name(Identity one) {
        String login = one.login() == null ? one.email() : one.login();
        return login == null ? one.subject() : login;
    }
}
