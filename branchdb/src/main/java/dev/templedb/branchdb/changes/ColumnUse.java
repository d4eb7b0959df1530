package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SqlText;
import dev.templedb.branchdb.schema.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What of a table is about one of its columns: about it alone, and so goes with it, or about others, too.
///
/// @param without  the table without the column and what is about it alone
/// @param sharedBy what else uses it, such as `index idx_a_b` or `primary key`
public record ColumnUse(Table without, List<String> sharedBy) {
    /// What `table` has that is about `column`.
    public static ColumnUse of(Table table, String column) {
        var shared = new ArrayList<String>();
        var others = new HashSet<String>();
        table.columns().stream()
                .map(each -> SqlName.key(each.name()))
                .filter(each -> !each.equals(SqlName.key(column)))
                .forEach(others::add);
        var key = table.primaryKey();
        if (key != null && has(key.columnNames(), column)) {
            shared.add("primary key of " + table.name());
        }
        var uniques = table.uniques().stream()
                .filter(each -> !alone(each.columnNames(), column, "unique columns", shared))
                .toList();
        var keys = table.foreignKeys().stream()
                .filter(each -> !alone(each.columns(), column, "foreign key", shared))
                .toList();
        var checks = table.checks().stream()
                .filter(each -> !alone(
                        SqlText.names(each.expression()),
                        others,
                        column,
                        "check (%s)".formatted(each.expression()),
                        shared))
                .toList();
        var indexes = table.indexes().stream()
                .filter(each -> !alone(names(each), others, column, "index " + each.name(), shared))
                .toList();
        table.columns().stream()
                .filter(each -> !SqlName.same(each.name(), column))
                .filter(each -> each.generated() != null
                        && SqlText.mentions(each.generated().expression(), column))
                .forEach(each -> shared.add("generated column " + each.name()));
        var columns = table.columns().stream()
                .filter(each -> !SqlName.same(each.name(), column))
                .toList();
        return new ColumnUse(
                table.withColumns(columns)
                        .withUniques(uniques)
                        .withForeignKeys(keys)
                        .withChecks(checks)
                        .withIndexes(indexes),
                List.copyOf(shared));
    }

    private static boolean has(List<String> columns, String column) {
        return columns.stream().anyMatch(each -> SqlName.same(each, column));
    }

    private static boolean alone(List<String> columns, String column, String what, List<String> shared) {
        if (!has(columns, column)) {
            return false;
        }
        if (columns.size() > 1) {
            shared.add("%s (%s)".formatted(what, String.join(", ", columns)));
        }
        return columns.size() == 1;
    }

    private static boolean alone(
            Set<String> names, Set<String> others, String column, String what, List<String> shared) {
        if (!names.contains(SqlName.key(column))) {
            return false;
        }
        boolean isAlone = names.stream().noneMatch(others::contains);
        if (!isAlone) {
            shared.add(what);
        }
        return isAlone;
    }

    private static Set<String> names(Index index) {
        var names = new HashSet<String>();
        for (var term : index.terms()) {
            if (term.expression()) {
                names.addAll(SqlText.names(term.text()));
            } else {
                names.add(SqlName.key(term.text()));
            }
        }
        if (index.where() != null) {
            names.addAll(SqlText.names(index.where()));
        }
        return names;
    }
}
