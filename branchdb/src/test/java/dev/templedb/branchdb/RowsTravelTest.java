package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.kv.Value;
import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import dev.templedb.branchdb.travel.RowsWriter;
import dev.templedb.core.ErrorCode;
import dev.templedb.packages.sections.PackageSection;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rows, keys and values that travel with their database.
class RowsTravelTest {
    private static final String ROWS = "app.rows.jsonl";
    private static final String LONG = "long \u20ac \ud83d\ude00 ".repeat(300_000);

    @TempDir
    Path directory;

    private final PackageSection section = PackageSection.find("databases").orElseThrow();
    private Path here;
    private Path there;

    @BeforeEach
    void choose_places() {
        here = directory.resolve("here");
        there = directory.resolve("there");
    }

    private SortedMap<String, byte[]> everything(Path home) {
        var documents = new TreeMap<>(section.give(home).documents());
        documents.putAll(section.data(home));
        return documents;
    }

    private static Databases shop(Path home, String email, int picture) {
        var databases = Databases.init(home);
        var main = databases.create("app").main();
        main.change(List.of(
                new Change.CreateTable(Table.define("users")
                        .withColumn(Column.of("email", "TEXT"))
                        .withColumn(Column.of("size", "REAL"))
                        .withColumn(Column.of("number", "INTEGER"))
                        .withColumn(Column.of("picture", "BLOB"))
                        .with(new Check(null, "number <> 7"))),
                new Change.CreateTable(Table.define("orders")
                        .withColumn(Column.of("user_id", "TEXT"))
                        .with(ForeignKey.of("user_id", "users", "id", ForeignKey.Action.CASCADE))),
                new Change.CreateTable(Table.define("seen").withColumn(Column.of("what", "TEXT"))),
                new Change.CreateTrigger(new Trigger(
                        "noted", "users", "AFTER INSERT", "BEGIN INSERT INTO seen (what) VALUES (new.email); END"))));
        main.createTenants(List.of("acme", "empty"), false);
        var acme = main.tenant("acme");
        acme.write(tx -> {
            tx.update("INSERT INTO users (id, email, size, number) VALUES ('u1', :email, -0.0, 9007199254740993)")
                    .bind("email", email)
                    .execute();
            tx.update(
                            "INSERT INTO users (id, email, size, number) VALUES ('u2', 'a\"b\n\u0001', 1e300, -9223372036854775808)")
                    .execute();
            tx.update("INSERT INTO users (id, picture) VALUES ('u3', zeroblob(:bytes))")
                    .bind("bytes", (long) picture)
                    .execute();
            return tx.update("INSERT INTO orders (id, user_id) VALUES ('o1', 'u1')")
                    .execute();
        });
        acme.kv().set("greeting", new Value.Text("hello"));
        acme.kv().set("price", new Value.Decimal(new BigDecimal("0.10")));
        acme.kv().set("gone", new Value.Text("x"), Duration.ofMillis(1));
        databases.database("app").createBranch("feature", "main");
        databases
                .database("app")
                .branch("feature")
                .tenant("acme")
                .write(tx -> tx.update("DELETE FROM orders").execute());
        databases.database("app").createBranch("same", "main");
        return databases;
    }

    private static List<String> rows(Databases databases, String branch, String sql) {
        return databases
                .database("app")
                .branch(branch)
                .tenant("acme")
                .read(tx -> tx.query(sql).list(row -> row.text(1)));
    }

    @Test
    void all_values_of_all_branches_come_over_as_they_are_and_triggers_do_not_run_again() throws Exception {
        try (var databases = shop(here, LONG, 2_000_000)) {
            Thread.sleep(2);
            var text = everything(here);
            assertThat(text).containsOnlyKeys("app.jsonl", ROWS);
            assertThat(text.get(ROWS)).isEqualTo(section.data(here).get(ROWS));

            assertThat(section.take(there, text).documents()).containsExactly("app.jsonl", ROWS);

            try (var taken = Databases.open(there)) {
                for (var sql : List.of(
                        "SELECT hex(email) FROM users ORDER BY id",
                        "SELECT coalesce(hex(picture), '') || typeof(size) || coalesce(number, '') FROM users ORDER BY id",
                        "SELECT id || user_id || created_at || updated_at FROM orders ORDER BY id",
                        "SELECT id || coalesce(what, '') FROM seen ORDER BY id",
                        "SELECT quote(size) FROM users WHERE id = 'u2'",
                        "SELECT name || sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")) {
                    for (var branch : List.of("main", "feature", "same")) {
                        assertThat(rows(taken, branch, sql)).as(branch + sql).isEqualTo(rows(databases, branch, sql));
                    }
                }
                var kv = taken.database("app").main().tenant("acme").kv();
                assertThat(kv.keys("*")).containsExactly("greeting", "price");
                assertThat(kv.get("price")).contains(new Value.Decimal(new BigDecimal("0.10")));
                assertThat(taken.database("app").main().drift()).isEmpty();
                assertThat(taken.database("app").main().damage()).isEmpty();
            }
            // Tenants that had one file have one afterwards, too.
            assertThat(new String(text.get(ROWS), StandardCharsets.UTF_8)).contains("\"same\":[\"main\",\"acme\"]");
            assertThat(section.data(there).get(ROWS)).isEqualTo(text.get(ROWS));
        }
    }

