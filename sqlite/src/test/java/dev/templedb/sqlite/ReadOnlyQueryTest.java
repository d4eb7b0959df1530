package dev.templedb.sqlite;

import static dev.templedb.sqlite.SqliteFileTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlyQueryTest {
    @TempDir
    Path directory;

    private Path path;
    private ReadOnlyQuery query;

    @BeforeEach
    void open() {
        path = directory.resolve("t.sqlite");
        try (var file = TestSchema.open(path)) {
            TestSchema.add(file, "web-app");
        }
        query = ReadOnlyQuery.open(path, TestSchema.options(), SqlLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        query.close();
    }

    @Test
    void gives_names_and_typed_values() {
        var result =
                run("SELECT slug, id, 1.5 AS ratio, NULL, x'0102' AS bytes, 1 << 40 AS big FROM project;  -- done");

        assertThat(result.names).containsExactly("slug", "id", "ratio", "NULL", "bytes", "big");
        assertThat(result.rows).singleElement().satisfies(row -> {
            assertThat(row.subList(0, 4))
                    .containsExactly(
                            new SqlValue.Text("web-app"),
                            new SqlValue.Whole(1),
                            new SqlValue.Real(1.5),
                            new SqlValue.Null());
            assertThat(((SqlValue.Blob) row.get(4)).value()).containsExactly(1, 2);
            assertThat(row.get(5)).isEqualTo(new SqlValue.Whole(1L << 40));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VALUES (1), (2)", "with a(x) as (select 1) select * from a", "EXPLAIN SELECT 1",
                        "explain query plan select * from project",
                "/* ; */ SELECT ';' -- ;", "SELECT * FROM pragma_table_info('project')", "SELECT 1;;",
                        "SELECT \"a;b\" FROM (SELECT 1 AS \"a;b\")"
            })
    void lets_reading_through(String sql) {
        assertThat(run(sql).rows).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO project (slug) VALUES ('x')",
                "UPDATE project SET slug = 'x'",
                "DELETE FROM project",
                "REPLACE INTO project (slug) VALUES ('x')",
                "DROP TABLE project",
                "CREATE TABLE t (x)",
                "CREATE TEMP TABLE t (x)",
                "ALTER TABLE project RENAME TO p",
                "ANALYZE",
                "REINDEX",
                "ATTACH 'evil.sqlite' AS evil",
                "/* hi */ attach 'evil.sqlite' AS evil",
                "DETACH main",
                "VACUUM",
                "VACUUM INTO 'evil.sqlite'",
                "PRAGMA query_only = OFF",
                "PRAGMA writable_schema = ON",
                "PRAGMA journal_mode = DELETE",
                "PRAGMA user_version = 99",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "PRAGMA temp_store_directory = '/etc'",
                "PRAGMA hard_heap_limit = 1",
                "EXPLAIN PRAGMA query_only = OFF",
                "EXPLAIN QUERY PLAN DELETE FROM project",
                "BEGIN IMMEDIATE",
                "COMMIT",
                "SAVEPOINT a",
                "RELEASE a",
                "ROLLBACK",
                "END",
                "WITH a AS (SELECT 1) DELETE FROM project",
                "WITH a AS (SELECT 1) INSERT INTO project (slug) SELECT 'x' FROM a",
                "WITH a AS (SELECT 1) UPDATE project SET slug = 'x' RETURNING id"
            })
    void refuses_everything_but_reading(String sql) throws IOException {
        byte[] before = Files.readAllBytes(path);

        assertThatThrownBy(() -> run(sql))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQL_READ_ONLY));

        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        assertThat(directory.resolve("evil.sqlite")).doesNotExist();
        assertThat(Path.of("evil.sqlite")).doesNotExist();
        assertThat(run("SELECT * FROM project").rows).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "   -- nothing",
                "SELEC 1",
                "SELECT nowhere FROM project",
                "SELECT 1; DELETE FROM project",
                "SELECT 1; SELECT 2",
                "SELECT 1 /* ; */ ; -- ;\n DROP TABLE project",
                "'SELECT'",
                "(SELECT 1)",
                "backup to evil.sqlite",
                "restore from evil.sqlite",
                "SELECT load_extension('evil')",
                "SELECT readfile('/etc/passwd')",
                "SELECT writefile('evil.sqlite', 'x')",
                "SELECT edit('x')",
                "SELECT fts3_tokenizer('simple', x'0102030405060708')",
                "SELECT * FROM fsdir('/')",
                "SELECT * FROM pragma_journal_mode('delete')",
                "SELECT 'unterminated",
                "SELECT /* unterminated",
                "SELECT * FROM pragma_wal_checkpoint"
            })
    void refuses_what_it_does_not_know(String sql) {
        assertThatThrownBy(() -> run(sql))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        e -> assertThat(e.code()).isIn(ErrorCode.SQL_INVALID, ErrorCode.SQL_READ_ONLY));

        assertThat(Path.of("evil.sqlite")).doesNotExist();
    }

    /// The first line of defence aside: the session alone must withstand what would do harm.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH 'evil.sqlite' AS evil",
                "VACUUM INTO 'evil.sqlite'",
                "DELETE FROM project",
                "CREATE TEMP TABLE t (x)",
                "SELECT load_extension('evil')"
            })
    void withstands_attacks_that_pass_the_first_check(String sql) {
        assertThatThrownBy(() -> query.attack(sql))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        e -> assertThat(e.code()).isIn(ErrorCode.SQL_READ_ONLY, ErrorCode.SQL_INVALID));

        assertThat(Path.of("evil.sqlite")).doesNotExist();
    }

    @Test
    void leaves_read_only_even_when_query_only_is_switched_off() {
        query.attack("PRAGMA query_only = OFF");
        assertFails(() -> query.attack("DELETE FROM project"), ErrorCode.SQL_READ_ONLY, "only read");
    }

    @Test
    @Timeout(10)
    void stops_a_query_that_takes_too_long() {
        try (var hasty =
                ReadOnlyQuery.open(path, TestSchema.options(), SqlLimits.DEFAULT.withTime(Duration.ofMillis(100)))) {
            String endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
            assertFails(() -> hasty.run(endless, new Result()), ErrorCode.SQL_LIMIT, "time limit of 100 ms");
            assertThat(hasty.run("SELECT 1", new Result())).isEqualTo(1);
        }
    }

    @Test
    void stops_after_the_limit_of_rows() {
        try (var small = ReadOnlyQuery.open(path, TestSchema.options(), SqlLimits.DEFAULT.withRows(2))) {
            var result = new Result();
            assertFails(() -> small.run("VALUES (1), (2), (3)", result), ErrorCode.SQL_LIMIT, "limit of 2 rows");
            assertThat(result.rows).hasSize(2);
            assertThat(small.run("VALUES (1), (2)", new Result())).isEqualTo(2);
        }
    }

    @Test
    void refuses_values_that_are_too_large() {
        assertFails(
                () -> run("SELECT zeroblob(900000000)"),
                ErrorCode.SQL_LIMIT,
                "longer than the limit of 16777216 bytes");
        assertFails(
                () -> run("SELECT length(printf('%.*c', 500000000, 'x'))"),
                ErrorCode.SQL_LIMIT,
                "longer than the limit");
    }

    /// What can be made of a few words of SQL, and must end soon in an error with little memory.
    @ParameterizedTest
    @Timeout(30)
    @ValueSource(
            strings = {
                "WITH RECURSIVE n(x) AS (SELECT randomblob(1000000) UNION ALL SELECT x || 'x' FROM n) SELECT count(*) FROM n",
                "WITH RECURSIVE n(x) AS (SELECT hex(randomblob(500000)) UNION SELECT hex(randomblob(500000)) FROM n)"
                        + " SELECT x FROM n ORDER BY x",
                "SELECT group_concat(hex(zeroblob(1000000))) FROM a, a AS b, a AS c",
                "SELECT json_group_array(hex(zeroblob(1000000))) FROM a, a AS b, a AS c",
                "SELECT hex(zeroblob(8000000)), hex(zeroblob(8000000)), hex(zeroblob(8000000))",
                "SELECT replace(hex(zeroblob(1000000)), '00', hex(zeroblob(1000000)))",
                "SELECT printf('%1000000000d', 1)",
                "SELECT replicate('abc', 500000000)",
                "SELECT padl('abc', 1500000000)",
                "SELECT sum(a.x * b.x * c.x * d.x * e.x * f.x) FROM a, a AS b, a AS c, a AS d, a AS e, a AS f, a AS g, a AS h",
            })
    void ends_what_would_take_everything(String sql) {
        String some = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a WHERE x < 100)";
        long before = ProcessUse.memoryBytes();
        try (var limited =
                ReadOnlyQuery.open(path, TestSchema.options(), SqlLimits.DEFAULT.withTime(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> limited.run(sql.startsWith("WITH") ? sql : some + sql, new Result()))
                    .isInstanceOfSatisfying(
                            TempleException.class,
                            e -> assertThat(e.code()).isIn(ErrorCode.SQL_LIMIT, ErrorCode.SQL_READ_ONLY));
            assertThat(limited.run("SELECT 1", new Result())).isEqualTo(1);
        }
        assertThat(ProcessUse.memoryBytes() - before).isLessThan(500_000_000);
    }

    @Test
    @Timeout(30)
    void refuses_statements_that_are_too_deep_or_too_long() {
        var bomb = new StringBuilder("WITH x0(a) AS (SELECT 1)");
        for (int i = 1; i < 40; i++) {
            bomb.append(", x%d(a) AS (SELECT (SELECT max(a) FROM x%d) + (SELECT min(a) FROM x%d))"
                    .formatted(i, i - 1, i - 1));
        }
        try (var limited =
                ReadOnlyQuery.open(path, TestSchema.options(), SqlLimits.DEFAULT.withTime(Duration.ofSeconds(2)))) {
            assertFails(
                    () -> limited.run(bomb + " SELECT * FROM x39", new Result()), ErrorCode.SQL_INVALID, "too deep");
            assertFails(
                    () -> limited.run("SELECT " + "(".repeat(5000) + 1 + ")".repeat(5000), new Result()),
                    ErrorCode.SQL_INVALID,
                    "");
            assertFails(
                    () -> limited.run("SELECT " + "-".repeat(100) + "1" + "+1".repeat(5000), new Result()),
                    ErrorCode.SQL_INVALID,
                    "");
            assertFails(
                    () -> limited.run("SELECT '" + "x".repeat(2 << 20) + "'", new Result()),
                    ErrorCode.SQL_LIMIT,
                    "longer than");
        }
    }

    @Test
    @Timeout(60)
    void ends_a_query_at_its_limit_of_temporary_files() {
        var limits = SqlLimits.DEFAULT.withBytes(16 << 20, 256L << 20, 1 << 20);
        try (var limited = ReadOnlyQuery.open(path, TestSchema.options(), limits)) {
            String sort = "WITH RECURSIVE n(x) AS (SELECT randomblob(10000) UNION SELECT randomblob(10000) FROM n)"
                    + " SELECT count(*) FROM n";
            assertFails(() -> limited.run(sort, new Result()), ErrorCode.SQL_LIMIT, "temporary files");
        }
    }

    @Test
    @Timeout(20)
    void does_not_count_the_time_of_the_reader() {
        try (var hasty =
                ReadOnlyQuery.open(path, TestSchema.options(), SqlLimits.DEFAULT.withTime(Duration.ofMillis(100)))) {
            var slow = new Result() {
                @Override
                public void row(List<SqlValue> values) {
                    super.row(values);
                    Thread.yield();
                    java.util.concurrent.locks.LockSupport.parkNanos(
                            Duration.ofMillis(60).toNanos());
                }
            };
            assertThat(hasty.run("VALUES (1), (2), (3), (4)", slow)).isEqualTo(4);
        }
    }

    @Test
    void takes_the_values_of_parameters() {
        var values = java.util.Map.<String, SqlValue>of(
                "slug", new SqlValue.Text("web-app"), "1", new SqlValue.Whole(7), "none", new SqlValue.Null());
        var result = new Result();
        query.run("SELECT slug, ?1, :none, :slug FROM project WHERE slug = :slug", values, result);

        assertThat(result.rows)
                .containsExactly(List.of(
                        new SqlValue.Text("web-app"),
                        new SqlValue.Whole(7),
                        new SqlValue.Null(),
                        new SqlValue.Text("web-app")));
        assertFails(() -> query.run("SELECT :slug", values, result), ErrorCode.SQL_INVALID, "no parameter");
        assertFails(() -> run("SELECT :other"), ErrorCode.SQL_INVALID, ":other");
        assertFails(() -> run("SELECT ?99999999999"), ErrorCode.SQL_INVALID, "variable number");
        assertFails(() -> run("SELECT :a, @a"), ErrorCode.SQL_INVALID, "same way");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT load_extension('evil')",
                "SELECT \"load_extension\"('evil')",
                "SELECT load_extension('evil', 'x')",
                "SELECT [LOAD_extension](slug) FROM project WHERE slug = ''",
                "SELECT max(x) FROM (SELECT load_extension(slug) AS x FROM project)",
                "SELECT sum(length(slug)) FILTER (WHERE load_extension(slug)) FROM project",
                "WITH a AS MATERIALIZED (SELECT load_extension('x')) SELECT 1 FROM a",
                "EXPLAIN SELECT load_extension('evil')",
                "SELECT fts3_tokenizer('simple', x'0102030405060708')",
                "SELECT replicate('x', 3)"
            })
    void refuses_functions_by_what_the_statement_is_compiled_to(String sql) {
        assertFails(() -> run(sql), ErrorCode.SQL_READ_ONLY, "is not allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA query_only = OFF",
                "/**/PRAGMA/**/query_only=OFF",
                "pragma main.query_only(0)",
                "EXPLAIN PRAGMA query_only = OFF",
                "EXPLAIN QUERY PLAN PRAGMA query_only = OFF",
                "SELECT 1); PRAGMA query_only = OFF; SELECT (1",
                "\uFEFFPRAGMA query_only = OFF",
                "EXPLAIN EXPLAIN PRAGMA query_only = OFF",
                "EXPLAIN QUERY PRAGMA query_only = OFF"
            })
    void runs_no_pragma_while_it_looks_at_a_statement(String sql) {
        assertThatThrownBy(() -> run(sql)).isInstanceOf(TempleException.class);

        assertThat(run("SELECT query_only FROM pragma_query_only").rows)
                .containsExactly(List.of(new SqlValue.Whole(1)));
    }

    @Test
    @Timeout(20)
    void survives_patterns_made_to_be_slow() {
        String slow = "SELECT printf('%.*c', 100000, 'a') LIKE '" + "%a".repeat(2000) + "b'";
        assertThatThrownBy(() -> run(slow)).isInstanceOf(TempleException.class);
    }

    @Test
    void reads_a_private_database_that_the_caller_filled() {
        try (var temporary = ReadOnlyQuery.overTemporary(SqlLimits.DEFAULT, tx -> {
            tx.update("CREATE TABLE commits (id TEXT)").execute();
            tx.batch(
                    "INSERT INTO commits VALUES (?1)",
                    batch -> batch.set(1, "abc").add());
        })) {
            var result = new Result();
            temporary.run("SELECT * FROM commits", result);
            assertThat(result.rows).containsExactly(List.of(new SqlValue.Text("abc")));
            for (String attack : List.of(
                    "DELETE FROM commits",
                    "ATTACH 'evil.sqlite' AS e",
                    "VACUUM INTO 'evil.sqlite'",
                    "WITH a AS (SELECT 1) DELETE FROM commits")) {
                assertFails(() -> temporary.run(attack, new Result()), ErrorCode.SQL_READ_ONLY, "only read");
                assertFails(() -> temporary.attack(attack), ErrorCode.SQL_READ_ONLY, "only read");
            }
            assertThat(Path.of("evil.sqlite")).doesNotExist();
        }
    }

    @Test
    void hands_on_what_goes_wrong_while_filling() {
        assertThatThrownBy(() -> ReadOnlyQuery.overTemporary(SqlLimits.DEFAULT, tx -> {
                    throw new IllegalArgumentException("stop");
                }))
                .hasMessage("stop");
    }

    @Test
    void refuses_files_as_opening_does() throws IOException {
        assertFails(() -> openQuery(directory.resolve("none")), ErrorCode.TEMPLE_NOT_FOUND, "does not exist");
        assertFails(
                () -> openQuery(Files.writeString(directory.resolve("x"), "x".repeat(999))),
                ErrorCode.TEMPLE_NOT_A_TEMPLE,
                "not a SQLite");
        var other = directory.resolve("other");
        SqliteFile.open(other, SqliteOptions.forApplication(5).creating()).close();
        assertFails(() -> openQuery(other), ErrorCode.TEMPLE_NOT_A_TEMPLE, "another program");
    }

    @Test
    void reads_beside_a_writer() {
        try (var file = TestSchema.open(path)) {
            TestSchema.add(file, "second");
            assertThat(run("SELECT * FROM project").rows).hasSize(2);
        }
    }

    @Test
    void ends_when_the_listener_throws() {
        assertThatThrownBy(() -> query.run("VALUES (1), (2)", new Result() {
                    @Override
                    public void row(List<SqlValue> values) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .hasMessage("enough");
        assertThat(run("SELECT 1").rows).hasSize(1);
    }

    @Test
    void refuses_limits_without_a_meaning() {
        assertThatThrownBy(() -> SqlLimits.DEFAULT.withRows(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void offers_no_function_that_reaches_outside() {
        var names = new ArrayList<String>();
        run("SELECT DISTINCT name FROM pragma_function_list")
                .rows
                .forEach(row -> names.add(row.getFirst().toString()));
        assertThat(names)
                .noneMatch(name -> Set.of("readfile", "writefile", "edit", "lsmode", "fsdir").stream()
                        .anyMatch(name::contains));
    }

    private ReadOnlyQuery openQuery(Path file) {
        return ReadOnlyQuery.open(file, TestSchema.options(), SqlLimits.DEFAULT);
    }

    private Result run(String sql) {
        var result = new Result();
        query.run(sql, result);
        return result;
    }

    private static class Result implements ReadOnlyQuery.Listener {
        final List<List<SqlValue>> rows = new ArrayList<>();
        List<String> names = List.of();

        @Override
        public void columns(List<String> columns) {
            names = columns;
        }

        @Override
        public void row(List<SqlValue> values) {
            rows.add(values);
        }
    }
}
