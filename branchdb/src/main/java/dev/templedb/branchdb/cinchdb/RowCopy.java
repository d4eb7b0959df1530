package dev.templedb.branchdb.cinchdb;

import static dev.templedb.branchdb.schema.SqlName.quote;

import dev.templedb.branchdb.Tenant;
import dev.templedb.branchdb.kv.Value;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Batch;
import dev.templedb.sqlite.ReadOnlyQuery;
import dev.templedb.sqlite.SqlLimits;
import dev.templedb.sqlite.SqlValue;
import dev.templedb.sqlite.Transaction;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Copies the rows and keys of one file of CinchDB into a tenant. What the file has and the tenant's schema has not is
/// a loss, as is every row that the schema does not allow.
final class RowCopy implements AutoCloseable {
    static final SqlLimits LIMITS = new SqlLimits(Duration.ofHours(1), 1L << 40, 256 << 20, 1L << 30, 16L << 30);

    private static final String ORPHANS = """
            SELECT "table", rowid, parent FROM pragma_foreign_key_check WHERE rowid IS NOT NULL
            """;
    private static final String KEYS = """
            SELECT key, value_type, value_text, value_number, value_bool, value_blob, value_json, expires_at FROM __kv
            """;
    private static final double EXACT = 1L << 53;

    private final ReadOnlyQuery file;
    private final Schema has;
    private final String place;
    private final Findings findings;

    /// @param copy of the file, that nobody else uses
    /// @param has  what is in it
    RowCopy(Path copy, Schema has, String place, Findings findings) {
        this.file = ReadOnlyQuery.open(copy, CinchFiles.options(), LIMITS);
        this.has = has;
        this.place = place;
        this.findings = findings;
    }

    /// Copies all rows.
    ///
    /// @param wanted the schema of the tenant
    /// @return how many
    long copyRows(Tenant tenant, Schema wanted) {
        for (var table : has.tables()) {
            if (wanted.table(table.name()).isEmpty()) {
                lost(table.name(), count(table.name(), ""), "this branch has no such table");
            }
        }
        return tenant.write(tx -> {
            tx.script("PRAGMA defer_foreign_keys = ON");
            var read = new LinkedHashMap<Table, Long>();
            for (var table : wanted.tables()) {
                has.table(table.name()).ifPresent(theirs -> read.put(table, copy(tx, table, theirs)));
            }
            removeOrphans(tx);
            long copied = 0;
            for (var entry : read.entrySet()) {
                long there = tx.query(
                                "SELECT count(*) FROM " + quote(entry.getKey().name()))
                        .longValue();
                lost(
                        entry.getKey().name(),
                        entry.getValue() - there,
                        "they break a constraint of the table, or refer to rows that are missing");
                copied += there;
            }
            return copied;
        });
    }

    private void lost(String table, long rows, String why) {
        if (rows > 0) {
            findings.loss(place + "/" + table, "%d rows do not come over: %s.".formatted(rows, why));
        }
    }

    private long copy(Transaction tx, Table wanted, Table theirs) {
        var columns = new ArrayList<Column>();
        for (var column : theirs.columns()) {
            var ours = wanted.column(column.name());
            if (ours.isPresent() && ours.get().generated() == null) {
                columns.add(ours.get());
            } else if (ours.isEmpty() && column.generated() == null) {
                long values = count(theirs.name(), " WHERE " + quote(column.name()) + " IS NOT NULL");
                if (values > 0) {
                    findings.loss(
                            place + "/" + theirs.name() + "." + column.name(),
                            "%d values do not come over: this branch has no such column.".formatted(values));
                }
            }
        }
        for (var column : wanted.columns()) {
            if (theirs.column(column.name()).isEmpty()) {
                findings.note(
                        place + "/" + theirs.name() + "." + column.name(),
                        "The tenant has not got this column of its branch; its rows get the default.");
            }
        }
        boolean isOfSystem = CommonSchema.isOfSystem(theirs) && CommonSchema.isOfSystem(wanted);
        var marks = new ArrayList<String>();
        var sources = new ArrayList<String>();
        for (var column : columns) {
            marks.add("?" + (marks.size() + 1));
            sources.add(isOfSystem ? systemValue(column.name()) : quote(column.name()));
        }
        String insert = "INSERT OR IGNORE INTO %s (%s) VALUES (%s)"
                .formatted(
                        quote(wanted.name()),
                        SqlName.quoteAll(columns.stream().map(Column::name).toList()),
                        String.join(", ", marks));
        String select = "SELECT %s FROM %s".formatted(String.join(", ", sources), quote(theirs.name()));
        var rows = new long[1];
        if (!columns.isEmpty()) {
            tx.batch(
                    insert,
                    batch -> each(select, values -> {
                        for (int i = 0; i < values.size(); i++) {
                            set(batch, i + 1, values.get(i));
                        }
                        batch.add();
                        rows[0]++;
                    }));
        }
        return rows[0];
    }

