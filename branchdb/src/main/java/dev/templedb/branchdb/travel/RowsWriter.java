package dev.templedb.branchdb.travel;

import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.PrimaryKey;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the rows, keys and values of a database's tenants as lines of canonical JSON. The same rows give the same
/// bytes. Holds the whole text in memory. For one thread.
public final class RowsWriter {
    /// The version of the form.
    static final long FORMAT = 1;

    /// The table of keys and values, with its columns; it is in no schema.
    static final String KEY_VALUES = "__kv";

    static final List<String> KEY_VALUE_COLUMNS =
            List.of("key", "kind", "text", "integer", "real", "decimal", "boolean", "bytes", "json", "expires_at");

    /// The longest text: packages are put together in memory.
    public static final long MOST_BYTES = 128L << 20;

    private static final String HAS_KEY_VALUES = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '__kv'";
    private static final int PIECE = 1 << 20;
    private static final long EXACT = 1L << 53;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final String database;
    private final long nowMillis;
    private long lines;

    /// @param nowMillis keys that have expired by then stay behind
    public RowsWriter(String database, long nowMillis) {
        this.database = database;
        this.nowMillis = nowMillis;
        line(Json.Obj.empty().with("rows", FORMAT).with("database", database));
    }

    /// Writes what a tenant has.
    ///
    /// @param tx     of its file, at the version of its branch
    /// @param schema of that version
    public void tenant(Transaction tx, String branch, String tenant, Schema schema) {
        line(Json.Obj.empty().with("branch", branch).with("tenant", tenant));
        schema.tables().forEach(table -> table(tx, table));
        if (tx.query(HAS_KEY_VALUES).exists()) {
            rows(
                    tx,
                    KEY_VALUES,
                    KEY_VALUE_COLUMNS,
                    "WHERE expires_at IS NULL OR expires_at > %d ORDER BY key".formatted(nowMillis));
        }
    }

    /// Says that a tenant has what another has.
    public void same(String branch, String tenant, String ofBranch, String ofTenant) {
        line(Json.Obj.empty()
                .with("branch", branch)
                .with("tenant", tenant)
                .with("same", Json.Arr.ofTexts(List.of(ofBranch, ofTenant))));
    }

    /// The whole text.
    public byte[] end() {
        line(Json.Obj.empty().with("end", lines));
        return out.toByteArray();
    }

    private void table(Transaction tx, Table table) {
        rows(tx, table.name(), stored(table), "ORDER BY " + order(table));
    }

    /// The columns whose values are kept.
    static List<String> stored(Table table) {
        return table.columns().stream()
                .filter(column -> column.generated() == null)
                .map(Column::name)
                .toList();
    }

    private static String order(Table table) {
        PrimaryKey key = table.primaryKey();
        return key == null ? "rowid" : SqlName.quoteAll(key.columnNames());
    }

    private void rows(Transaction tx, String table, List<String> columns, String end) {
        var isFirst = new boolean[] {true};
        tx.query("SELECT %s FROM %s %s".formatted(SqlName.quoteAll(columns), SqlName.quote(table), end))
                .forEach(row -> {
                    if (isFirst[0]) {
                        line(Json.Obj.empty().with("table", table).with("columns", Json.Arr.ofTexts(columns)));
                        isFirst[0] = false;
                    }
                    line(row(row, columns.size()));
                });
    }

    private static Json row(Row row, int columns) {
        var values = new ArrayList<Json>(columns);
        for (int i = 1; i <= columns; i++) {
            values.add(json(row.value(i)));
        }
        return new Json.Arr(values);
    }

    static Json json(@Nullable Object value) {
        return switch (value) {
            case null -> new Json.Null();
            case String text when text.length() > PIECE -> Json.object("text", pieces(text));
            case String text -> new Json.Str(text);
            case Long whole when whole >= -EXACT && whole <= EXACT -> Json.Num.of(whole);
            case Long whole -> Json.object("integer", new Json.Str(whole.toString()));
            case Double real -> Json.object("real", new Json.Str(real.toString()));
            case byte[] bytes -> Json.object("bytes", pieces(Base64.getEncoder().encodeToString(bytes)));
            default -> throw new IllegalStateException("not a value of SQLite: " + value.getClass());
        };
    }

    /// A reader of JSON takes texts of some length only.
    private static Json pieces(String text) {
        var pieces = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + PIECE);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return Json.Arr.ofTexts(pieces);
    }

    private void line(Json json) {
        out.writeBytes(CanonicalJson.write(json));
        out.write('\n');
        lines++;
        if (out.size() > MOST_BYTES) {
            throw new TempleException(
                    ErrorCode.ROWS_TOO_LARGE,
                    "The rows of the database %s take more than %d MiB as text.".formatted(database, MOST_BYTES >> 20));
        }
    }
}
