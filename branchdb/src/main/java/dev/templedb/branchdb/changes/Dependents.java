package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SqlText;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a schema refers to a table or column. SQLite itself is asked: it renames the table or column, and what it
/// rewrites depends on it.
final class Dependents {
    private static final String PROBE = "__renamed";

    private Dependents() {}

    /// The views, triggers and foreign keys elsewhere that use the table, as `view v`, `trigger t` or
    /// `foreign key of table c`.
    static List<String> ofTable(Schema schema, Table table) {
        var after = Scratch.altered(schema, table.name(), PlanSql.renameTable(table.name(), PROBE));
        var found = new ArrayList<>(viewsAndTriggers(schema, after, table));
        schema.tables().stream()
                .filter(each -> !SqlName.same(each.name(), table.name()))
                .filter(each -> each.foreignKeys().stream().anyMatch(key -> SqlName.same(key.parent(), table.name())))
                .forEach(each -> found.add("foreign key of table " + each.name()));
        return found;
    }

    /// The views, triggers and foreign keys of other tables that use the column.
    static List<String> ofColumn(Schema schema, Table table, String column) {
        var after = Scratch.altered(schema, table.name(), PlanSql.renameColumn(table.name(), column, PROBE));
        var found = new ArrayList<>(viewsAndTriggers(schema, after, null));
        for (var each : schema.tables()) {
            if (each.foreignKeys().stream().anyMatch(key -> refersTo(key, table, column))) {
                found.add("foreign key of table " + each.name());
            }
        }
        return found;
    }

    /// The other views, and the triggers of tables and other views, whose text has the name of the view.
    static List<String> ofView(Schema schema, View view) {
        var found = new ArrayList<String>();
        for (var each : schema.views()) {
            if (!each.equals(view) && SqlText.mentions(each.query(), view.name())) {
                found.add("view " + each.name());
            }
        }
        for (var trigger : schema.triggers()) {
            if (!SqlName.same(trigger.target(), view.name()) && SqlText.mentions(trigger.body(), view.name())) {
                found.add("trigger " + trigger.name());
            }
        }
        return found;
    }

    private static boolean refersTo(ForeignKey key, Table table, String column) {
        return SqlName.same(key.parent(), table.name())
                && key.parentColumns().stream().anyMatch(each -> SqlName.same(each, column));
    }

    private static List<String> viewsAndTriggers(Schema before, Schema after, @Nullable Table own) {
        var found = new ArrayList<String>();
        for (var view : before.views()) {
            if (!after.view(view.name()).orElseThrow().equals(view)) {
                found.add("view " + view.name());
            }
        }
        for (var trigger : before.triggers()) {
            boolean isOwn = own != null && SqlName.same(trigger.target(), own.name());
            if (!isOwn && !after.trigger(trigger.name()).map(trigger::equals).orElse(false)) {
                found.add("trigger " + trigger.name());
            }
        }
        return found;
    }
}
