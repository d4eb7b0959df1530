package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.HashSet;

/// What the last merge of rows changed in a tenant, as tables of its file: for each table of the schema, by its place
/// there, the rows as they were before and as they have been since. They are in no schema and go wherever the file
/// goes.
final class MergedRows {
    private static final String PREFIX = "__merged_";
    private static final String NAMES =
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name GLOB '__merged_*' ORDER BY name";

    /// Which rows of a change.
    enum When {
        BEFORE,
        AFTER;

        private String table(int place) {
            return PREFIX + (this == BEFORE ? "before_" : "after_") + place;
        }
    }

    private MergedRows() {}

    /// Whether a file has any.
    static boolean areIn(Transaction tx) {
        return tx.query(NAMES).exists();
    }

    /// Removes what was kept.
    static void drop(Transaction tx) {
        tx.query(NAMES).list(row -> row.text(1)).forEach(name -> tx.script("DROP TABLE main." + SqlName.quote(name)));
    }

    /// Keeps what is about to become of a table.
    ///
    /// @param place of the table in its schema
    /// @param keys  a temporary table with the keys of the rows that go or change
    /// @param rows  a temporary table with the rows that come or change, as they will be
    static void keep(Transaction tx, int place, Form form, String keys, String rows) {
        tx.script("CREATE TABLE main.%s AS SELECT %s FROM main.%s WHERE (%s) IN (SELECT %s FROM temp.%s)"
                .formatted(
                        When.BEFORE.table(place),
                        form.quotedColumns(),
                        SqlName.quote(form.name()),
                        form.quotedKey(),
                        form.quotedKey(),
                        keys));
        tx.script("CREATE TABLE main.%s AS SELECT %s FROM temp.%s"
                .formatted(When.AFTER.table(place), form.quotedColumns(), rows));
    }

    /// The rows that a merge changed, with the identities that tables and columns had in `schema`, and no others.
    static TenantMerge.Reading read(Transaction tx, Schema schema, When when) {
        var names = new HashSet<>(tx.query(NAMES).list(row -> row.text(1)));
        var tables = new ArrayList<Table>();
        for (int place = 0; place < schema.tables().size(); place++) {
            if (names.contains(when.table(place))) {
                tables.add(schema.tables().get(place).withName(when.table(place)));
            }
        }
        return new TenantMerge.Reading(tx, schema.withTables(tables));
    }
}
