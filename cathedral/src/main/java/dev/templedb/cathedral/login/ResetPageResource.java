package dev.templedb.cathedral.login;

import dev.templedb.cathedral.accounts.PasswordResets;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.ServerAddress;
import dev.templedb.cathedral.pages.Form;
import dev.templedb.cathedral.pages.Html;
import dev.templedb.cathedral.pages.HtmlPage;
import dev.templedb.cathedral.pages.Refusal;
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

/// The page behind the one-time link to a new password.
@Path("/reset")
@Singleton
@RunOnVirtualThread
@Produces(HtmlPage.MEDIA_TYPE)
public final class ResetPageResource {
    private static final String PAGE = "/reset";
    private static final int TOKEN = 200;

    private final PasswordResets resets;
    private final ServerAddress server;
    private final CurrentCaller current;

    ResetPageResource(PasswordResets resets, ServerAddress server, CurrentCaller current) {
        this.resets = resets;
        this.server = server;
        this.current = current;
    }

    @GET
    public Response show(@QueryParam("token") @Nullable String token, UriInfo uri) {
        return form(Refusal.NONE, Form.prefilled(token, TOKEN), uri);
    }

    @POST
    @Consumes(Form.MEDIA_TYPE)
    public Response reset(byte[] body, UriInfo uri) {
        var form = Form.read(body);
        try {
            resets.redeem(current.get().origin(), form.text("token", TOKEN), form.newPassword());
        } catch (TempleException refused) {
            return form(Refusal.of(refused), form.shown("token", TOKEN), uri);
        }
        return HtmlPage.of(
                        200,
                        "The password is set",
                        Html.of("<p>Sign in with it from now on. All sessions that there were have ended.</p>\n"))
                .build();
    }

    private Response form(Refusal refusal, String token, UriInfo uri) {
        var content = Html.of(
                """
                {}<form method="post" action="{}">
                {}{}<button>Set the password</button>
                </form>
                """,
                HtmlPage.wrong(refusal.sentence()),
                server.of(uri, PAGE).getRawPath(),
                HtmlPage.hidden("token", token),
                HtmlPage.newPassword("New password"));
        return HtmlPage.of(refusal.status(), "A new password", content).build();
    }
}
