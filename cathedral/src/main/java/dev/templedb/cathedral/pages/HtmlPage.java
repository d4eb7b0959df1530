package dev.templedb.cathedral.pages;

import dev.templedb.core.Sha256;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Makes answers that are pages. They run no scripts, load nothing, stand in no frame, send forms to this server alone,
/// and are kept nowhere.
public final class HtmlPage {
    /// The media type of pages.
    public static final String MEDIA_TYPE = "text/html;charset=UTF-8";

    private static final String STYLE = """
            :root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\
            body{margin:0;display:grid;place-items:center;min-height:100vh}\
            main{box-sizing:border-box;width:min(30rem,100%);padding:1.5rem}\
            h1{font-size:1.4rem}\
            label{display:block;margin:.8rem 0}\
            input{box-sizing:border-box;width:100%;padding:.5rem;font:inherit}\
            button{padding:.5rem 1rem;margin:.5rem .5rem .5rem 0;font:inherit}\
            code{font-size:1.1em}\
            dt{font-weight:600}\
            dd{margin:0 0 .6rem;overflow-wrap:anywhere}\
            .code{font:600 1.8rem ui-monospace,monospace;letter-spacing:.1em}\
            .wrong{border-left:.3rem solid #c22;padding-left:.7rem}""";

    private static final String POLICY =
            "default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                    .formatted(Base64.getEncoder()
                            .encodeToString(Sha256.of(STYLE.getBytes(StandardCharsets.UTF_8))
                                    .bytes()));

    private HtmlPage() {}

    /// A page; more headers may be added.
    ///
    /// @param title what it is about, which is its headline too
    public static Response.ResponseBuilder of(int status, String title, Html content) {
        var page = Html.of("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>{} - CathedralDB</title>
                <style>{}</style>
                </head>
                <body>
                <main>
                <h1>{}</h1>
                {}</main>
                </body>
                </html>
                """, title, new Html(STYLE), title, content);
        return Response.status(status)
                .entity(page.markup())
                .type(MEDIA_TYPE)
                .header("Content-Security-Policy", POLICY)
                .header("X-Frame-Options", "DENY")
                // Not "no-referrer", with which browsers do not say where a form comes from.
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    /// What went wrong, for the top of a page; nothing for an empty text.
    public static Html wrong(String sentence) {
        return sentence.isEmpty() ? Html.NONE : Html.of("<p class=\"wrong\" role=\"alert\">{}</p>\n", sentence);
    }

    /// A field of a form, which must be filled in.
    ///
    /// @param autocomplete what browsers and keepers of passwords may fill in
    public static Html field(String label, String name, String type, String autocomplete, String value) {
        return field(label, name, type, autocomplete, value, Html.of(" required"));
    }

    /// A field that may be left empty.
    public static Html optionalField(String label, String name, String type, String autocomplete, String value) {
        return field(label, name, type, autocomplete, value, Html.NONE);
    }

    private static Html field(
            String label, String name, String type, String autocomplete, String value, Html required) {
        return Html.of("""
                <label>{}<input name="{}" type="{}" autocomplete="{}" value="{}" maxlength="1024"{}></label>
                """, label, name, type, autocomplete, value, required);
    }

    /// The two fields of a new password, which [Form#newPassword] reads.
    public static Html newPassword(String label) {
        return Html.of(
                "{}{}",
                field(label, "password", "password", "new-password", ""),
                field("The password again", "password_again", "password", "new-password", ""));
    }

    /// A field that nobody sees.
    public static Html hidden(String name, String value) {
        return Html.of("<input name=\"{}\" type=\"hidden\" value=\"{}\">\n", name, value);
    }
}
