package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.JsonReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The errors of reading, each with the part that is wrong.
final class Refusal {
    private Refusal() {}

    static TempleException of(ErrorCode code, String part, String why) {
        return new TempleException(code, "%s %s.".formatted(Printable.text(part), Printable.text(why)));
    }

    static TempleException malformed(String part, @Nullable String why) {
        return of(ErrorCode.PACKAGE_MALFORMED, part, "is malformed: " + why);
    }

    static TempleException invalid(String part, JsonReader.InvalidJson why) {
        return why.isTooLarge()
                ? of(ErrorCode.PACKAGE_TOO_LARGE, part, "cannot be taken: " + why.getMessage())
                : malformed(part, why.getMessage());
    }

    static TempleException mismatch(String part) {
        return of(
                ErrorCode.PACKAGE_DIGEST_MISMATCH,
                part,
                "is damaged: its content does not have the hash that the package names");
    }

    static TempleException missing(String part) {
        return of(ErrorCode.PACKAGE_ENTRY_MISSING, part, "is missing from the package");
    }

    static TempleException unreadable(String part, IOException failure) {
        return new TempleException(
                ErrorCode.SOURCE_UNREADABLE,
                "%s cannot be read (%s)."
                        .formatted(Printable.text(part), Printable.text(String.valueOf(failure.getMessage()))),
                failure);
    }
}
