package dev.templedb.branchdb.codegen;

import dev.templedb.branchdb.changes.Hints;
import dev.templedb.branchdb.changes.Planned;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.Sha256;
import java.util.Map;

/// The way from one schema to another and back, as SQL for any database that has the schema: one that the engine does
/// not keep, such as a file that was exported.
///
/// Each script is one transaction and runs in SQLite 3.35 or later, by itself (`sqlite3 -bail FILE < up.sql`) or
/// through
/// any program. It looks first whether the tables are those it was made for, then whether the rows allow each step, and
/// commits only when all is well. What the way up drops is kept in tables named `__kept_…`, from which the way down
/// takes it.
///
/// @param from the hash of the schema that `up` begins with
/// @param to   the hash of the schema that it leads to
public record MigrationScript(Sha256 from, Sha256 to, String up, String down) {
    /// The way between two models.
    ///
    /// @param from  with identities, by which renames are known
    /// @param to    with identities
    /// @param hints what the changes say that the models do not
    public static MigrationScript between(Schema from, Schema to, Hints hints) {
        var up = Planner.portable(from, to, hints);
        var down = Planner.portable(up.to(), up.from(), new Hints(Map.of(), Map.of(), up.kept()));
        return new MigrationScript(from.hash(), to.hash(), script(up), script(down));
    }

    /// Whether the two schemas are the same, and the scripts do nothing.
    public boolean isEmpty() {
        return from.equals(to);
    }

    private static String script(Planned planned) {
        return new ScriptWriter(planned).script();
    }
}
