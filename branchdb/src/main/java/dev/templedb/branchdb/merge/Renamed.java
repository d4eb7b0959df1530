package dev.templedb.branchdb.merge;

import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.Table;
import java.util.Optional;

/// What was renamed by whom, as the sides were given: afterwards they all have the same names.
record Renamed(Sides given) {
    /// What a conflict calls the table: by its name before both sides, which no resolution changes.
    String name(Table table) {
        return given.base().tableOf(table.identity()).map(Table::name).orElse(table.name());
    }

    /// What a conflict calls the column, with its table.
    String name(Table table, Column column) {
        return name(table) + "." + name(given.base(), table, column).orElse(column.name());
    }

    boolean byOurs(Table table) {
        return renamed(given.ours(), table);
    }

    boolean byTheirs(Table table) {
        return renamed(given.theirs(), table);
    }

    boolean byOurs(Table table, Column column) {
        return renamed(given.ours(), table, column);
    }

    boolean byTheirs(Table table, Column column) {
        return renamed(given.theirs(), table, column);
    }

    private boolean renamed(Schema side, Table table) {
        var before = given.base().tableOf(table.identity()).map(Table::name);
        var now = side.tableOf(table.identity()).map(Table::name);
        return now.isPresent() && before.isPresent() && !now.equals(before);
    }

    private boolean renamed(Schema side, Table table, Column column) {
        var before = name(given.base(), table, column);
        var now = name(side, table, column);
        return now.isPresent() && before.isPresent() && !now.equals(before);
    }

    private static Optional<String> name(Schema schema, Table table, Column column) {
        return schema.tableOf(table.identity())
                .flatMap(each -> each.columnOf(column.identity()))
                .map(Column::name);
    }
}
