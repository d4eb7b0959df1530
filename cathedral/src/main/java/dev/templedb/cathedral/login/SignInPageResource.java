package dev.templedb.cathedral.login;

import dev.templedb.cathedral.accounts.User;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.Problems;
import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.identities.SignIns;
import dev.templedb.cathedral.pages.Form;
import dev.templedb.cathedral.pages.Html;
import dev.templedb.cathedral.pages.HtmlPage;
import dev.templedb.cathedral.pages.Refusal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The pages on which people sign in: with a password, or by a provider and back.
@Path("/sign-in")
@Singleton
@RunOnVirtualThread
@Produces(HtmlPage.MEDIA_TYPE)
public final class SignInPageResource {
    private static final String PAGE = "/sign-in";
    private static final int PATH = 500;

    private final SignIns signIns;
    private final Registration registration;
    private final PageSession session;
    private final SignInForm signInForm;
    private final SignInCookies signInCookies;
    private final ServerAddress server;
    private final CurrentCaller current;

    SignInPageResource(
            SignIns signIns,
            Registration registration,
            PageSession session,
            SignInForm signInForm,
            SignInCookies signInCookies,
            ServerAddress server,
            CurrentCaller current) {
        this.signIns = signIns;
        this.registration = registration;
        this.session = session;
        this.signInForm = signInForm;
        this.signInCookies = signInCookies;
        this.server = server;
        this.current = current;
    }

    @GET
    public Response show(@QueryParam("to") @Nullable String to, UriInfo uri) {
        return form(Refusal.NONE, "", ReturnPath.of(to), uri);
    }

    @POST
    @Consumes(Form.MEDIA_TYPE)
    public Response signIn(byte[] body, UriInfo uri) {
        var form = Form.read(body);
        String to = ReturnPath.of(form.shown("to", PATH));
        try {
            return enter(signInForm.logIn(form), to, uri);
        } catch (TempleException refused) {
            return form(Refusal.of(refused), form.shown("username", SignInForm.NAME), to, uri);
        }
    }

    private Response form(Refusal refusal, String name, String to, UriInfo uri) {
        return signInForm.page(
                refusal,
                new SignInForm.Place("Sign in to this registry.", PAGE, HtmlPage.hidden("to", to), name, to),
                uri);
    }

    private Response enter(User user, String to, UriInfo uri) {
        return Response.fromResponse(redirect(server.of(uri, to)))
                .cookie(session.begin(user, uri), signInCookies.none(uri))
                .build();
    }

