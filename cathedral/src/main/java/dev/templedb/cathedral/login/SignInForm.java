package dev.templedb.cathedral.login;

import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.accounts.User;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.identities.Providers;
import dev.templedb.cathedral.pages.Form;
import dev.templedb.cathedral.pages.Html;
import dev.templedb.cathedral.pages.HtmlPage;
import dev.templedb.cathedral.pages.Refusal;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The form on which people sign in: by name and password, or by a link to each provider. Links, because browsers do
/// not
/// let a form of these pages lead to another site.
@Singleton
final class SignInForm {
    /// The longest user name or e-mail address, in characters.
    static final int NAME = 255;
    /// The longest e-mail address, in characters.
    static final int EMAIL = 320;

    private final Accounts accounts;
    private final Providers providers;
    private final ServerAddress server;
    private final CurrentCaller current;

    SignInForm(Accounts accounts, Providers providers, ServerAddress server, CurrentCaller current) {
        this.accounts = accounts;
        this.providers = providers;
        this.server = server;
        this.current = current;
    }

    /// Proves who has filled the form in.
    ///
    /// @throws dev.templedb.core.TempleException with `REQUEST_INVALID` for what does not fit into a field, and
    /// what
    ///         [Accounts#logIn] says
    User logIn(Form form) {
        String name = form.text("username", NAME);
        String code = oneTimeCode(form);
        return accounts.logIn(current.get().origin(), name, form.text("password", 1024), code.isEmpty() ? null : code);
    }

    /// What differs from page to page.
    ///
    /// @param why      a sentence at its top
    /// @param action   the path to which the form is sent
    /// @param hidden   fields that go along
    /// @param name     what was given as the user name
    /// @param returnTo where the browser goes that comes back from a provider
    record Place(String why, String action, Html hidden, String name, String returnTo) {}

    Response page(Refusal refusal, Place place, UriInfo uri) {
        var content = Html.of(
                """
                {}<p>{}</p>
                {}<form method="post" action="{}">
                {}{}{}<label>One-time code, if your account asks for one<input name="one_time_code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="10"></label>
                <button>Sign in</button>
                </form>
                """,
                HtmlPage.wrong(refusal.sentence()),
                place.why(),
                links(place.returnTo(), "Sign in with", "", uri),
                server.of(uri, place.action()).getRawPath(),
                place.hidden(),
                HtmlPage.field("User name or e-mail address", "username", "text", "username", place.name()),
                HtmlPage.field("Password", "password", "password", "current-password", ""));
        return HtmlPage.of(refusal.status(), "Sign in", content).build();
    }

    /// The one-time code that a form has sent, without the spaces with which people read it; empty for none.
    static String oneTimeCode(Form form) {
        return form.text("one_time_code", 16).replace(" ", "");
    }

    /// A link to each provider; nothing when there is none.
    ///
    /// @param verb  what stands before its title
    /// @param query more for its address, which begins with `&`
    Html links(String returnTo, String verb, String query, UriInfo uri) {
        String to = URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
        return Html.join(providers.offered().stream()
                .map(one -> Html.of(
                        "<p><a href=\"{}?to={}{}\">{} {}</a></p>\n",
                        server.of(uri, "/sign-in/" + one.name()).getRawPath(),
                        to,
                        query,
                        verb,
                        one.title()))
                .toList());
    }
}
