package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import java.util.List;

/// A column with the constraints that SQLite can add together with it.
final class ColumnSql {
    private ColumnSql() {}

    static String of(Column column, List<Check> checks, List<ForeignKey> keys) {
        var sql = new StringBuilder(column.sql());
        checks.forEach(each -> sql.append(' ').append(each.sql()));
        keys.forEach(each -> sql.append(' ').append(each.columnSql()));
        return sql.toString();
    }
}