    private static Response redirect(URI address) {
        return Response.seeOther(address)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    /// Sends the browser to a provider.
    @GET
    @Path("/{provider}")
    public Response begin(
            String provider,
            @QueryParam("to") @Nullable String to,
            @QueryParam("link") @Nullable String link,
            UriInfo uri) {
        try {
            var begun = signIns.begin(
                    current.get(), provider, "true".equals(link), ReturnPath.of(to), callback(provider, uri));
            return Response.fromResponse(redirect(begun.provider()))
                    .cookie(signInCookies.of(begun.browser(), uri))
                    .build();
        } catch (TempleException refused) {
            return refusal(refused, uri);
        }
    }

    private URI callback(String provider, UriInfo uri) {
        return server.of(uri, PAGE + "/" + signIns.known(provider) + "/callback");
    }

    /// Where a provider sends the browser back to.
    @GET
    @Path("/{provider}/callback")
    public Response arrive(
            String provider,
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("error") @Nullable String error,
            @QueryParam("iss") @Nullable String issuer,
            @CookieParam(SignInCookies.NAME) @DefaultValue("") String browser,
            UriInfo uri) {
        try {
            var outcome = signIns.arrive(
                    current.get(),
                    browser,
                    provider,
                    callback(provider, uri),
                    new SignIns.Answer(state, code, error, issuer));
            return switch (outcome) {
                case SignIns.Outcome.Entered(var user, var to) -> enter(user, to, uri);
                case SignIns.Outcome.Waiting() -> redirect(server.of(uri, PAGE + "/continue"));
                case SignIns.Outcome.Linked(var to) -> redirect(server.of(uri, to));
            };
        } catch (TempleException refused) {
            return refusal(refused, uri);
        }
    }

    /// Every refusal is a page here, since a person has come by a link.
    private Response refusal(TempleException refused, UriInfo uri) {
        var kind = refused.code().kind();
        if (kind == ErrorCode.Kind.INTERNAL) {
            throw refused;
        }
        var content = Html.of(
                "{}<p>{}</p>\n<p><a href=\"{}\">Sign in</a></p>\n",
                HtmlPage.wrong(
                        "%s (%s)".formatted(refused.getMessage(), refused.code().id())),
                refused.code().hint(),
                server.of(uri, PAGE).getRawPath());
        return HtmlPage.of(Problems.status(kind), "You are not signed in", content)
                .build();
    }

    /// What is asked for before somebody is let in, or linked.
    @GET
    @Path("/continue")
    public Response pending(@CookieParam(SignInCookies.NAME) @DefaultValue("") String browser, UriInfo uri) {
        try {
            return ask(Refusal.NONE, signIns.pending(browser), "", "", uri);
        } catch (TempleException refused) {
            return refusal(refused, uri);
        }
    }

    @POST
    @Path("/continue")
    @Consumes(Form.MEDIA_TYPE)
    public Response proceed(
            byte[] body, @CookieParam(SignInCookies.NAME) @DefaultValue("") String browser, UriInfo uri) {
        var form = Form.read(body);
        SignIns.Pending pending;
        try {
            pending = signIns.pending(browser);
        } catch (TempleException refused) {
            return refusal(refused, uri);
        }
        try {
            return proceed(form, pending.step(), browser, uri);
        } catch (TempleException refused) {
            return ask(
                    Refusal.of(refused),
                    pending,
                    form.shown("username", SignInForm.NAME),
                    form.shown("email", SignInForm.EMAIL),
                    uri);
        }
    }

    private Response proceed(Form form, SignIns.Step step, String browser, UriInfo uri) {
        var origin = current.get().origin();
        if (form.text("decision", 10).equals("cancel")) {
            signIns.cancel(browser);
            return Response.fromResponse(
                            redirect(server.of(uri, step == SignIns.Step.CONFIRM_LINK ? ReturnPath.ACCOUNT : PAGE)))
                    .cookie(signInCookies.none(uri))
                    .build();
        }
        return switch (step) {
            case CHOOSE_NAME -> {
                String given = form.text("email", SignInForm.EMAIL);
                @Nullable String email = given.isBlank() ? null : given;
                registration.requireEmail(email);
                var entered = signIns.create(origin, browser, form.text("username", SignInForm.NAME), email);
                yield enter(entered.user(), entered.returnTo(), uri);
            }
            case GIVE_CODE -> {
                String code = SignInForm.oneTimeCode(form);
                var entered = signIns.enter(origin, browser, code);
                yield enter(entered.user(), entered.returnTo(), uri);
            }
            case CONFIRM_LINK ->
                Response.fromResponse(redirect(server.of(uri, signIns.link(current.get(), browser))))
                        .cookie(signInCookies.none(uri))
                        .build();
        };
    }

    private Response ask(Refusal refusal, SignIns.Pending pending, String name, String email, UriInfo uri) {
        var question = question(pending, name, email);
        var content = Html.of(
                """
                {}<p>At {} you are {}. {}</p>
                <form method="post" action="{}">
                {}<button>{}</button>
                <button name="decision" value="cancel" formnovalidate>No</button>
                </form>
                """,
                HtmlPage.wrong(refusal.sentence()),
                pending.title(),
                pending.login(),
                question.sentence(),
                server.of(uri, PAGE + "/continue").getRawPath(),
                question.fields(),
                question.button());
        return HtmlPage.of(refusal.status(), question.title(), content).build();
    }

    private record Question(String title, String sentence, Html fields, String button) {}

    private Question question(SignIns.Pending pending, String name, String email) {
        return switch (pending.step()) {
            case CHOOSE_NAME ->
                new Question(
                        "Make an account",
                        "You have no account here that is linked with it. This makes one. If you have an account, sign in to it instead, and link it on its page.",
                        Html.of(
                                "{}{}",
                                HtmlPage.field(
                                        "User name, which stays",
                                        "username",
                                        "text",
                                        "username",
                                        name.isEmpty() ? pending.suggestion() : name),
                                email(pending, email.isEmpty() ? pending.email() : email)),
                        "Make the account");
            case GIVE_CODE ->
                new Question(
                        "One-time code",
                        "Your account asks for a one-time code besides.",
                        HtmlPage.field("One-time code", "one_time_code", "text", "one-time-code", ""),
                        "Sign in");
            case CONFIRM_LINK ->
                new Question(
                        "Link it?",
                        "Whoever signs in there as that will be signed in to the account %s here."
                                .formatted(pending.account()),
                        Html.NONE,
                        "Link it");
        };
    }

    private Html email(SignIns.Pending pending, String value) {
        String label = pending.emailProven() ? "E-mail address (proven; another one is not)" : "E-mail address";
        return registration.emailField(label, value);
    }
}
