package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.http.Given;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// E-mail addresses, as far as their form tells.
public final class EmailAddresses {
    private static final Pattern FORM =
            Pattern.compile("[^\\s@<>\",;:()\\\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,187}[A-Za-z0-9])?");

    private EmailAddresses() {}

    /// Checks the form.
    ///
    /// @throws dev.templedb.core.TempleException with `REQUEST_INVALID`
    public static String valid(@Nullable String address) {
        String text = Given.text("email", address, 254);
        if (!looksLikeOne(text)) {
            throw Given.invalid("The field email is no e-mail address.");
        }
        return text;
    }

    /// True for what has the form of an address.
    public static boolean looksLikeOne(String text) {
        return FORM.matcher(text).matches();
    }
}
