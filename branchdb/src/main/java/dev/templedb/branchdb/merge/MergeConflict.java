package dev.templedb.branchdb.merge;

import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Something that both sides changed, each in another way.
///
/// @param entity what it is, by the name it had before both sides, or has now when it is new: `table users`, `column
/// users.email`, `view active`,
///               `index idx_users_email`, `trigger audit`, `primary key of users`, `check positive of users`; the key
/// of its
///               [Resolution]
/// @param reason in words: `renamed on both sides`, `dropped by theirs, changed by ours`
/// @param base   its form before both, as JSON; null for none
/// @param ours   its form in the target
/// @param theirs its form in the source
public record MergeConflict(String entity, String reason, Json base, Json ours, Json theirs) {
    /// The form before both sides as canonical JSON; null for none.
    public @Nullable String baseText() {
        return text(base);
    }

    /// The form in the target as canonical JSON; null for none.
    public @Nullable String oursText() {
        return text(ours);
    }

    /// The form in the source as canonical JSON; null for none.
    public @Nullable String theirsText() {
        return text(theirs);
    }

    private static @Nullable String text(Json form) {
        return form instanceof Json.Null ? null : new String(CanonicalJson.write(form), StandardCharsets.UTF_8);
    }

    /// The conflict as JSON.
    public Json.Obj toJson() {
        return Json.Obj.empty()
                .with("entity", entity)
                .with("reason", reason)
                .with("base", base)
                .with("ours", ours)
                .with("theirs", theirs);
    }
}
