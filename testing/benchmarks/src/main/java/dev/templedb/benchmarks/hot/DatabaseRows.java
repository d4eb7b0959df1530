package dev.templedb.benchmarks.hot;

import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.data.DataTable;
import dev.templedb.branchdb.data.Filter;
import dev.templedb.branchdb.kv.KeyValues;
import dev.templedb.branchdb.kv.Value;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/// Rows, keys and values of one tenant through the Java API, next to JDBC with prepared statements on a plain file with
/// the same table, made by the same driver: with a log (WAL), and as safe (`synchronous=NORMAL`).
@State(Scope.Thread)
public class DatabaseRows extends HotLoop {
    private static final int ROWS = 10_000;
    private static final int TOGETHER = 1_000;
    private static final String SELECT = "SELECT * FROM notes WHERE id = ?";
    private static final String INSERT = "INSERT INTO notes (id, name, size) VALUES (?, ?, ?)";
    private static final String NOW = "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))";

    private final List<Map<String, Object>> many = IntStream.range(0, TOGETHER)
            .mapToObj(i -> Map.<String, Object>of("name", "Ada", "size", i))
            .toList();
    private final Opened opened = Sample.unchecked(Opened::new);
    private int next;

    /// What is measured, and the plain file beside it.
    private static final class Opened {
        final Path room = Files.createTempDirectory("templedb-bench");
        final Databases databases = Databases.init(room);
        final DataTable table;
        final KeyValues keys;
        final Connection plain;
        final PreparedStatement select;
        final PreparedStatement insert;
        final PreparedStatement filter;
        final PreparedStatement get;
        final PreparedStatement set;
        final PreparedStatement increment;
        final List<String> ids;

        Opened() throws IOException, SQLException {
            var main = databases.create("app").main();
            main.change(List.of(new Change.CreateTable(Table.define("notes")
                    .withColumn(Column.of("name", "TEXT"))
                    .withColumn(Column.of("size", "INTEGER")))));
            table = main.tenant("main").table("notes");
            keys = main.tenant("main").kv();
            plain = DriverManager.getConnection("jdbc:sqlite:" + room.resolve("plain.db"));
            try (var statement = plain.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute("""
                        CREATE TABLE notes (
                            id TEXT PRIMARY KEY NOT NULL,
                            created_at TEXT NOT NULL DEFAULT %1$s,
                            updated_at TEXT NOT NULL DEFAULT %1$s,
                            name TEXT,
                            size INTEGER
                        )""".formatted(NOW));
                statement.execute("CREATE TABLE pairs (key TEXT PRIMARY KEY NOT NULL, value ANY) STRICT");
            }
            select = plain.prepareStatement(SELECT);
            insert = plain.prepareStatement(INSERT);
            filter = plain.prepareStatement("SELECT * FROM notes WHERE size >= ? AND size < ? ORDER BY size LIMIT 20");
            get = plain.prepareStatement("SELECT value FROM pairs WHERE key = ?");
            set = plain.prepareStatement("""
                    INSERT INTO pairs (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value
                    """);
            increment = plain.prepareStatement("""
                    INSERT INTO pairs (key, value) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET value = value + 1
                    RETURNING value
                    """);
            ids = table.insertAll(IntStream.range(0, ROWS)
                    .mapToObj(i -> Map.<String, Object>of("name", "Ada", "size", i))
                    .toList());
            copyRows();
            for (int i = 0; i < ROWS; i++) {
                keys.set("key" + i, new Value.Text("value " + i));
            }
        }

        /// The same rows and keys in the plain file.
        private void copyRows() throws SQLException {
            plain.setAutoCommit(false);
            for (int i = 0; i < ROWS; i++) {
                add(ids.get(i), i);
                set.setString(1, "key" + i);
                set.setString(2, "value " + i);
                set.executeUpdate();
            }
            plain.commit();
            plain.setAutoCommit(true);
        }

        void add(String id, int size) throws SQLException {
            insert.setString(1, id);
            insert.setString(2, "Ada");
            insert.setInt(3, size);
            insert.executeUpdate();
        }
    }

    @Setup
    public void begin() {
        next = 0;
    }

    @TearDown
    public void end() throws SQLException, IOException {
        opened.databases.close();
        opened.plain.close();
        try (var files = Files.walk(opened.room)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private int next() {
        // A prime, so that neighbours are not read after each other.
        next = (next + 7919) % ROWS;
        return next;
    }

    @Benchmark
    public Object read() {
        return opened.table.get(opened.ids.get(next())).orElseThrow();
    }

    @Benchmark
    public void peerRead(Blackhole cells) throws SQLException {
        read(opened.select, cells);
    }

    @Benchmark
    public void peerReadPreparingEachTime(Blackhole cells) throws SQLException {
        try (var select = opened.plain.prepareStatement(SELECT)) {
            read(select, cells);
        }
    }

    private void read(PreparedStatement select, Blackhole cells) throws SQLException {
        select.setString(1, opened.ids.get(next()));
        consume(select, cells);
    }

    private static void consume(PreparedStatement select, Blackhole cells) throws SQLException {
        try (var found = select.executeQuery()) {
            while (found.next()) {
                for (int column = 1; column <= 5; column++) {
                    cells.consume(found.getObject(column));
                }
            }
        }
    }

    @Benchmark
    public Object insert() {
        return opened.table.insert(Map.of("name", "Ada", "size", next()));
    }

    @Benchmark
    public void peerInsert() throws SQLException {
        opened.add(UUID.randomUUID().toString(), next());
    }

    @Benchmark
    public Object insertThousand() {
        return opened.table.insertAll(many);
    }

    @Benchmark
    public void peerInsertThousand() throws SQLException {
        opened.plain.setAutoCommit(false);
        for (int i = 0; i < TOGETHER; i++) {
            opened.add(UUID.randomUUID().toString(), i);
        }
        opened.plain.commit();
        opened.plain.setAutoCommit(true);
    }

    @Benchmark
    public Object filter() {
        int from = next();
        return opened.table
                .select()
                .where(Filter.gte("size", from))
                .where(Filter.lt("size", from + 100))
                .orderBy("size")
                .limit(20)
                .list();
    }

    @Benchmark
    public void peerFilter(Blackhole cells) throws SQLException {
        int from = next();
        opened.filter.setInt(1, from);
        opened.filter.setInt(2, from + 100);
        consume(opened.filter, cells);
    }

    @Benchmark
    public Object getKey() {
        return opened.keys.get("key" + next()).orElseThrow();
    }

    @Benchmark
    public void peerGetKey(Blackhole values) throws SQLException {
        opened.get.setString(1, "key" + next());
        try (var found = opened.get.executeQuery()) {
            found.next();
            values.consume(found.getObject(1));
        }
    }

    @Benchmark
    public void setKey() {
        int number = next();
        opened.keys.set("key" + number, new Value.Text("other " + number));
    }

    @Benchmark
    public void peerSetKey() throws SQLException {
        int number = next();
        opened.set.setString(1, "key" + number);
        opened.set.setString(2, "other " + number);
        opened.set.executeUpdate();
    }

    @Benchmark
    public Object incrementKey() {
        return opened.keys.increment("counter", 1);
    }

    @Benchmark
    public void peerIncrementKey(Blackhole values) throws SQLException {
        opened.increment.setString(1, "counter");
        try (var found = opened.increment.executeQuery()) {
            found.next();
            values.consume(found.getLong(1));
        }
    }
}
