package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whether foreign keys lead somewhere.
final class References {
    private References() {}

    /// What is wrong with the foreign keys of `schema`, in sentences without their period.
    static Set<String> problems(Schema schema) {
        var problems = new TreeSet<String>();
        for (var table : schema.tables()) {
            table.foreignKeys().forEach(key -> problem(schema, table, key).ifPresent(problems::add));
        }
        return problems;
    }

    private static Optional<String> problem(Schema schema, Table table, ForeignKey key) {
        String from = "The foreign key of %s.%s refers to ".formatted(table.name(), String.join(", ", key.columns()));
        var parent = schema.table(key.parent());
        if (parent.isEmpty()) {
            return Optional.of(from + "the table %s, which does not exist".formatted(key.parent()));
        }
        var columns = parentColumns(parent.get(), key);
        var missing = columns.stream()
                .filter(each -> parent.get().column(each).isEmpty())
                .findFirst();
        if (missing.isPresent()) {
            return Optional.of(
                    from + "%s.%s, which does not exist".formatted(parent.get().name(), missing.get()));
        }
        if (columns.size() != key.columns().size()) {
            return Optional.of(from
                    + "%d columns of %s with %d"
                            .formatted(
                                    columns.size(),
                                    parent.get().name(),
                                    key.columns().size()));
        }
        return isUnique(parent.get(), columns)
                ? Optional.empty()
                : Optional.of(from
                        + "%s.%s, which is neither its primary key nor unique"
                                .formatted(parent.get().name(), String.join(", ", columns)));
    }

    /// The columns of `parent` that `key` refers to: named ones, or the primary key.
    static List<String> parentColumns(Table parent, ForeignKey key) {
        var primary = parent.primaryKey();
        return key.parentColumns().isEmpty() && primary != null ? primary.columnNames() : key.parentColumns();
    }

    private static boolean isUnique(Table parent, List<String> columns) {
        var wanted = keys(columns);
        var primary = parent.primaryKey();
        return primary != null && keys(primary.columnNames()).equals(wanted)
                || parent.uniques().stream()
                        .anyMatch(each -> keys(each.columnNames()).equals(wanted))
                || parent.indexes().stream()
                        .filter(each -> each.unique() && each.where() == null)
                        .anyMatch(each -> each.terms().stream().noneMatch(term -> term.expression())
                                && keys(each.terms().stream()
                                                .map(term -> term.text())
                                                .toList())
                                        .equals(wanted));
    }

    private static Set<String> keys(List<String> names) {
        return names.stream().map(SqlName::key).collect(Collectors.toCollection(HashSet::new));
    }
}
