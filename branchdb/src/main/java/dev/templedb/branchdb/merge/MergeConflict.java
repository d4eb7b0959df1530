package dev.templedb.branchdb.merge;

import dev.templedb.branchdb.schema.SchemaJson;
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

    /// A form of it for people: SQL where there is some, else its JSON without what only programs need; empty for
    /// none.
    public String inWords(Json form) {
        return switch (form) {
            case Json.Null() -> "";
            case Json.Str(var name) -> name;
            case Json.Obj object -> inWords(object);
            default -> String.valueOf(text(form));
        };
    }

    private String inWords(Json.Obj form) {
        return switch (entity.substring(0, Math.max(entity.indexOf(' '), 0))) {
            case "column" -> SchemaJson.column(form).sql();
            case "view" -> SchemaJson.view(form).query();
            case "trigger" -> SchemaJson.trigger(form).createSql();
            case "check" -> SchemaJson.check(form).expression();
            default -> String.valueOf(text(form.without("identity")));
        };
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
