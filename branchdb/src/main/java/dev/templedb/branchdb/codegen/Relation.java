package dev.templedb.branchdb.codegen;

import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.View;
import dev.templedb.sqlite.ScratchDatabase;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table or view, as generated code sees it.
///
/// @param columns in their order
/// @param key     the columns that name a row; none for a view, and for a table that nothing can be changed in by row
/// @param isView  whether it can only be read
record Relation(String name, List<Field> columns, List<Field> key, List<Reference> references, boolean isView) {
    private static final String VIEW_COLUMNS = "SELECT name, type FROM pragma_table_info(:view) ORDER BY cid";

    Relation {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        references = List.copyOf(references);
    }

    /// A column.
    ///
    /// @param isNullable whether a row may have no value
    /// @param isOptional whether a new row may leave it out
    /// @param isComputed whether nobody may write it
    record Field(String name, ValueKind kind, boolean isNullable, boolean isOptional, boolean isComputed) {
        String quoted() {
            return SqlName.quote(name);
        }
    }

    /// A foreign key to a table of the same schema.
    ///
    /// @param columns       here
    /// @param parent        the table that is referred to
    /// @param parentColumns there, as many
    record Reference(List<Field> columns, String parent, List<Field> parentColumns) {}

    /// The tables of a schema, then its views.
    static List<Relation> of(Schema schema) {
        var all = new ArrayList<Relation>();
        schema.tables().forEach(table -> all.add(of(schema, table)));
        if (!schema.views().isEmpty()) {
            try (var sqlite = new ScratchDatabase()) {
                all.addAll(sqlite.run(tx -> {
                    schema.createStatements().forEach(tx::script);
                    return schema.views().stream().map(view -> of(tx, view)).toList();
                }));
            }
        }
        return all;
    }

    String quoted() {
        return SqlName.quote(name);
    }

    /// The columns that can be written.
    List<Field> written() {
        return columns.stream().filter(each -> !each.isComputed()).toList();
    }

    /// The columns that a row can be changed in.
    List<Field> changed() {
        return written().stream().filter(each -> !key.contains(each)).toList();
    }

    private static Relation of(Schema schema, Table table) {
        var fields = fields(table);
        var references = new ArrayList<Reference>();
        for (var key : table.foreignKeys()) {
            reference(schema, table, key).ifPresent(references::add);
        }
        return new Relation(table.name(), fields, key(table), references, false);
    }

    private static List<Field> fields(Table table) {
        return table.columns().stream().map(each -> field(table, each)).toList();
    }

    private static Field field(Table table, Column column) {
        boolean isRowNumber = isRowNumber(table, column);
        boolean isNullable = !column.notNull() && !isRowNumber && !(table.withoutRowid() && isKey(table, column));
        boolean isComputed = column.generated() != null;
        return new Field(
                column.name(),
                ValueKind.of(column.type()),
                isNullable,
                isNullable || isRowNumber || column.defaultSql() != null,
                isComputed);
    }

    private static boolean isKey(Table table, Column column) {
        var key = table.primaryKey();
        return key != null && key.columnNames().stream().anyMatch(each -> SqlName.same(each, column.name()));
    }

    /// Whether SQLite gives the column a number by itself.
    private static boolean isRowNumber(Table table, Column column) {
        var key = table.primaryKey();
        return key != null
                && key.columns().size() == 1
                && !key.apart()
                && !table.withoutRowid()
                && isKey(table, column)
                && column.type().equalsIgnoreCase("INTEGER");
    }

    private static List<Field> key(Table table) {
        var key = table.primaryKey();
        return key == null ? List.of() : named(table, key.columnNames());
    }

    private static List<Field> named(Table table, List<String> names) {
        return names.stream()
                .flatMap(name -> table.column(name).stream())
                .map(column -> field(table, column))
                .toList();
    }

    private static Optional<Reference> reference(Schema schema, Table table, ForeignKey key) {
        return schema.table(key.parent()).flatMap(parent -> {
            var columns = named(table, key.columns());
            var theirs = key.parentColumns().isEmpty() ? key(parent) : named(parent, key.parentColumns());
            return columns.size() == key.columns().size() && columns.size() == theirs.size()
                    ? Optional.of(new Reference(columns, parent.name(), theirs))
                    : Optional.empty();
        });
    }

    private static Relation of(Transaction tx, View view) {
        var fields = tx.query(VIEW_COLUMNS)
                .bind("view", view.name())
                .list(row -> new Field(row.text(1), ValueKind.of(row.text(2)), true, true, true));
        return new Relation(view.name(), fields, List.of(), List.of(), true);
    }
}
