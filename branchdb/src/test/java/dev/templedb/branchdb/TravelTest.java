package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.catalog.ListedChange;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.RandomChanges;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.View;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.sections.PackageSection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TravelTest {
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

    @Test
    void a_database_travels_with_its_branches_its_list_of_changes_and_its_tenants() {
        try (var databases = shop(here)) {
            var text = give(here);

            assertThat(section.take(there, text).documents()).containsExactly("app.jsonl");

            try (var taken = Databases.open(there)) {
                for (var branch : List.of("main", "feature")) {
                    var before = databases.database("app").branch(branch);
                    var after = taken.database("app").branch(branch);
                    assertThat(after.schema()).isEqualTo(before.schema());
                    assertThat(after.tenants()).extracting(TenantRow::name).containsExactly("acme", "main");
                    assertThat(after.info().isProtected())
                            .isEqualTo(before.info().isProtected());
                    assertThat(after.changes())
                            .extracting(ListedChange::kind, ListedChange::sql, ListedChange::madeAt)
                            .isEqualTo(before.changes().stream()
                                    .map(it -> org.assertj.core.groups.Tuple.tuple(it.kind(), it.sql(), it.madeAt()))
                                    .toList());
                }
                assertThat(taken.database("app").info().description()).isEqualTo("what we sell");
            }
        }
    }

    @Test
    void the_same_database_gives_the_same_bytes_wherever_it_is() {
        try (var databases = shop(here)) {
            databases.create("zoo");
            // Numbers of the catalogue differ there.
            try (var other = Databases.init(directory.resolve("other"))) {
                other.create("before");
            }
        }
        var first = give(here);
        section.take(there, first);

        var second = give(there);
        section.take(directory.resolve("third"), second);

        assertThat(second.keySet()).containsExactly("app.jsonl", "zoo.jsonl");
        assertSame(second, first);
        assertSame(give(directory.resolve("third")), first);
    }

    @Test
    void a_taken_database_is_used_and_changed_and_merged_like_any_other() {
        shop(here).close();
        section.take(there, give(here));

        try (var taken = Databases.open(there)) {
            var app = taken.database("app");
            app.branch("feature")
                    .tenant("acme")
                    .write(tx -> tx.update("INSERT INTO users (email, age) VALUES ('ada@x.org', 36)")
                            .execute());
            app.branch("feature").change(List.of(Change.AddColumn.of("users", Column.of("note", "TEXT"))));
            app.branch("feature").mergeInto("main");

            assertThat(app.main().schema().table("users").orElseThrow().column("note"))
                    .isPresent();
            assertThat(app.branch("feature")
                            .tenant("acme")
                            .<Long>read(tx -> tx.query("SELECT count(*) FROM users WHERE age = 36")
                                    .longValue()))
                    .isEqualTo(1);
        }
    }

    @Test
    void what_was_done_before_the_journey_can_be_undone_after_it() {
        try (var databases = Databases.init(here)) {
            var main = databases.create("app").main();
            main.change(List.of(new Change.CreateTable(users())));
            main.change(List.of(Change.AddColumn.of("users", Column.of("age", "INTEGER"))));
        }
        section.take(there, give(here));

        try (var taken = Databases.open(there)) {
            var main = taken.database("app").main();
            main.undo();

            assertThat(main.schema().table("users").orElseThrow().column("age")).isEmpty();
            assertThat(main.changes()).extracting(ListedChange::isUndone).containsExactly(false, true, false);
        }
        section.take(directory.resolve("third"), give(there));
        assertSame(give(directory.resolve("third")), give(there));
    }

    @Test
    void a_stamp_stays_until_something_changes() {
        shop(here).close();
        var given = section.give(here);

        assertThat(section.stamp(here)).isEqualTo(given.stamp());
        try (var databases = Databases.open(here)) {
            databases.database("app").main().createTenant("later");
            assertThat(section.stamp(here)).isNotEqualTo(given.stamp());
        }
        assertThat(section.stamp(here)).isNotEqualTo(given.stamp());
    }

    @Test
    void rows_that_are_here_move_on_to_the_later_schema_with_the_values_that_were_given_there() {
        shop(here).close();
        section.take(there, give(here));
        try (var mine = Databases.open(there)) {
            mine.database("app")
                    .main()
                    .tenant("acme")
                    .write(tx -> tx.update("INSERT INTO users (email, age) VALUES ('ada@x.org', 36)")
                            .execute());
        }
        try (var databases = Databases.open(here)) {
            var main = databases.database("app").main();
            main.protect(false);
            main.change(List.of(
                    new Change.RenameColumn("users", "email", "mail"),
                    new Change.AddColumn(
                            "users",
                            Column.of("rank", "INTEGER").withNotNull(true),
                            List.of(),
                            List.of(),
                            List.of(),
                            "age + 1")));
        }

        section.replace(there, directory.resolve("next"), give(here));

        assertSame(give(directory.resolve("next")), give(here));
        try (var next = Databases.open(directory.resolve("next"))) {
            assertThat(next.database("app")
                            .main()
                            .tenant("acme")
                            .<String>read(tx -> tx.query("SELECT mail || age || rank FROM users")
                                    .first(row -> row.text(1))
                                    .orElseThrow()))
                    .isEqualTo("ada@x.org3637");
        }
        try (var left = Databases.open(there)) {
            var acme = left.database("app").main().tenant("acme");
            assertFails(
                    () -> acme.write(tx -> tx.update("DELETE FROM users").execute()),
                    ErrorCode.DATABASE_IN_MAINTENANCE,
                    "moved on");
        }
    }

    @Test
    void rows_in_the_way_of_the_later_schema_stop_the_move_and_nothing_is_changed() {
        shop(here).close();
        section.take(there, give(here));
        try (var mine = Databases.open(there)) {
            mine.database("app")
                    .main()
                    .tenant("acme")
                    .write(tx ->
                            tx.update("INSERT INTO users (email) VALUES ('a')").execute());
        }
        try (var databases = Databases.open(here)) {
            databases.database("app").main().protect(false);
            var age = databases
                    .database("app")
                    .main()
                    .schema()
                    .table("users")
                    .orElseThrow()
                    .column("age")
                    .orElseThrow();
            databases
                    .database("app")
                    .main()
                    .change(List.of(new Change.AlterColumn("users", age.withNotNull(true), null)));
        }

        assertFails(
                () -> section.replace(there, directory.resolve("next"), give(here)),
                ErrorCode.DATA_IN_THE_WAY,
                "acme of app/main");

        try (var mine = Databases.open(there)) {
            mine.database("app")
                    .main()
                    .tenant("acme")
                    .write(tx -> tx.update("UPDATE users SET age = 1").execute());
        }
        assertThat(section.replace(there, directory.resolve("again"), give(here))
                        .documents())
                .containsExactly("app.jsonl");
    }

    @Test
    void what_has_rows_here_does_not_go_because_it_is_gone_there() {
        shop(here).close();
        section.take(there, give(here));
        try (var mine = Databases.open(there)) {
            mine.database("app")
                    .main()
                    .tenant("acme")
                    .write(tx ->
                            tx.update("INSERT INTO users (email) VALUES ('a')").execute());
        }
        try (var databases = Databases.open(here)) {
            databases.database("app").main().deleteTenant("acme");
            databases.database("app").deleteBranch("feature");
        }

        assertFails(
                () -> section.replace(there, directory.resolve("next"), give(here)),
                ErrorCode.ROWS_WOULD_BE_LOST,
                "tenant acme of app/main");
        assertFails(
                () -> section.replace(there, directory.resolve("none"), new TreeMap<>()),
                ErrorCode.ROWS_WOULD_BE_LOST,
                "tenant acme of app/main");

        try (var mine = Databases.open(there)) {
            mine.database("app").main().deleteTenant("acme");
        }
        section.replace(there, directory.resolve("last"), give(here));
        assertSame(give(directory.resolve("last")), give(here));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "email"                 | "em\\"); DROP TABLE users; --"   | no such column
                    "users"                 | "__kept_users"                   | engine
                    "users"                 | "sqlite_master"                  | engine
                    "database":"app"        | "database":"../app"              | security
                    "tenant":"acme"         | "tenant":"main"                  | twice
                    "tenant":"main"         | "tenant":"nul"                   | reserved
                    "head":3                | "head":9                         | not there
                    "branchdb":1            | "branchdb":2                     | newer form
                    "end":                  | "fin":                           | means nothing
                    "default":"0"           | "default":"(SELECT 1)"           | SQLite
                    "default":"0"           | "default":"0); DROP TABLE x; --" | belong
                    "default":"0"           | "default":"load_extension('x')"  | belong
                    SELECT email FROM users | SELECT 1; DROP TABLE users       | belong
                    SELECT email FROM users | SELECT email FROM nowhere        | SQLite
                    SELECT email FROM users | SELECT load_extension('x')       | SQLite
                    "version":2             | "version":2,"x":1                | form
                    """)
    void a_hostile_text_is_refused_with_the_reason_and_leaves_nothing(String found, String put, String reason)
            throws Exception {
        shop(here).close();
        var text = new String(give(here).get("app.jsonl"), StandardCharsets.UTF_8);
        assertThat(text).contains(found);
        var hostile = text.replace(found, put).getBytes(StandardCharsets.UTF_8);

        var taken = section.take(there, new TreeMap<>(Map.of("app.jsonl", hostile)));

        assertThat(taken.documents()).isEmpty();
        assertThat(taken.refused().get("app.jsonl")).contains(reason);
        assertThat(there).doesNotExist();
    }

    @Test
    void a_text_that_is_cut_off_anywhere_is_refused() {
        shop(here).close();
        var text = give(here).get("app.jsonl");

        for (int length = 0; length < text.length; length += 97) {
            var cut = Arrays.copyOf(text, length);
            assertThat(section.take(there, new TreeMap<>(Map.of("app.jsonl", cut)))
                            .documents())
                    .isEmpty();
        }
        assertThat(section.take(there, new TreeMap<>(Map.of("b.jsonl", text))).refused())
                .containsEntry("b.jsonl", "it is the text of another database");
    }

    @Test
    void a_view_that_never_ends_and_a_trigger_that_loads_something_are_kept_and_not_run() {
        var endless = "SELECT a.x, b.x AS y FROM (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
                + " SELECT max(x) AS x FROM c) a, (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
                + " SELECT max(x) AS x FROM c) b";
        try (var databases = shop(here)) {
            databases
                    .database("app")
                    .branch("feature")
                    .change(List.of(new Change.CreateView(new View("endless", List.of(), endless))));
        }

        assertThat(section.take(there, give(here)).documents()).containsExactly("app.jsonl");
    }

    @ParameterizedTest
    @CsvSource({"11", "13"})
    void whatever_people_did_travels_and_comes_out_the_same(long seed) {
        try (var databases = Databases.init(here)) {
            var app = databases.create("app");
            app.main().change(List.of(new Change.CreateTable(Table.define("t1").withColumn(Column.of("a", "TEXT")))));
            var random = new RandomChanges(seed);
            for (var branch : List.of("main", "one", "two", "one", "main", "two")) {
                if (app.branches().stream().noneMatch(it -> it.name().equals(branch))) {
                    app.createBranch(branch, "main");
                }
                for (var change : random.of(app.branch(branch).schema(), 8)) {
                    attempt(() -> app.branch(branch).change(List.of(change)));
                }
                attempt(() -> app.branch(branch).undo());
                attempt(() -> app.main().mergeInto("one"));
                attempt(() -> app.branch("one").mergeInto("main"));
            }
        }

        var taken = section.take(there, give(here));

        assertThat(taken.refused()).isEmpty();
        assertSame(give(there), give(here));
        try (var before = Databases.open(here);
                var after = Databases.open(there)) {
            for (var branch : before.database("app").branches()) {
                assertThat(after.database("app").branch(branch.name()).schema())
                        .isEqualTo(before.database("app").branch(branch.name()).schema());
                assertThat(after.database("app").branch(branch.name()).drift()).isEmpty();
            }
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (TempleException refused) {
            // Another one, then.
        }
    }

    private Databases shop(Path place) {
        var databases = Databases.init(place);
        var app = databases.create("app", "what we sell");
        app.main().change(List.of(new Change.CreateTable(users())));
        app.main()
                .change(List.of(
                        Change.AddColumn.of("users", Column.of("age", "INTEGER")),
                        Change.AddColumn.of(
                                "users", Column.of("size", "INTEGER").withDefault("0"))));
        app.main().createTenant("acme");
        app.createBranch("feature", "main");
        app.branch("feature")
                .change(List.of(new Change.CreateView(new View("emails", List.of(), "SELECT email FROM users"))));
        app.main().protect(true);
        return databases;
    }

    private static Table users() {
        return Table.define("users").withColumn(Column.of("email", "TEXT"));
    }

    private SortedMap<String, byte[]> give(Path home) {
        return section.give(home).documents();
    }

    private static void assertSame(SortedMap<String, byte[]> actual, SortedMap<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((name, text) -> assertThat(new String(text, StandardCharsets.UTF_8))
                .isEqualTo(new String(expected.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8)));
    }
}
