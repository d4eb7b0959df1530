package dev.templedb.cathedral.login;

import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.pages.Form;
import dev.templedb.cathedral.pages.Html;
import dev.templedb.cathedral.pages.HtmlPage;
import dev.templedb.cathedral.pages.Refusal;
import dev.templedb.cathedral.sessions.Sessions;
import dev.templedb.cathedral.setup.SetupLinks;
import dev.templedb.core.TempleException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/// The page behind the one-time link to the first administrator.
@Path("/setup")
@Singleton
@RunOnVirtualThread
@Produces(HtmlPage.MEDIA_TYPE)
public final class SetupPageResource {
    private static final String PAGE = "/setup";
    private static final int TOKEN = 200;

    private final Accounts accounts;
    private final SetupLinks links;
    private final Registration registration;
    private final Sessions sessions;
    private final SessionCookies cookies;
    private final ServerAddress server;
    private final CurrentCaller current;

    SetupPageResource(
            Accounts accounts,
            SetupLinks links,
            Registration registration,
            Sessions sessions,
            SessionCookies cookies,
            ServerAddress server,
            CurrentCaller current) {
        this.accounts = accounts;
        this.links = links;
        this.registration = registration;
        this.sessions = sessions;
        this.cookies = cookies;
        this.server = server;
        this.current = current;
    }

    @GET
    public Response show(@QueryParam("token") @Nullable String token, UriInfo uri) {
        return form(Refusal.NONE, Form.prefilled(token, TOKEN), "", "", uri);
    }

    @POST
    @Consumes(Form.MEDIA_TYPE)
    public Response setUp(byte[] body, UriInfo uri) {
        var form = Form.read(body);
        try {
            var origin = current.get().origin();
            String token = form.text("token", TOKEN);
            String name = form.text("username", SignInForm.NAME);
            String email = form.text("email", SignInForm.EMAIL);
            @Nullable String address = email.isBlank() ? null : email;
            registration.requireEmail(address);
            var user = accounts.setUp(
                    origin,
                    new Accounts.NewAccount(name, address, null, form.newPassword(), true, true),
                    handle -> links.redeem(handle, token));
            String here = server.base(uri).toString().replaceFirst("/$", "");
            return HtmlPage.of(201, "The registry has an administrator", Html.of("""
                            <p>{} administers this registry, and is signed in here. On your computer:</p>
                            <p><code>templedb cathedral login {} --device</code></p>
                            """, user.username(), here))
                    .cookie(cookies.of(sessions.begin(user.id(), origin), uri))
                    .build();
        } catch (TempleException refused) {
            return form(
                    Refusal.of(refused),
                    form.shown("token", TOKEN),
                    form.shown("username", SignInForm.NAME),
                    form.shown("email", SignInForm.EMAIL),
                    uri);
        }
    }

    private Response form(Refusal refusal, String token, String name, String email, UriInfo uri) {
        var content = Html.of(
                """
                {}<p>With the one-time link that the server has offered, you make the account of its first administrator.</p>
                <form method="post" action="{}">
                {}{}{}{}<button>Make the account</button>
                </form>
                """,
                HtmlPage.wrong(refusal.sentence()),
                server.of(uri, PAGE).getRawPath(),
                HtmlPage.hidden("token", token),
                HtmlPage.field("User name", "username", "text", "username", name),
                registration.emailField("E-mail address", email),
                HtmlPage.newPassword("Password"));
        return HtmlPage.of(refusal.status(), "The first administrator", content).build();
    }
}
