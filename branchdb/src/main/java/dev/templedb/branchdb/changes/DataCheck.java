package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.SchemaJson;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.util.Locale;

/// What must be true of the rows of a file before a step can be taken.
///
/// @param kind     what would be broken
/// @param subject  what it is about, such as `column users.email`
/// @param countSql a SELECT that gives one number: the rows in the way; asked just before the step
public record DataCheck(Kind kind, String subject, String countSql) {
    /// @throws TempleException with `SCHEMA_SQL_INVALID` when `countSql` is no SELECT
    public DataCheck {
        PlanStatements.requireSelect(countSql);
    }

    /// What would be broken.
    public enum Kind {
        /// A value is missing where one must be.
        NOT_NULL("NULL", "NULLs"),
        /// Values are there more than once that must be unique.
        UNIQUE("row with a value that another row has", "rows with a value that another row has"),
        /// A condition is not met.
        CHECK("row that breaks the condition", "rows that break the condition"),
        /// A reference leads nowhere.
        FOREIGN_KEY("row that refers to a missing row", "rows that refer to a missing row"),
        /// A value is not of the type.
        TYPE("value of another type", "values of another type"),
        /// A number would not be the same in the new type.
        DIGITS("number that would lose digits", "numbers that would lose digits"),
        /// Nothing says what the value of a row should be.
        FILL("row without a kept value", "rows without a kept value");

        private final String one;
        private final String many;

        Kind(String one, String many) {
            this.one = one;
            this.many = many;
        }
    }

    /// In words: `column users.email has 3 NULLs`.
    public String say(long rows) {
        return "%s has %d %s".formatted(subject, rows, rows == 1 ? kind.one : kind.many);
    }

    /// In words, without their number: `column users.email has NULLs`.
    public String say() {
        return "%s has %s".formatted(subject, kind.many);
    }

    Json.Obj toJson() {
        return Json.Obj.empty()
                .with("kind", kind.name().toLowerCase(Locale.ROOT))
                .with("subject", subject)
                .with("count_sql", countSql);
    }

    static DataCheck fromJson(Json json) {
        var object = SchemaJson.object(json, "a check of data");
        return new DataCheck(
                SchemaJson.value(Kind.class, object, "kind", Kind.CHECK),
                SchemaJson.text(object, "subject"),
                SchemaJson.text(object, "count_sql"));
    }
}
