package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.data.DataColumn;
import dev.templedb.branchdb.data.DataRow;
import dev.templedb.branchdb.data.QueryLimits;
import dev.templedb.branchdb.data.QueryResult;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SQL that people write, on a tenant.
class PeopleSqlTest {
    @TempDir
    Path directory;

    private Databases databases;
    private Tenant tenant;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        var main = databases.create("app").main();
        main.change(People.tables());
        tenant = main.tenant("main");
        tenant.execute("INSERT INTO teams (id, name) VALUES ('t', 'Kernel')");
        tenant.execute("INSERT INTO users (id, name, age, active, team_id) VALUES ('a', 'Ada', 36, TRUE, 't'),"
                + " ('b', 'Bob', 17, FALSE, NULL), ('c', 'Cy', 50, NULL, 't')");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    /// case 13
    @Test
    void case_13_rows_are_read_and_changed_in_any_letter_case_and_between_comments() {
        assertThat(values(tenant.query("-- all\nsElEcT name FROM users ORDER BY id /* done */;")))
                .containsExactly("Ada", "Bob", "Cy");
        assertThat(tenant.execute("/* one more */ insert INTO users (id, name) VALUES ('d', 'Di') -- end")
                        .changed())
                .isEqualTo(1);
        assertThat(tenant.execute("Update users SET age = age + 1 WHERE id IN ('a', 'b')")
                        .changed())
                .isEqualTo(2);
        assertThat(tenant.execute("REPLACE INTO teams (id, name) VALUES ('x', 'New')")
                        .changed())
                .isEqualTo(1);
        assertThat(tenant.execute("WITH old AS (SELECT id FROM users WHERE age > 40) DELETE FROM users WHERE id IN old")
                        .changed())
                .isEqualTo(1);
        assertThat(tenant.execute("DELETE FROM users").changed()).isEqualTo(3);
    }

