package dev.templedb.cathedral.accounts;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a password must be: long, and not what is tried first.
final class PasswordRules {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 1024;
    private static final int FEWEST_DIFFERENT = 5;

    private PasswordRules() {}

    /// @throws TempleException with `PASSWORD_WEAK`
    static String valid(@Nullable String password, String username, @Nullable String email) {
        String given = password == null ? "" : password;
        if (given.length() < SHORTEST) {
            throw weak("The password is shorter than 12 characters.");
        }
        if (given.length() > LONGEST) {
            throw weak("The password is longer than 1,024 characters.");
        }
        if (given.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            throw weak("The password is made of fewer than five different characters.");
        }
        String plain = given.toLowerCase(Locale.ROOT);
        if (isWithin(plain, username) || (email != null && isWithin(plain, email)) || plain.startsWith("password")) {
            throw weak("The password is easily guessed: it is made of a name or a word that is tried first.");
        }
        return given;
    }

    /// True when little is left of the password without the name.
    private static boolean isWithin(String password, String name) {
        int without = password.replace(name.toLowerCase(Locale.ROOT), "").length();
        return password.length() - without > password.length() / 2;
    }

    private static TempleException weak(String sentence) {
        return new TempleException(ErrorCode.PASSWORD_WEAK, sentence);
    }
}
