package dev.templedb.cathedral.pages;

import dev.templedb.cathedral.http.Given;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a form of a page has sent. Immutable.
public final class Form {
    /// The media type of forms.
    public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /// Reads a form; of fields with one name the first counts. Its size is bounded before it is read.
    ///
    /// @throws dev.templedb.core.TempleException with `REQUEST_INVALID`
    public static Form read(byte[] body) {
        var fields = new HashMap<String, String>();
        for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new Form(fields);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Given.invalid("The form has a field that is not encoded as forms are.");
        }
    }

    /// A field; an empty text when it is not there.
    ///
    /// @throws dev.templedb.core.TempleException with `REQUEST_INVALID` when it is too long or no text that can be
    /// kept
    public String text(String name, int longest) {
        return Objects.requireNonNullElse(Given.optional(name, fields.get(name), longest), "");
    }

    /// A field as the form shows it again; an empty text when it is not there or too long.
    public String shown(String name, int longest) {
        return prefilled(fields.get(name), longest);
    }

    /// What a link fills into a field; an empty text for nothing, and for what is too long.
    public static String prefilled(@Nullable String given, int longest) {
        return given == null || given.length() > longest ? "" : given;
    }

    /// A new password, which is asked for twice.
    ///
    /// @throws dev.templedb.core.TempleException with `REQUEST_INVALID` when the two differ
    public String newPassword() {
        String password = text("password", 1024);
        if (!password.equals(text("password_again", 1024))) {
            throw Given.invalid("The two passwords are not the same.");
        }
        return password;
    }
}