    /// case 14
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE x (a)",
                "ALTER TABLE users ADD COLUMN x",
                "DROP TABLE users",
                "TRUNCATE TABLE users",
                "ATTACH 'other.db' AS other",
                "DETACH other",
                "PRAGMA user_version = 1",
                "VACUUM",
                "REINDEX",
                "SAVEPOINT x",
                "RELEASE x",
                "BEGIN",
                "COMMIT",
                "ROLLBACK",
                "END",
                "ANALYZE"
            })
    void case_14_all_but_rows_is_refused_by_name_whichever_way_it_is_asked(String sql) {
        String operation = sql.split(" ", 2)[0];

        for (var written : List.of(sql, "/* DELETE */ " + sql.toLowerCase(Locale.ROOT))) {
            assertThat(Stream.<Runnable>of(() -> tenant.query(written), () -> tenant.execute(written))
                            .map(PeopleSqlTest::failure))
                    .allSatisfy(
                            message -> assertThat(message).contains(operation).contains("not allowed"));
        }
        assertThat(tenant.query("SELECT count(*) FROM users").rows().getFirst().value(0))
                .isEqualTo(3L);
    }

    private static String failure(Runnable work) {
        try {
            work.run();
            return "it was done";
        } catch (TempleException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// case 15
    @Test
    void case_15_there_is_one_statement_at_a_time() {
        assertFails(
                () -> tenant.execute("SELECT 1; DROP TABLE users"), ErrorCode.STATEMENT_INVALID, "Multiple statements");
        assertFails(() -> tenant.query("SELECT 1; SELECT 2"), ErrorCode.STATEMENT_INVALID, "Multiple statements");
        assertThat(values(tenant.query("SELECT 1 ; "))).containsExactly(1L);
    }

    /// case 16
    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "-- nothing", "/* nothing */ ;;"})
    void case_16_nothing_is_no_statement(String sql) {
        assertFails(() -> tenant.query(sql), ErrorCode.STATEMENT_INVALID, "empty");
        assertFails(() -> tenant.execute(sql), ErrorCode.STATEMENT_INVALID, "empty");
    }

    /// cases 17 and 18
    @Test
    void case_17_and_18_a_query_is_one_by_its_grammar_and_not_by_its_words() {
        assertThat(values(tenant.query("SELECT name FROM users WHERE name LIKE '%CREATE TABLE%'")))
                .isEmpty();
        assertThat(values(tenant.query("SELECT 'a;b'"))).containsExactly("a;b");
        assertThat(values(tenant.query("/* c */ SELECT 1"))).containsExactly(1L);
        assertThat(values(tenant.query("WITH x AS (SELECT 1) SELECT * FROM x"))).containsExactly(1L);
        assertThat(values(tenant.query("VALUES(1)"))).containsExactly(1L);
        assertThat(values(tenant.query("(SELECT 1)"))).containsExactly(1L);
        assertThat(values(tenant.query("((SELECT ')' )) -- end"))).containsExactly(")");
        assertFails(() -> tenant.query("(SELECT 1) x"), ErrorCode.STATEMENT_INVALID, "must begin");
    }

    /// case 19
    @Test
    void case_19_a_query_cannot_write_whatever_it_begins_with() {
        assertFails(
                () -> tenant.query("WITH d AS (SELECT 1) DELETE FROM users"),
                ErrorCode.STATEMENT_REFUSED,
                "may only read");
        assertFails(() -> tenant.query("DELETE FROM users"), ErrorCode.STATEMENT_REFUSED, "may only read");
        assertFails(
                () -> tenant.query("UPDATE users SET age = 1 RETURNING id"),
                ErrorCode.STATEMENT_REFUSED,
                "may only read");
        assertFails(() -> tenant.query("SELECT load_extension('x')"), ErrorCode.STATEMENT_REFUSED, "load_extension");
        assertFails(() -> tenant.execute("SELECT 1"), ErrorCode.STATEMENT_REFUSED, "only reads");
        assertThat(values(tenant.query("SELECT count(*) FROM users WHERE age > 1")))
                .containsExactly(3L);
    }

    /// case 20
    @Test
    void case_20_explain_reads_and_what_sqlite_does_not_know_is_unrecognized() {
        assertThat(tenant.query("EXPLAIN QUERY PLAN SELECT * FROM users").rows())
                .isNotEmpty();
        assertFails(() -> tenant.query("SHOW TABLES"), ErrorCode.STATEMENT_INVALID, "Unrecognized statement: SHOW");
        assertFails(() -> tenant.execute("DESCRIBE users"), ErrorCode.STATEMENT_INVALID, "Unrecognized");
        assertFails(() -> tenant.query("EXPLAIN DROP TABLE users"), ErrorCode.STATEMENT_REFUSED, "DROP");
        assertFails(() -> tenant.query("SELEC 1"), ErrorCode.STATEMENT_INVALID, "SELEC");
        assertFails(() -> tenant.query("SELECT * FROM nowhere"), ErrorCode.STATEMENT_INVALID, "no such table: nowhere");
        assertFails(() -> tenant.query("SELECT FROM users"), ErrorCode.STATEMENT_INVALID, "near \"FROM\"");
    }

    /// case 74
    @Test
    void case_74_booleans_are_true_and_false_through_alias_join_and_view() {
        var rows = tenant.query("""
                SELECT u.active AS is_in, s.active, t.name, u.age > 18 AS adult
                  FROM users u JOIN (SELECT id, active FROM users) s ON s.id = u.id LEFT JOIN teams t ON t.id = u.team_id
                 ORDER BY u.id""");

        assertThat(rows.columns())
                .containsExactly(
                        new DataColumn("is_in", "BOOLEAN"),
                        new DataColumn("active", "BOOLEAN"),
                        new DataColumn("name", "TEXT"),
                        new DataColumn("adult", ""));
        assertThat(rows.rows())
                .extracting(DataRow::values)
                .containsExactly(
                        Arrays.asList(true, true, "Kernel", 1L),
                        Arrays.asList(false, false, null, 0L),
                        Arrays.asList(null, null, "Kernel", 1L));
        assertThat(tenant.table("users").select("active").orderBy("id").list())
                .extracting(row -> row.truth("active"))
                .containsExactly(true, false, null);
        assertThat(values(tenant.query("SELECT active FROM users UNION ALL SELECT 5 ORDER BY 1")))
                .containsExactly(null, false, true, 5L);
    }

    /// case 75
    @Test
    void case_75_masked_columns_show_nothing_but_whether_there_is_a_value() {
        var result = tenant.query("SELECT id, team_id, name FROM users ORDER BY id")
                .masked(List.of("team_id", "Name", "unknown"));

        assertThat(result.rows())
                .extracting(DataRow::values)
                .containsExactly(
                        List.of("a", "***REDACTED***", "Ada"),
                        Arrays.asList("b", null, "Bob"),
                        List.of("c", "***REDACTED***", "Cy"));
    }

    @Test
    void parameters_have_names_or_an_order() {
        assertThat(values(tenant.query("SELECT name FROM users WHERE age > ? AND active = ?", List.of(18, true))))
                .containsExactly("Ada");
        assertThat(values(tenant.query("SELECT name FROM users WHERE age > :age ORDER BY id", Map.of("age", 18L))))
                .containsExactly("Ada", "Cy");
        assertThat(tenant.execute("INSERT INTO teams (id) VALUES (:id) RETURNING id, name", Map.of("id", "it's"))
                        .returned()
                        .rows()
                        .getFirst()
                        .values())
                .isEqualTo(Arrays.asList("it's", null));
        assertFails(
                () -> tenant.query("SELECT :a", Map.of()), ErrorCode.STATEMENT_INVALID, ":a of the statement has no");
        assertFails(() -> tenant.query("SELECT 1", Map.of("b", 1)), ErrorCode.STATEMENT_INVALID, "no parameter b");
        assertFails(() -> tenant.query("SELECT ?", List.of(new int[1])), ErrorCode.STATEMENT_INVALID, "cannot have");
        assertThat(values(tenant.query("SELECT ?", List.of(Long.MAX_VALUE)))).containsExactly(Long.MAX_VALUE);
    }

    @Test
    void tables_of_the_engine_can_be_read_and_not_written() {
        tenant.write(tx -> {
            tx.script("CREATE TABLE __kv (k TEXT)");
            return true;
        });

        assertFails(() -> tenant.execute("INSERT INTO __kv VALUES ('x')"), ErrorCode.STATEMENT_REFUSED, "__kv");
        assertFails(() -> tenant.execute("DELETE FROM __kv"), ErrorCode.STATEMENT_REFUSED, "__kv");
        assertFails(
                () -> tenant.execute("UPDATE sqlite_schema SET sql = ''"),
                ErrorCode.STATEMENT_INVALID,
                "may not be modified");
        assertThat(tenant.query("SELECT * FROM __kv").rows()).isEmpty();
        assertFails(() -> tenant.table("__kv").count(), ErrorCode.TABLE_NOT_FOUND, "__kv");
    }

    @Test
    void a_row_that_breaks_something_cannot_end_the_transaction_that_it_is_part_of() {
        assertFails(
                () -> tenant.writeData(data -> {
                    data.execute("INSERT INTO teams (id) VALUES ('first')");
                    return data.execute("INSERT OR ROLLBACK INTO teams (id) VALUES ('first')");
                }),
                ErrorCode.STATEMENT_REFUSED,
                "ROLLBACK");
        assertThat(tenant.table("teams").get("first")).isEmpty();
        assertFails(
                () -> tenant.execute("INSERT INTO users (name, email) VALUES ('x', 'e'), ('y', 'e')"),
                ErrorCode.ROW_NOT_UNIQUE,
                "users.email");
        assertFails(
                () -> tenant.execute("INSERT INTO users (name, active) VALUES ('x', 'maybe')"),
                ErrorCode.ROW_INVALID,
                "active");
        assertFails(() -> tenant.execute("DELETE FROM teams"), ErrorCode.ROW_REFERENCE_BROKEN, "still refer");
    }

    @Test
    void rows_come_one_by_one_within_limits_of_time_and_number() {
        var seen = new ArrayList<DataRow>();
        String endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";

        assertFails(
                () -> tenant.query(endless, Map.of(), new QueryLimits(Duration.ofSeconds(30), 3), seen::add),
                ErrorCode.SQL_LIMIT,
                "limit of 3 rows");
        assertThat(seen).extracting(row -> row.value(0)).containsExactly(1L, 2L, 3L);
        assertFails(
                () -> tenant.query(
                        endless + " WHERE i < 0", Map.of(), new QueryLimits(Duration.ofMillis(50), 3), seen::add),
                ErrorCode.SQL_LIMIT,
                "time limit of 50 ms");
        assertThat(tenant.query("SELECT 1", Map.of(), QueryLimits.DEFAULT, seen::add))
                .isEqualTo(1);
    }

    @Test
    void a_statement_that_is_asked_again_sees_the_columns_that_there_are_now() {
        assertThat(tenant.query("SELECT * FROM teams").columns()).hasSize(4);

        databases.database("app").main().change(Edits.sql("ALTER TABLE teams ADD COLUMN motto TEXT"));

        assertThat(tenant.query("SELECT * FROM teams").columns()).hasSize(5);
    }

    private static List<Object> values(QueryResult result) {
        return result.rows().stream()
                .map(row -> row.value(0))
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }
}
