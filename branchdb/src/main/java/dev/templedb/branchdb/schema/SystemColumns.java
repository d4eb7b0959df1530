package dev.templedb.branchdb.schema;

import java.util.List;

/// The columns that every table of ours has, and the trigger that keeps the last of them true for plain SQL, too.
public final class SystemColumns {
    public static final String ID = "id";
    public static final String CREATED_AT = "created_at";
    public static final String UPDATED_AT = "updated_at";

    /// A random UUID (version 4), as text.
    private static final String UUID = "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||"
            + " substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) ||"
            + " substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))";

    private static final String NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

    /// In their order, which is before all others.
    public static final List<Column> ALL = List.of(
            Column.of(ID, "TEXT").withNotNull(true).withDefault(UUID),
            Column.of(CREATED_AT, "TEXT").withNotNull(true).withDefault("(" + NOW + ")"),
            Column.of(UPDATED_AT, "TEXT").withNotNull(true).withDefault("(" + NOW + ")"));

    private static final String TOUCH = """
            CREATE TRIGGER %1$s AFTER UPDATE ON %2$s FOR EACH ROW WHEN NEW.updated_at IS OLD.updated_at
            BEGIN
                UPDATE %2$s SET updated_at = max(
                    strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now'),
                    coalesce(strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', OLD.updated_at, '+0.001 seconds'), ''))
                 WHERE id = NEW.id;
            END""";

    private SystemColumns() {}

    /// The name of the trigger of `table`.
    public static String touchTriggerName(String table) {
        return "__touch_" + table;
    }

    /// Moves `updated_at` of a row that was updated without it: to now, and never to what it was.
    static String touchTrigger(String table) {
        return TOUCH.formatted(SqlName.quote(touchTriggerName(table)), SqlName.quote(table));
    }
}
