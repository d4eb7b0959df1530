package dev.templedb.temple.query;

import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.util.List;

/// The temporary table in which triggers note what is wanted.
final class SqliteWantedChanges {
    private static final String LIST = "SELECT action, project_id, name, detail, value FROM temp.wanted ORDER BY seq";

    private SqliteWantedChanges() {}

    /// In the order in which they were noted.
    static List<WantedChange> list(Transaction tx) {
        return tx.query(LIST).list(SqliteWantedChanges::wanted);
    }

    private static WantedChange wanted(Row row) {
        return new WantedChange(row.text(1), row.longValue(2), row.text(3), row.text(4), row.nullableText(5));
    }
}
