package dev.templedb.cathedral.permissions;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Locale;

/// Who sees a project besides those who have a role on it.
public enum Visibility {
    /// Everybody, signed in or not.
    PUBLIC,
    /// Everybody who is signed in.
    INTERNAL,
    /// Nobody else.
    PRIVATE;

    /// Reads the word of the wire and of the database.
    ///
    /// @throws TempleException with `REQUEST_INVALID` for any other word
    public static Visibility of(String word) {
        for (var visibility : values()) {
            if (visibility.word().equals(word)) {
                return visibility;
            }
        }
        throw new TempleException(
                ErrorCode.REQUEST_INVALID,
                "\"%s\" is no visibility: it is public, internal or private.".formatted(Printable.text(word)));
    }

    /// The word of the wire and of the database, such as `public`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
