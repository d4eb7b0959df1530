package dev.templedb.branchdb.kv;

import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.sqlite.Update;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of keys and values in one transaction. A key that has expired is not there.
final class SqliteKeyValues {
    private static final String IS_THERE = "SELECT count(*) FROM pragma_table_info('__kv')";
    /// `ANY` does not turn -0.0 into 0.0, as `REAL` does.
    private static final String CREATE = """
            CREATE TABLE IF NOT EXISTS __kv (
                key        TEXT NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 255),
                kind       TEXT NOT NULL
                           CHECK (kind IN ('text', 'integer', 'real', 'decimal', 'boolean', 'bytes', 'json', 'null')),
                text       TEXT,
                integer    INTEGER,
                real       ANY CHECK (real IS NULL OR typeof(real) = 'real'),
                decimal    TEXT CHECK (decimal GLOB '[-0-9]*' AND decimal NOT GLOB '*[^-+.0-9E]*'),
                boolean    INTEGER CHECK (boolean IN (0, 1)),
                bytes      BLOB,
                json       TEXT CHECK (json_valid(json)),
                expires_at INTEGER,
                CHECK ((kind = 'text') = (text IS NOT NULL)),
                CHECK ((kind = 'integer') = (integer IS NOT NULL)),
                CHECK ((kind = 'real') = (real IS NOT NULL)),
                CHECK ((kind = 'decimal') = (decimal IS NOT NULL)),
                CHECK ((kind = 'boolean') = (boolean IS NOT NULL)),
                CHECK ((kind = 'bytes') = (bytes IS NOT NULL)),
                CHECK ((kind = 'json') = (json IS NOT NULL))
            ) STRICT
            """;
    private static final String CREATE_INDEX = """
            CREATE INDEX IF NOT EXISTS __kv_expiry ON __kv (expires_at) WHERE expires_at IS NOT NULL
            """;
    private static final String PUT = """
            INSERT INTO __kv (key, kind, text, integer, real, decimal, boolean, bytes, json, expires_at)
            VALUES (:key, :kind, :text, :integer, :real, :decimal, :boolean, :bytes, :json, :expires_at)
            ON CONFLICT (key) DO UPDATE SET
                kind = excluded.kind, text = excluded.text, integer = excluded.integer, real = excluded.real,
                decimal = excluded.decimal, boolean = excluded.boolean, bytes = excluded.bytes, json = excluded.json,
                expires_at = excluded.expires_at
            """;
    private static final String FIND = """
            SELECT kind, text, integer, real, decimal, boolean, bytes, json, expires_at
              FROM __kv
             WHERE key = :key AND (expires_at IS NULL OR expires_at > :now)
            """;
    private static final String EXPIRY = """
            SELECT expires_at FROM __kv WHERE key = :key AND (expires_at IS NULL OR expires_at > :now)
            """;
    private static final String KEYS = """
            SELECT key FROM __kv
             WHERE key GLOB :pattern AND (expires_at IS NULL OR expires_at > :now)
             ORDER BY key
            """;
    private static final String COUNT = """
            SELECT count(*) FROM __kv WHERE key GLOB :pattern AND (expires_at IS NULL OR expires_at > :now)
            """;
    private static final String BYTES = """
            SELECT coalesce(sum(octet_length(key) + coalesce(
                       octet_length(text), octet_length(decimal), octet_length(bytes), octet_length(json),
                       CASE kind WHEN 'null' THEN 0 WHEN 'boolean' THEN 1 ELSE 8 END)), 0)
              FROM __kv
             WHERE key GLOB :pattern AND (expires_at IS NULL OR expires_at > :now)
            """;
    private static final String DELETE = """
            DELETE FROM __kv WHERE key = :key AND (expires_at IS NULL OR expires_at > :now)
            """;
    private static final String DELETE_EXPIRED = "DELETE FROM __kv WHERE expires_at <= :now";
    private static final String EXPIRE = """
            UPDATE __kv SET expires_at = :expires_at
             WHERE key = :key AND (expires_at IS NULL OR expires_at > :now)
            """;
    private static final String PERSIST = """
            UPDATE __kv SET expires_at = NULL WHERE key = :key AND expires_at > :now
            """;

