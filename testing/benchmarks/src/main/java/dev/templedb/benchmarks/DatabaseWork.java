package dev.templedb.benchmarks;

import dev.templedb.branchdb.Database;
import dev.templedb.branchdb.DatabaseBranch;
import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Work on databases with many tenants inside one process, next to the same work on plain SQLite files by the same
/// driver. A program of its own, run from source with the built program's libraries: prints a line for each
/// measurement, `name`, `ours` and `theirs` with tabs between, times in milliseconds.
final class DatabaseWork {
    private static final int SMALL_TABLES = 10;
    private static final int READS = 20_000;
    private static final int INSERTS = 5_000;

    private final Path room;

    private DatabaseWork(Path room) {
        this.room = room;
    }

    public static void main(String[] words) throws IOException, SQLException {
        var work = new DatabaseWork(Path.of(words[0]));
        work.branches();
        work.merges();
        work.columns();
        work.tenants();
        work.rows();
    }

    /// Something that is timed.
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, SQLException;
    }

    private static double milliseconds(Work work) throws IOException, SQLException {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void require(boolean isFound) {
        if (!isFound) {
            throw new IllegalStateException("a row is missing");
        }
    }

    private static double median(double[] samples) {
        Arrays.sort(samples);
        return samples[samples.length / 2];
    }

    private static void print(String name, double ours, double theirs) {
        System.out.printf(Locale.ROOT, "%s\t%.4f\t%.4f%n", name, ours, theirs);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj("tenant-%d"::formatted).toList();
    }

    private static void define(DatabaseBranch branch, int tables) {
        branch.change(IntStream.range(0, tables)
                .<Change>mapToObj(number -> new Change.CreateTable(Table.define("table%d".formatted(number))
                        .withColumn(Column.of("name", "TEXT"))
                        .withColumn(Column.of("size", "INTEGER"))))
                .toList());
    }

    private static Change column(int number) {
        return Change.AddColumn.of(
                "table%d".formatted(number % SMALL_TABLES), Column.of("added%d".formatted(number), "TEXT"));
    }

    /// What [#column] comes to on a plain file.
    private static String alter(int number) {
        return "ALTER TABLE table%d ADD COLUMN added%d TEXT".formatted(number % SMALL_TABLES, number);
    }

    private static void withDatabase(Path directory, int tables, int tenants, Databased work)
            throws IOException, SQLException {
        Files.createDirectories(directory);
        try (var databases = Databases.init(directory)) {
            var database = databases.create("app");
            define(database.main(), tables);
            database.main().createTenants(names(tenants), true);
            work.run(database);
        }
    }

    /// Work on a database.
    @FunctionalInterface
    private interface Databased {
        void run(Database database) throws IOException, SQLException;
    }

    private void branches() throws IOException, SQLException {
        var directory = room.resolve("branches");
        withDatabase(directory, 100, 100, database -> {
            var content = new byte[1_000_000];
            for (var tenant : names(100)) {
                database.main().tenant(tenant).table("table0").insert(Map.of("name", "x".repeat(content.length)));
            }
            long before = bytes(directory);
            var samples = new double[5];
            for (int i = 0; i < samples.length; i++) {
                String name = "branch-" + i;
                samples[i] = milliseconds(() -> database.createBranch(name, "main"));
            }
            long grown = (bytes(directory) - before) / samples.length;
            var files = files(directory);
            double copied = milliseconds(() -> copyAll(files, room.resolve("copies")));
            print("branch of 100 tenants of 1 MB with 100 tables (theirs: the files copied)", median(samples), copied);
            System.out.printf(Locale.ROOT, "bytes of such a branch\t%d\t%d%n", grown, before);
        });
    }

    private void merges() throws IOException, SQLException {
        var samples = new double[3];
        for (int i = 0; i < samples.length; i++) {
            int round = i;
            withDatabase(room.resolve("merges-" + i), SMALL_TABLES, 100, database -> {
                var branch = database.createBranch("feature", "main");
                for (int number = 0; number < 50; number++) {
                    branch.change(List.of(column(number)));
                }
                samples[round] = milliseconds(() -> branch.mergeInto("main"));
            });
        }
        var alters = IntStream.range(0, 50).mapToObj(DatabaseWork::alter).toList();
        print("merge of 50 changes over 100 tenants", median(samples), plainly("merge", 100, alters));
    }

    private void columns() throws IOException, SQLException {
        var samples = new double[3];
        withDatabase(room.resolve("columns"), SMALL_TABLES, 1000, database -> {
            for (int i = 0; i < samples.length; i++) {
                var change = column(i);
                samples[i] = milliseconds(() -> database.main().change(List.of(change)));
            }
        });
        print("a column over 1000 tenants", median(samples), plainly("column", 1000, List.of(alter(0))));
    }

    private void tenants() throws IOException, SQLException {
        try (var databases = Databases.init(Files.createDirectories(room.resolve("tenants")))) {
            var main = databases.create("app").main();
            define(main, SMALL_TABLES);
            double lazy = milliseconds(() ->
                    main.createTenants(names(1000).stream().map("lazy-"::concat).toList(), false));
            double whole = milliseconds(() -> main.createTenants(names(1000), true));
            print("1000 tenants, lazy (theirs: files)", lazy, 0);
            double theirs = milliseconds(() -> plainFiles("tenants", 1000));
            print("1000 tenants with files", whole, theirs);
        }
    }

    private void rows() throws IOException, SQLException {
        withDatabase(room.resolve("rows"), SMALL_TABLES, 1, database -> {
            var table = database.main().tenant(names(1).getFirst()).table("table0");
            var plain = plainFiles("rows", 1).getFirst();
            try (var connection = open(plain);
                    var insert = connection.prepareStatement("INSERT INTO table0 (id, name, size) VALUES (?, ?, ?)");
                    var select = connection.prepareStatement("SELECT * FROM table0 WHERE id = ?")) {
                var ids = new ArrayList<String>();
                var ours = new double[3];
                var theirs = new double[3];
                for (int round = 0; round < ours.length; round++) {
                    ours[round] = milliseconds(() -> {
                        for (int i = 0; i < INSERTS; i++) {
                            ids.add(table.insert(Map.of("name", "Ada", "size", i)));
                        }
                    });
                    theirs[round] = milliseconds(() -> {
                        for (var id : ids.subList(ids.size() - INSERTS, ids.size())) {
                            insert.setString(1, id);
                            insert.setString(2, "Ada");
                            insert.setInt(3, 7);
                            insert.executeUpdate();
                        }
                    });
                }
                print("insert of a row", median(ours) / INSERTS, median(theirs) / INSERTS);
                for (int round = 0; round < ours.length; round++) {
                    ours[round] = milliseconds(() -> {
                        for (int i = 0; i < READS; i++) {
                            var row = table.get(ids.get(i % ids.size())).orElseThrow();
                            require(row.text("name") != null);
                        }
                    });
                    theirs[round] = milliseconds(() -> {
                        for (int i = 0; i < READS; i++) {
                            select.setString(1, ids.get(i % ids.size()));
                            try (var found = select.executeQuery()) {
                                require(found.next());
                                for (int column = 1; column <= 5; column++) {
                                    found.getObject(column);
                                }
                            }
                        }
                    });
                }
                print("read of a row by its id", median(ours) / READS, median(theirs) / READS);
            }
        });
    }

    private double plainly(String name, int files, List<String> statements) throws IOException, SQLException {
        var plain = plainFiles(name, files);
        return milliseconds(() -> {
            for (var file : plain) {
                try (var connection = open(file);
                        var statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    for (var sql : statements) {
                        statement.execute(sql);
                    }
                    connection.commit();
                }
            }
        });
    }

    /// Files with the same tables, as somebody would write them by hand.
    private List<Path> plainFiles(String name, int count) throws IOException, SQLException {
        var directory = Files.createDirectories(room.resolve("plain-" + name));
        var files = new ArrayList<Path>();
        for (int i = 0; i < count; i++) {
            var file = directory.resolve(i + ".db");
            try (var connection = open(file);
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (int table = 0; table < SMALL_TABLES; table++) {
                    statement.execute("""
                            CREATE TABLE table%d (
                                id TEXT PRIMARY KEY NOT NULL,
                                created_at TEXT NOT NULL DEFAULT (strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now')),
                                updated_at TEXT NOT NULL DEFAULT (strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now')),
                                name TEXT,
                                size INTEGER
                            )""".formatted(table));
                }
                connection.commit();
            }
            files.add(file);
        }
        return files;
    }

    private static Connection open(Path file) throws SQLException {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
        }
        return connection;
    }

    private static void copyAll(List<Path> files, Path to) throws IOException {
        Files.createDirectories(to);
        for (int i = 0; i < files.size(); i++) {
            Files.copy(files.get(i), to.resolve(String.valueOf(i)));
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static long bytes(Path directory) throws IOException {
        try {
            return files(directory).stream()
                    .mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
