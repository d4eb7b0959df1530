package dev.templedb.cathedral.owners;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Gives names out: each is given once, compared without case, and some are never given.
public final class Owners {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final PostgresOwners TABLE = new PostgresOwners();

    private Owners() {}

    /// What has a name.
    public enum Kind {
        USER,
        ORGANIZATION;

        /// The word of the wire and of the database.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Somebody who can own projects.
    public record Owner(UUID id, String name, Kind kind) {}

    /// Checks the form of a name.
    ///
    /// @throws TempleException with `OWNER_NAME_INVALID`
    public static String valid(@Nullable String name) {
        String given = name == null ? "" : name;
        if (!FORM.matcher(given).matches() || given.endsWith(".git") || given.endsWith(".cathedral")) {
            throw new TempleException(
                    ErrorCode.OWNER_NAME_INVALID,
                    "\"%s\" cannot be the name of a user or an organization."
                            .formatted(Printable.text(given.substring(0, Math.min(given.length(), 100)))));
        }
        return given;
    }

    /// Takes a name in the transaction of `handle`.
    ///
    /// @return the id of the user or organization to come
    /// @throws TempleException with `OWNER_NAME_TAKEN` for one that is taken or reserved
    public static UUID take(Handle handle, String name, Kind kind) {
        return TABLE.take(handle, name, kind)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.OWNER_NAME_TAKEN,
                        "The name %s is taken or reserved.".formatted(Printable.text(name))));
    }

    /// True for a valid name that nobody has and that is not reserved.
    public static boolean isFree(Handle handle, String name) {
        return FORM.matcher(name).matches() && TABLE.isFree(handle, name);
    }

    /// Gives a name back.
    public static void release(Handle handle, UUID id) {
        TABLE.release(handle, id);
    }

    /// Finds an owner by name.
    public static Optional<Owner> find(Handle handle, String name) {
        return FORM.matcher(name).matches() ? TABLE.find(handle, name) : Optional.empty();
    }
}
