package dev.templedb.branchdb.cinchdb;

import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.KeyColumn;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SqlText;
import dev.templedb.branchdb.schema.SystemColumns;
import dev.templedb.branchdb.schema.Table;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What two schemas have in common: where their branches can be said to have parted, so that a merge takes what one of
/// them has more for an addition, and never what the other lacks for a removal.
final class CommonSchema {
    private CommonSchema() {}

    /// The tables of both, with the columns and constraints of both.
    static Schema of(Schema one, Schema other) {
        var tables = one.tables().stream()
                .flatMap(table -> other.table(table.name()).flatMap(theirs -> of(table, theirs)).stream())
                .toList();
        var names = new HashSet<String>();
        tables.forEach(table -> names.add(SqlName.key(table.name())));
        return new Schema(
                tables.stream()
                        .map(table -> table.withForeignKeys(table.foreignKeys().stream()
                                .filter(key -> names.contains(SqlName.key(key.parent())))
                                .toList()))
                        .toList(),
                List.of(),
                List.of());
    }

    private static Optional<Table> of(Table one, Table other) {
        var columns = one.columns().stream()
                .filter(column -> column.generated() == null)
                .filter(column ->
                        other.column(column.name()).filter(column::equals).isPresent())
                .toList();
        var names = new HashSet<String>();
        columns.forEach(column -> names.add(SqlName.key(column.name())));
        var key = one.primaryKey();
        boolean isOther = columns.isEmpty()
                || !Objects.equals(key, other.primaryKey())
                || one.strict() != other.strict()
                || one.withoutRowid() != other.withoutRowid()
                || key != null && !hasAll(names, key.columnNames());
        if (isOther) {
            return Optional.empty();
        }
        var gone = new HashSet<String>();
        Stream.concat(one.columns().stream(), other.columns().stream())
                .map(Column::name)
                .map(SqlName::key)
                .filter(name -> !names.contains(name))
                .forEach(gone::add);
        return Optional.of(one.withColumns(columns)
                .withUniques(one.uniques().stream()
                        .filter(other.uniques()::contains)
                        .filter(unique -> hasAll(names, unique.columnNames()))
                        .toList())
                .withChecks(one.checks().stream()
                        .filter(other.checks()::contains)
                        .filter(check ->
                                SqlText.names(check.expression()).stream().noneMatch(gone::contains))
                        .toList())
                .withForeignKeys(one.foreignKeys().stream()
                        .filter(other.foreignKeys()::contains)
                        .filter(reference -> hasAll(names, reference.columns()))
                        .toList())
                .withIndexes(one.indexes().stream()
                        .filter(other.indexes()::contains)
                        .filter(index -> index.where() == null)
                        .filter(index -> index.terms().stream()
                                .allMatch(term -> !term.expression() && names.contains(SqlName.key(term.text()))))
                        .toList()));
    }

    private static boolean hasAll(Set<String> names, Collection<String> columns) {
        return columns.stream().map(SqlName::key).allMatch(names::contains);
    }

    /// A schema of CinchDB with the columns of the system as we have them.
    static Schema withSystemColumns(Schema schema) {
        return schema.withTables(
                schema.tables().stream().map(CommonSchema::withSystemColumns).toList());
    }

    private static Table withSystemColumns(Table table) {
        if (!isOfSystem(table)) {
            return table;
        }
        var result = table;
        for (var column : SystemColumns.ALL) {
            result = result.replacing(column);
        }
        return result;
    }

    /// Whether a table is one as CinchDB makes them.
    static boolean isOfSystem(Table table) {
        var key = table.primaryKey();
        return table.hasSystemColumns()
                && key != null
                && key.columns().equals(List.of(KeyColumn.of("id")))
                && SystemColumns.ALL.stream()
                        .allMatch(each -> table.column(each.name())
                                .filter(column -> column.type().equalsIgnoreCase("TEXT") && column.generated() == null)
                                .isPresent());
    }
}
