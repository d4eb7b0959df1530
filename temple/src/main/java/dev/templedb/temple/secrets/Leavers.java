package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.age.AgeRecipient;
import java.util.List;

/// Finds the recipients that a person means.
final class Leavers {
    private Leavers() {}

    /// Those of `present` with the key, the comment, or the keys of the file that `named` gives.
    ///
    /// @throws TempleException with `RECIPIENT_NOT_FOUND`
    static List<AgeRecipient> of(String slug, String named, List<AgeRecipient> present) {
        var byComment = present.stream()
                .filter(one -> one.comment().equals(named) && !named.isEmpty())
                .toList();
        if (!byComment.isEmpty()) {
            return byComment;
        }
        var keys = keys(named);
        var found = present.stream().filter(keys::contains).toList();
        if (found.isEmpty()) {
            throw new TempleException(
                    ErrorCode.RECIPIENT_NOT_FOUND,
                    "%s is not a recipient of the secrets of %s.".formatted(Printable.text(named), slug));
        }
        return found;
    }

    private static List<AgeRecipient> keys(String named) {
        try {
            return Keys.named(named);
        } catch (TempleException noKey) {
            return List.of();
        }
    }
}
