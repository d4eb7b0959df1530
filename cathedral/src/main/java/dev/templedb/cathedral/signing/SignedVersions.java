package dev.templedb.cathedral.signing;

import dev.templedb.cathedral.http.Given;
import dev.templedb.core.Printable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is asked of the versions of a project.
public enum SignedVersions {
    /// Every version says whether it is signed, and by whom.
    MARKED,
    /// A version that no key of a profile has signed is not published.
    REQUIRED;

    /// Reads the word of the database; null for none.
    public static @Nullable SignedVersions ofNullable(@Nullable String word) {
        return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// Reads the word of a request.
    ///
    /// @throws dev.templedb.core.TempleException with `REQUEST_INVALID` for any other word
    public static SignedVersions of(String word) {
        for (var policy : values()) {
            if (policy.word().equals(word)) {
                return policy;
            }
        }
        throw Given.invalid(
                "The field signed_versions is required or marked, not \"%s\".".formatted(Printable.text(word)));
    }

    /// The word of the wire and of the database.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
