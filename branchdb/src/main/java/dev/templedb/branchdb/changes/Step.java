package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.SchemaJson;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One statement of a plan, or a few that belong together.
///
/// @param name    what it does, in a word that stays the same, such as `add_column` or `copy_data`
/// @param sql     what is run; empty for a step that only checks
/// @param change  which change of the plan it belongs to, from 0
/// @param copied  the table whose rows are copied by it, so that its size is needed once more on the disk; or null
/// @param check   what must be true of the rows, or null
/// @param tried   whether it can fail on the rows of a file for a reason that no check counts
public record Step(
        String name,
        String sql,
        int change,
        @Nullable String copied,
        @Nullable DataCheck check,
        boolean tried) {
    private static final Set<String> ONLY_WRITE_SCHEMA = Set.of(
            "add_column",
            "create_table",
            "create_trigger",
            "create_view",
            "drop_existing",
            "drop_trigger",
            "drop_view",
            "rename_column",
            "rename_table");

    /// @throws TempleException with `SCHEMA_SQL_INVALID` when `sql` has a statement that no step may have
    public Step {
        PlanStatements.requireChange(sql);
    }

    /// A step that does not depend on rows.
    public static Step of(String name, String sql, int change) {
        return new Step(name, sql, change, null, null, false);
    }

    /// A step that only checks.
    static Step checking(DataCheck check, int change) {
        return new Step("check_data", "", change, null, check, false);
    }

    /// The same step, after `check`.
    Step after(DataCheck newCheck) {
        return new Step(name, sql, change, copied, newCheck, tried);
    }

    /// The same step, which copies the rows of `table`.
    Step copying(String table) {
        return new Step(name, sql, change, table, check, tried);
    }

    /// The same step, which may fail on the rows of a file.
    Step dependingOnRows() {
        return new Step(name, sql, change, copied, check, true);
    }

    /// Whether it changes what is written in `sqlite_schema` and neither reads nor writes rows: it goes well in
    /// every
    /// file that has the same written there.
    boolean onlyWritesSchema() {
        return ONLY_WRITE_SCHEMA.contains(name) && !dependsOnRows() && copied == null;
    }

    /// Whether it can fail on the rows of a file.
    public boolean dependsOnRows() {
        return check != null || tried;
    }

    Json.Obj toJson() {
        var json = Json.Obj.empty().with("name", name).with("sql", sql).with("change", change);
        json = SchemaJson.add(json, "copied", copied);
        if (check != null) {
            json = json.with("check", check.toJson());
        }
        return tried ? json.with("tried", true) : json;
    }

    static Step fromJson(Json json) {
        var object = SchemaJson.object(json, "a step");
        var check = object.get("check");
        return new Step(
                SchemaJson.text(object, "name"),
                SchemaJson.text(object, "sql"),
                Math.toIntExact(object.whole("change").orElse(0L)),
                object.text("copied").orElse(null),
                check == null ? null : DataCheck.fromJson(check),
                SchemaJson.flag(object, "tried"));
    }
}
