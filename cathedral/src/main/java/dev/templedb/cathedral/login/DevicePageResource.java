package dev.templedb.cathedral.login;

import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.pages.Form;
import dev.templedb.cathedral.pages.Html;
import dev.templedb.cathedral.pages.HtmlPage;
import dev.templedb.cathedral.pages.Refusal;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Scope;
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
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The page on which a person signs in and lets a program in that has shown a code.
///
/// Tokens do nothing here: a person has a session.
@Path("/device")
@Singleton
@RunOnVirtualThread
@Produces(HtmlPage.MEDIA_TYPE)
public final class DevicePageResource {
    private static final String PAGE = "/device";
    private static final int CODE = 40;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final DeviceLogins devices;
    private final PageSession session;
    private final SignInForm signInForm;
    private final ServerAddress server;
    private final CurrentCaller current;

    DevicePageResource(
            DeviceLogins devices,
            PageSession session,
            SignInForm signInForm,
            ServerAddress server,
            CurrentCaller current) {
        this.devices = devices;
        this.session = session;
        this.signInForm = signInForm;
        this.server = server;
        this.current = current;
    }

    @GET
    public Response show(@QueryParam("user_code") @Nullable String given, UriInfo uri) {
        String code = Form.prefilled(given, CODE);
        var person = session.person();
        if (person == null) {
            return signInForm(Refusal.NONE, "", code, uri);
        }
        if (code.isBlank()) {
            return codeForm(Refusal.NONE, person, uri);
        }
        try {
            return request(devices.show(current.get(), code), person, uri);
        } catch (TempleException refused) {
            return codeForm(Refusal.of(refused), person, uri);
        }
    }

    @POST
    @Consumes(Form.MEDIA_TYPE)
    public Response decide(byte[] body, UriInfo uri) {
        var form = Form.read(body);
        var person = session.person();
        if (person == null) {
            return signInForm(new Refusal(401, "Your session has ended."), "", form.shown("user_code", CODE), uri);
        }
        // Everything but a clear yes is a no.
        boolean granted = form.shown("decision", CODE).equals("grant");
        try {
            devices.decide(current.get(), form.text("user_code", CODE), granted);
        } catch (TempleException refused) {
            return codeForm(Refusal.of(refused), person, uri);
        }
        return HtmlPage.of(
                        200,
                        granted ? "The program is let in" : "The program is not let in",
                        Html.of(
                                "<p>{}</p>\n",
                                granted
                                        ? "It goes on within seconds. You can close this page."
                                        : "It gets nothing. You can close this page."))
                .build();
    }

    @POST
    @Path("/sign-in")
    @Consumes(Form.MEDIA_TYPE)
    public Response signIn(byte[] body, UriInfo uri) {
        var form = Form.read(body);
        try {
            String code = form.text("user_code", CODE);
            var user = signInForm.logIn(form);
            return Response.fromResponse(toPage(code, uri))
                    .cookie(session.begin(user, uri))
                    .build();
        } catch (TempleException refused) {
            return signInForm(
                    Refusal.of(refused), form.shown("username", SignInForm.NAME), form.shown("user_code", CODE), uri);
        }
    }

    @POST
    @Path("/sign-out")
    @Consumes(Form.MEDIA_TYPE)
    public Response signOut(byte[] body, UriInfo uri) {
        var none = session.end(uri);
        return Response.fromResponse(toPage(Form.read(body).shown("user_code", CODE), uri))
                .cookie(none)
                .build();
    }

    private Response toPage(String code, UriInfo uri) {
        var page = UriBuilder.fromUri(server.of(uri, PAGE));
        if (!code.isBlank()) {
            page.queryParam("user_code", "{code}");
        }
        return Response.seeOther(code.isBlank() ? page.build() : page.build(code))
                .header("Cache-Control", "no-store")
                .build();
    }

    private Response signInForm(Refusal refusal, String name, String code, UriInfo uri) {
        return signInForm.page(
                refusal,
                new SignInForm.Place(
                        "A program asks to be let in to this registry. Sign in to see which.",
                        PAGE + "/sign-in",
                        HtmlPage.hidden("user_code", code),
                        name,
                        code.isBlank() ? PAGE : PAGE + "?user_code=" + URLEncoder.encode(code, StandardCharsets.UTF_8)),
                uri);
    }

    private Response codeForm(Refusal refusal, Caller.Identity person, UriInfo uri) {
        var content = Html.of("""
                {}<form method="get" action="{}">
                <label>The code that the program shows<input name="user_code" type="text" autocomplete="off" autocapitalize="characters" maxlength="20" required></label>
                <button>Go on</button>
                </form>
                {}""", HtmlPage.wrong(refusal.sentence()), path(uri), signedInAs(person, "", uri));
        return HtmlPage.of(refusal.status(), "Let a program in", content).build();
    }

    private Response request(DeviceLogins.Request request, Caller.Identity person, UriInfo uri) {
        var may = request.scopes().stream()
                .map(word -> Html.of("<li>{} (<code>{}</code>)</li>\n", meaning(word), word))
                .toList();
        var content = Html.of(
                """
                <p>Does the program show this code? If not, or if somebody else has sent you here, say no.</p>
                <p class="code">{}</p>
                <dl>
                <dt>It calls itself</dt><dd>{}</dd>
                <dt>It asked from</dt><dd>{} at {}; you are at {}</dd>
                <dt>It wants a token, in the name of {}, to</dt><dd><ul>
                {}</ul></dd>
                </dl>
                <form method="post" action="{}">
                {}<button name="decision" value="grant">Let it in</button>
                <button name="decision" value="deny">No</button>
                </form>
                {}""",
                request.userCode(),
                request.clientName(),
                address(request.address()),
                TIME.format(request.createdAt()),
                address(current.get().origin().address()),
                person.name(),
                Html.join(may),
                path(uri),
                HtmlPage.hidden("user_code", request.userCode()),
                signedInAs(person, request.userCode(), uri));
        return HtmlPage.of(200, "Let a program in?", content).build();
    }

    private Html signedInAs(Caller.Identity person, String code, UriInfo uri) {
        return Html.of("""
                <form method="post" action="{}/sign-out">
                <p>You are signed in as {}. {}<button>Sign out</button></p>
                </form>
                """, path(uri), person.name(), HtmlPage.hidden("user_code", code));
    }

    private String path(UriInfo uri) {
        return server.of(uri, PAGE).getRawPath();
    }

    private static String address(@Nullable String address) {
        return address == null ? "an unknown address" : address;
    }

    private static String meaning(String word) {
        return switch (Scope.ofWord(word)) {
            case READ_PROJECTS -> "read the projects that you can see";
            case WRITE_PROJECTS -> "push to projects and change them";
            case ADMIN_PROJECTS -> "make, share, move and delete projects";
            case READ_ORGANIZATIONS -> "see your organizations and their members";
            case WRITE_ORGANIZATIONS -> "change your organizations and their members";
            case READ_USER -> "see your account, with its e-mail address";
            case WRITE_USER -> "change your account, make tokens, let other programs in";
            case ADMIN -> "do everything that you may do, the administration of this server included";
        };
    }
}