    /// CinchDB lets them be NULL where ours never are.
    private static String systemValue(String column) {
        return switch (SqlName.key(column)) {
            case "id" -> "coalesce(id, lower(hex(randomblob(16))))";
            case "created_at" -> "coalesce(created_at, updated_at, '1970-01-01T00:00:00.000Z')";
            case "updated_at" -> "coalesce(updated_at, created_at, '1970-01-01T00:00:00.000Z')";
            default -> quote(column);
        };
    }

    private static void set(Batch batch, int index, SqlValue value) {
        switch (value) {
            case SqlValue.Null() -> batch.setNull(index);
            case SqlValue.Whole(var number) -> batch.set(index, number);
            case SqlValue.Real(var number) -> batch.set(index, number);
            case SqlValue.Text(var text) -> batch.set(index, text);
            case SqlValue.Blob(var bytes) -> batch.set(index, bytes);
        }
    }

    /// Rows that refer to nothing, and then those that referred to them.
    private static void removeOrphans(Transaction tx) {
        record Orphan(String table, long row) {}
        while (true) {
            var orphans = tx.query(ORPHANS).list(row -> new Orphan(row.text(1), row.longValue(2)));
            if (orphans.isEmpty()) {
                return;
            }
            for (var orphan : orphans) {
                tx.update("DELETE FROM %s WHERE rowid = :row".formatted(quote(orphan.table())))
                        .bind("row", orphan.row())
                        .execute();
            }
        }
    }

    /// Copies the keys that have not expired.
    ///
    /// @return how many
    long copyKeys(Tenant tenant, Clock clock) {
        var found = new long[1];
        each(
                "SELECT count(*) FROM pragma_table_info('__kv') WHERE name = 'value_type'",
                row -> found[0] = whole(row.getFirst()));
        if (found[0] == 0) {
            return 0;
        }
        double now = clock.millis() / 1000.0;
        var forever = new LinkedHashMap<String, Value>();
        var expiring = new LinkedHashMap<String, Map.Entry<Value, Duration>>();
        each(KEYS, row -> {
            String key = row.get(0) instanceof SqlValue.Text(var text) ? text : "";
            double left = number(row.get(7)) - now;
            boolean isForever = row.get(7) instanceof SqlValue.Null;
            if (!isForever && left <= 0) {
                return;
            }
            try {
                var value = value(row);
                if (isForever) {
                    forever.put(key, value);
                } else {
                    expiring.put(key, Map.entry(value, Duration.ofMillis(Math.max(1, (long) (left * 1000)))));
                }
            } catch (TempleException e) {
                findings.loss(place + "/__kv/" + key, String.valueOf(e.getMessage()));
            }
        });
        var kv = tenant.kv(clock);
        long copied = 0;
        for (var entry : forever.entrySet()) {
            copied += keep(entry.getKey(), () -> kv.set(entry.getKey(), entry.getValue()));
        }
        for (var entry : expiring.entrySet()) {
            copied += keep(
                    entry.getKey(),
                    () -> kv.set(
                            entry.getKey(),
                            entry.getValue().getKey(),
                            entry.getValue().getValue()));
        }
        return copied;
    }

    private int keep(String key, Runnable set) {
        try {
            set.run();
            return 1;
        } catch (TempleException e) {
            findings.loss(place + "/__kv/" + key, String.valueOf(e.getMessage()));
            return 0;
        }
    }

    /// Whole numbers come back from CinchDB as whole numbers, whatever they were.
    private static Value value(List<SqlValue> row) {
        String type = row.get(1) instanceof SqlValue.Text(var text) ? text : "";
        return switch (type) {
            case "text" -> new Value.Text(text(row.get(2)));
            case "number" -> {
                double number = number(row.get(3));
                yield number == Math.rint(number) && Math.abs(number) <= EXACT
                        ? new Value.Int((long) number)
                        : new Value.Real(number);
            }
            case "boolean" -> new Value.Bool(number(row.get(4)) != 0);
            case "blob" -> new Value.Bytes(row.get(5) instanceof SqlValue.Blob(var bytes) ? bytes : new byte[0]);
            case "json" -> new Value.Json(text(row.get(6)));
            default -> Value.NULL;
        };
    }

    private static String text(SqlValue value) {
        return value instanceof SqlValue.Text(var text) ? text : "";
    }

    private static long whole(SqlValue value) {
        return value instanceof SqlValue.Whole(var number) ? number : 0;
    }

    private static double number(SqlValue value) {
        return value instanceof SqlValue.Real(var number) ? number : whole(value);
    }

    private long count(String table, String where) {
        var found = new long[1];
        each("SELECT count(*) FROM " + quote(table) + where, row -> found[0] = whole(row.getFirst()));
        return found[0];
    }

    private void each(String sql, Consumer<List<SqlValue>> consumer) {
        file.run(sql, new ReadOnlyQuery.Listener() {
            @Override
            public void columns(List<String> names) {
                // Known.
            }

            @Override
            public void row(List<SqlValue> values) {
                consumer.accept(values);
            }
        });
    }

    @Override
    public void close() {
        file.close();
    }
}