    private final Transaction tx;
    private final long now;

    /// @param now milliseconds since 1970
    SqliteKeyValues(Transaction tx, long now) {
        this.tx = tx;
        this.now = now;
    }

    /// What is kept.
    ///
    /// @param expiresAt milliseconds since 1970, or null
    record Entry(Value value, @Nullable Long expiresAt) {}

    /// Whether anything was ever kept in this tenant. Nothing else may be asked when not.
    boolean isThere() {
        return tx.query(IS_THERE).longValue() > 0;
    }

    void create() {
        createTable(tx);
    }

    static void createTable(Transaction tx) {
        tx.update(CREATE).execute();
        tx.update(CREATE_INDEX).execute();
    }

    void put(String key, Value value, @Nullable Long expiresAt) {
        var update = tx.update(PUT).bind("key", key).bind("expires_at", expiresAt);
        for (var column : List.of("text", "integer", "real", "decimal", "boolean", "bytes", "json")) {
            update.bindNull(column);
        }
        bind(update, value).execute();
    }

    private static Update bind(Update update, Value value) {
        return switch (value) {
            case Value.Text(var text) -> update.bind("kind", "text").bind("text", text);
            case Value.Int(var number) -> update.bind("kind", "integer").bind("integer", number);
            case Value.Real(var number) -> update.bind("kind", "real").bind("real", number);
            case Value.Decimal(var number) -> update.bind("kind", "decimal").bind("decimal", number.toString());
            case Value.Bool(var truth) -> update.bind("kind", "boolean").bind("boolean", truth);
            case Value.Bytes(var bytes) -> update.bind("kind", "bytes").bind("bytes", bytes);
            case Value.Json(var text) -> update.bind("kind", "json").bind("json", text);
            case Value.Null() -> update.bind("kind", "null");
        };
    }

    Optional<Entry> find(String key) {
        return tx.query(FIND)
                .bind("key", key)
                .bind("now", now)
                .first(row -> new Entry(value(row), row.nullableLong(9)));
    }

    private static Value value(Row row) {
        return switch (row.text(1)) {
            case "text" -> new Value.Text(row.text(2));
            case "integer" -> new Value.Int(row.longValue(3));
            case "real" -> new Value.Real(row.doubleValue(4));
            case "decimal" -> new Value.Decimal(new BigDecimal(row.text(5)));
            case "boolean" -> new Value.Bool(row.booleanValue(6));
            case "bytes" -> new Value.Bytes(row.bytes(7));
            case "json" -> new Value.Json(row.text(8));
            default -> Value.NULL;
        };
    }

    /// When a key that is there expires: empty for never.
    Optional<Optional<Long>> expiry(String key) {
        return tx.query(EXPIRY)
                .bind("key", key)
                .bind("now", now)
                .first(row -> Optional.ofNullable(row.nullableLong(1)));
    }

    List<String> keys(String pattern) {
        return tx.query(KEYS).bind("pattern", pattern).bind("now", now).list(row -> row.text(1));
    }

    long count(String pattern) {
        return tx.query(COUNT).bind("pattern", pattern).bind("now", now).longValue();
    }

    long bytes(String pattern) {
        return tx.query(BYTES).bind("pattern", pattern).bind("now", now).longValue();
    }

    boolean delete(String key) {
        return tx.update(DELETE).bind("key", key).bind("now", now).execute() > 0;
    }

    long deleteExpired() {
        return tx.update(DELETE_EXPIRED).bind("now", now).execute();
    }

    boolean expire(String key, long expiresAt) {
        return tx.update(EXPIRE)
                        .bind("key", key)
                        .bind("now", now)
                        .bind("expires_at", expiresAt)
                        .execute()
                > 0;
    }

    boolean persist(String key) {
        return tx.update(PERSIST).bind("key", key).bind("now", now).execute() > 0;
    }
}