    @Test
    void a_home_without_rows_has_no_data() {
        try (var databases = Databases.init(here)) {
            databases.create("app");
            assertThat(section.data(here)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "database":"app"        | "database":"other"      | another database
            {"database":"app","rows":1} | {"database":"app","rows":2} | not known here
            "tenant":"acme"         | "tenant":"nobody"       | a tenant that it does not have
            "table":"orders"        | "table":"sqlite_schema" | does not have
            "table":"orders"        | "table":"__kept"        | does not have
            "table":"users"         | "table":"orders"        | does not have
            "email","size"          | "mail","size"           | does not have
            {"integer":"9007199254740993"} | {"integer":"1"}  | a value of it is none
            {"real":"1.0E300"}      | {"real":"1e300"}        | a value of it is none
            {"real":"1.0E300"}      | {"real":"x"}            | a value of it is none
            {"integer":"9007199254740993"} | {"evil":"1"}     | a value of it is none
            {"integer":"9007199254740993"} | 7                | CHECK
            "u1"]                   | "u9"]                   | references lead nowhere
            "o1",                   | "o1","o1",              | more or fewer values
            {"end":                 | {"end":1                | cut off
            """)
    void what_nobody_would_have_written_is_refused_and_the_database_comes_without_rows(
            String part, String instead, String reason) {
        shop(here, "ada", 1).close();
        var text = everything(here);
        var before = new String(text.get(ROWS), StandardCharsets.UTF_8);
        int at = before.indexOf(part);
        assertThat(at).as(before.substring(before.length() - 2000)).isNotNegative();
        var changed = before.substring(0, at) + instead + before.substring(at + part.length());
        text.put(ROWS, changed.getBytes(StandardCharsets.UTF_8));

        var taken = section.take(there, text);

        assertThat(taken.documents()).containsExactly("app.jsonl");
        assertThat(taken.refused()).containsOnlyKeys(ROWS);
        assertThat(taken.refused().get(ROWS)).contains(reason);
        try (var databases = Databases.open(there)) {
            assertThat(rows(databases, "main", "SELECT id FROM users")).isEmpty();
            assertThat(FilesOf.tenants(there)).hasSize(1);
        }
    }

    @Test
    void a_text_that_is_cut_at_any_line_is_refused() {
        try (var databases = Databases.init(here)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            Notes.add(main.tenant("main"), "a");
        }
        var text = everything(here);
        var lines = new String(text.get(ROWS), StandardCharsets.UTF_8).split("(?<=\n)");
        for (int kept = 0; kept < lines.length; kept++) {
            text.put(ROWS, String.join("", List.of(lines).subList(0, kept)).getBytes(StandardCharsets.UTF_8));
            assertThat(section.take(directory.resolve("cut" + kept), text).refused())
                    .containsOnlyKeys(ROWS);
        }
    }

    @Test
    void damage_anywhere_is_refused_or_gives_rows_that_fit_the_schema() {
        shop(here, "ada@example.com", 3).close();
        var documents = everything(here);
        var random = new Random(2070);
        var bytes = "\"[]{},:-0179eE.\\\nau_ \u0000".getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < 24; i++) {
            var name = i % 3 == 0 ? "app.jsonl" : ROWS;
            var text = documents.get(name).clone();
            for (int count = 1 + random.nextInt(2); count > 0; count--) {
                text[random.nextInt(text.length)] = bytes[random.nextInt(bytes.length)];
            }
            var damaged = new TreeMap<>(documents);
            damaged.put(name, text);
            var place = directory.resolve("damaged" + i);

            var taken = section.take(place, damaged);

            refused += taken.refused().isEmpty() ? 0 : 1;
            if (taken.documents().contains("app.jsonl")) {
                try (var databases = Databases.open(place)) {
                    for (var branch : databases.database("app").branches()) {
                        assertThat(databases
                                        .database("app")
                                        .branch(branch.name())
                                        .drift())
                                .isEmpty();
                        assertThat(databases
                                        .database("app")
                                        .branch(branch.name())
                                        .damage())
                                .isEmpty();
                    }
                }
            }
        }
        assertThat(refused).isBetween(12, 24);
    }

    @Test
    void more_rows_than_a_package_can_have_are_refused_with_a_way_out() {
        try (var databases = Databases.init(here)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            main.tenant("main")
                    .write(tx -> tx.update(
                                    "INSERT INTO notes (id, text) SELECT value, hex(zeroblob(20000000)) FROM json_each('[1,2,3,4]')")
                            .execute());

            assertFails(() -> section.data(here), ErrorCode.ROWS_TOO_LARGE, (RowsWriter.MOST_BYTES >> 20) + " MiB");
        }
    }
}
