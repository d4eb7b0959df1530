package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.branchdb.schema.View;
import dev.templedb.packages.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that was done to a schema. Names are those that hold when it is done.
///
/// Tables and columns that are made carry their identity, so doing it again elsewhere makes the same ones. The JSON
/// form is
/// published in `docs/formats/branchdb-changes.schema.json`.
public sealed interface Change {
    /// Makes a table with its indexes.
    record CreateTable(Table table) implements Change {}

    /// Drops a table with its rows, indexes and triggers.
    record DropTable(String table) implements Change {}

    /// Calls a table `to`; what refers to it, follows.
    record RenameTable(String table, String to) implements Change {}

    /// Makes `copy`, which has the columns of `table`.
    ///
    /// @param copy     the new table; its indexes have names of their own
    /// @param withData whether it gets the rows, too
    record CopyTable(String table, Table copy, boolean withData) implements Change {}

    /// Makes a column, behind the others.
    ///
    /// @param uniques     constraints that come with it, as are the checks and foreign keys
    /// @param fill        what the rows that are there get, as an SQL literal or expression over their other
    /// columns; null
    ///                    for the default
    record AddColumn(
            String table,
            Column column,
            List<Unique> uniques,
            List<Check> checks,
            List<ForeignKey> foreignKeys,
            @Nullable String fill)
            implements Change {
        public AddColumn {
            uniques = List.copyOf(uniques);
            checks = List.copyOf(checks);
            foreignKeys = List.copyOf(foreignKeys);
        }

        /// A column without constraints of its own.
        public static AddColumn of(String table, Column column) {
            return new AddColumn(table, column, List.of(), List.of(), List.of(), null);
        }
    }

    /// Drops a column with the constraints and indexes that are about it alone.
    record DropColumn(String table, String column) implements Change {}

    /// Calls a column `to`; what refers to it, follows.
    record RenameColumn(String table, String column, String to) implements Change {}

    /// Gives the column that has the name of `column` another type, default, collation, or NOT NULL.
    ///
    /// @param fill what rows without a value get, as an SQL literal or expression over their columns; null for none
    record AlterColumn(
            String table, Column column, @Nullable String fill) implements Change {}

    /// Gives the table that has the name of `table` other keys, checks, foreign keys, options, or another order of
    /// its
    /// columns. Columns and indexes stay what they are.
    record AlterTable(Table table) implements Change {}

    /// Makes an index.
    record CreateIndex(String table, Index index) implements Change {}

    /// Drops an index.
    record DropIndex(String index) implements Change {}

    /// Makes a view.
    record CreateView(View view) implements Change {}

    /// Gives the view of that name another query; its triggers stay.
    record UpdateView(View view) implements Change {}

    /// Drops a view with its triggers.
    record DropView(String view) implements Change {}

    /// Makes a trigger.
    record CreateTrigger(Trigger trigger) implements Change {}

    /// Drops a trigger.
    record DropTrigger(String trigger) implements Change {}

    /// The permanent word for what was done, such as `add_column`.
    default String type() {
        return switch (this) {
            case CreateTable c -> "create_table";
            case DropTable c -> "drop_table";
            case RenameTable c -> "rename_table";
            case CopyTable c -> "copy_table";
            case AddColumn c -> "add_column";
            case DropColumn c -> "drop_column";
            case RenameColumn c -> "rename_column";
            case AlterColumn c -> "alter_column";
            case AlterTable c -> "alter_table";
            case CreateIndex c -> "create_index";
            case DropIndex c -> "drop_index";
            case CreateView c -> "create_view";
            case UpdateView c -> "update_view";
            case DropView c -> "drop_view";
            case CreateTrigger c -> "create_trigger";
            case DropTrigger c -> "drop_trigger";
        };
    }

    /// What it is about, by the name that held before: `users`, `users.email`, `idx_users_email`.
    default String entity() {
        return switch (this) {
            case CreateTable(var table) -> table.name();
            case DropTable(var table) -> table;
            case RenameTable(var table, var to) -> table;
            case CopyTable(var table, var copy, var withData) -> copy.name();
            case AddColumn add -> add.table() + "." + add.column().name();
            case DropColumn(var table, var column) -> table + "." + column;
            case RenameColumn(var table, var column, var to) -> table + "." + column;
            case AlterColumn(var table, var column, var fill) -> table + "." + column.name();
            case AlterTable(var table) -> table.name();
            case CreateIndex(var table, var index) -> index.name();
            case DropIndex(var index) -> index;
            case CreateView(var view) -> view.name();
            case UpdateView(var view) -> view.name();
            case DropView(var view) -> view;
            case CreateTrigger(var trigger) -> trigger.name();
            case DropTrigger(var trigger) -> trigger;
        };
    }

    /// The change as JSON: its type, and its parts.
    default Json.Obj toJson() {
        return ChangeJson.of(this);
    }

    /// Reads what [#toJson] made.
    ///
    /// @throws dev.templedb.core.TempleException with `CHANGE_INVALID` for anything else
    static Change fromJson(Json json) {
        return ChangeJson.change(json);
    }
}
