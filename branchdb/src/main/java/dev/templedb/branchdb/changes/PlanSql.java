package dev.templedb.branchdb.changes;

import static dev.templedb.branchdb.schema.SqlName.quote;

/// SQLite's own alterations, as whole statements.
final class PlanSql {
    private PlanSql() {}

    static String renameTable(String table, String to) {
        return "ALTER TABLE %s RENAME TO %s".formatted(quote(table), quote(to));
    }

    static String renameColumn(String table, String column, String to) {
        return "ALTER TABLE %s RENAME COLUMN %s TO %s".formatted(quote(table), quote(column), quote(to));
    }

    static String dropColumn(String table, String column) {
        return "ALTER TABLE %s DROP COLUMN %s".formatted(quote(table), quote(column));
    }

    static String dropTable(String table) {
        return "DROP TABLE %s".formatted(quote(table));
    }
}
