package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.http.Given;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// E-mail addresses, as far as their form tells: ASCII alone, so that none looks like another one and is folded to it.
public final class EmailAddresses {
    private static final Pattern FORM =
            Pattern.compile("[!-~&&[^@<>\",;:()\\\\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,187}[A-Za-z0-9])?");

    private EmailAddresses() {}

    /// Checks the form.
    ///
    /// @throws dev.templedb.core.TempleException with `REQUEST_INVALID`
    public static String valid(@Nullable String address) {
        String text = Given.text("email", address, 254);
        if (!looksLikeOne(text)) {
            throw Given.invalid(
                    text.chars().allMatch(letter -> letter < 128)
                            ? "The field email is no e-mail address."
                            : "The field email is no e-mail address that is taken here: it has other letters than those of ASCII.");
        }
        return text;
    }

    /// True for what can only be meant as an address, of whatever form: no name has an @.
    public static boolean isMeant(String text) {
        return text.indexOf('@') >= 0;
    }

    /// The form in which addresses are compared, the same as SQL's `lower(email COLLATE "C")`: `A` to `Z` are
    /// folded
    /// and nothing else is. The folding of other letters makes `k` of the Kelvin sign, which is another address.
    public static String key(String address) {
        var key = new StringBuilder(address);
        for (int i = 0; i < key.length(); i++) {
            char letter = key.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                key.setCharAt(i, (char) (letter - 'A' + 'a'));
            }
        }
        return key.toString();
    }

    /// True for two addresses that are the same one.
    public static boolean areSame(@Nullable String one, @Nullable String other) {
        return one != null && other != null && key(one).equals(key(other));
    }

    /// True for what has the form of an address.
    public static boolean looksLikeOne(String text) {
        return FORM.matcher(text).matches();
    }
}
