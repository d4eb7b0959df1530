package dev.templedb.branchdb.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes `CREATE TABLE`: a constraint of one column beside that column, the others at the end.
final class TableSql {
    private final Table table;
    private final Set<Object> written = new HashSet<>();

    TableSql(Table table) {
        this.table = table;
    }

    String create(String name) {
        var parts = new ArrayList<String>();
        table.columns().forEach(each -> parts.add(column(each)));
        var key = table.primaryKey();
        if (key != null && !written.contains(key)) {
            parts.add(key.tableSql());
        }
        table.uniques().stream().filter(each -> !written.contains(each)).forEach(each -> parts.add(each.tableSql()));
        table.checks().forEach(each -> parts.add(each.sql()));
        table.foreignKeys().stream()
                .filter(each -> !written.contains(each))
                .forEach(each -> parts.add(each.tableSql()));
        return "CREATE TABLE " + SqlName.quote(name) + " (\n"
                + parts.stream().map(each -> "    " + each).collect(Collectors.joining(",\n"))
                + "\n)"
                + options();
    }

    private String column(Column column) {
        var sql = new StringBuilder(column.sql());
        var key = table.primaryKey();
        if (key != null && key.isOfColumn(column.name())) {
            sql.append(' ').append(key.columnSql());
            written.add(key);
        }
        for (var unique : table.uniques()) {
            if (unique.isOfColumn(column.name())) {
                sql.append(' ').append(unique.columnSql());
                written.add(unique);
            }
        }
        for (var reference : table.foreignKeys()) {
            if (reference.isOfColumn(column.name())) {
                sql.append(' ').append(reference.columnSql());
                written.add(reference);
            }
        }
        return sql.toString();
    }

    private String options() {
        if (table.withoutRowid()) {
            return table.strict() ? " WITHOUT ROWID, STRICT" : " WITHOUT ROWID";
        }
        return table.strict() ? " STRICT" : "";
    }
}
