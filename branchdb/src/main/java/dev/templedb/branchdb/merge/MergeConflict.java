package dev.templedb.branchdb.merge;

import dev.templedb.packages.json.Json;

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
