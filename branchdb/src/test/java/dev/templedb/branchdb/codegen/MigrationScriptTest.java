package dev.templedb.branchdb.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.Hints;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.changes.RandomChanges;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.branchdb.schema.View;
import dev.templedb.core.Sha256;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs scripts with the program `sqlite3`, which is older than the library here.
class MigrationScriptTest {
    private static final List<Change> FIRST = List.of(
            new Change.CreateTable(
                    Table.define("teams").withColumn(Column.of("name", "TEXT").withNotNull(true))),
            new Change.CreateTable(Table.define("users")
                    .withColumn(Column.of("email", "TEXT"))
                    .withColumn(Column.of("nick", "TEXT"))
                    .withColumn(Column.of("team_id", "TEXT"))
                    .with(ForeignKey.of("team_id", "teams", "id", ForeignKey.Action.CASCADE))),
            new Change.CreateView(View.of("emails", "SELECT email FROM users")));
    private static final List<Change> SECOND = List.of(
            new Change.AlterColumn("users", Column.of("email", "TEXT").withNotNull(true), null),
            new Change.RenameColumn("users", "nick", "nickname"),
            new Change.AlterTable(Planner.plan(Schema.EMPTY, FIRST)
                    .to()
                    .table("teams")
                    .orElseThrow()
                    .with(Unique.of("name"))),
            new Change.CreateIndex("users", new Index("by_email", true, List.of(Index.Term.column("email")), null)),
            new Change.CreateTable(Table.define("notes").withColumn(Column.of("text", "TEXT"))),
            new Change.DropView("emails"));
    private static final String ROWS = """
            PRAGMA foreign_keys = ON;
            INSERT INTO teams (id, name) VALUES ('red', 'Red');
            INSERT INTO users (id, email, nick, team_id) VALUES ('ada', 'ada@x.org', 'a', 'red'), ('bob', 'bob@x.org', 'b', NULL);
            """;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("app.db");
    }

    @Test
    void the_difference_of_two_branches_is_a_script_that_sqlite3_runs_and_one_that_leads_back() throws Exception {
        try (var databases = Databases.init(directory)) {
            var app = databases.create("app");
            app.main().change(FIRST);
            var feature = app.createBranch("feature", "main");
            feature.change(SECOND);
            var script = app.main().migrationTo("feature");
            make(app.main().schema(), ROWS);

            assertThat(sqlite3("-bail", script.up())).isEmpty();
            assertThat(hash()).isEqualTo(feature.schema().hash()).isEqualTo(script.to());
            assertThat(rows("SELECT id, email, nickname, team_id FROM users ORDER BY id"))
                    .isEqualTo("ada|ada@x.org|a|red\nbob|bob@x.org|b|\n");
            assertThat(sqlite3("-bail", script.down())).isEmpty();
            assertThat(hash()).isEqualTo(app.main().schema().hash()).isEqualTo(script.from());
            assertThat(rows("SELECT id, email, nick, team_id FROM users ORDER BY id"))
                    .isEqualTo("ada|ada@x.org|a|red\nbob|bob@x.org|b|\n");
            assertThat(app.main().migrationTo("main").isEmpty()).isTrue();
        }
    }

    @Test
    void what_the_way_up_drops_is_back_after_the_way_down() throws IOException {
        var from = Planner.plan(Schema.EMPTY, FIRST).to();
        var to = Planner.plan(
                        from,
                        List.of(
                                new Change.DropView("emails"),
                                new Change.DropColumn("users", "nick"),
                                new Change.DropColumn("users", "team_id"),
                                new Change.DropTable("teams")))
                .to();
        var script = MigrationScript.between(from, to, Hints.NONE);
        make(from, ROWS);

        sqlite3("-bail", script.up());
        assertThat(hash()).isEqualTo(to.hash());
        sqlite3("-bail", script.down());

        assertThat(hash()).isEqualTo(from.hash());
        assertThat(rows("SELECT nick, team_id FROM users ORDER BY id; SELECT id, name FROM teams"))
                .isEqualTo("a|red\nb|\nred|Red\n");
    }

    @Test
    void rows_in_the_way_are_told_and_nothing_is_changed_with_bail_and_without() throws IOException {
        var from = Planner.plan(Schema.EMPTY, FIRST).to();
        var script = MigrationScript.between(from, Planner.plan(from, SECOND).to(), Hints.NONE);
        make(from, ROWS + "INSERT INTO users (id) VALUES ('x'), ('y'); INSERT INTO teams (name) VALUES ('Red');");
        var before = rows(".dump");

        for (var option : List.of("-bail", "-batch")) {
            assertThat(Shell.run(directory, "sqlite3 " + option + " app.db < " + write(script.up()) + " 2>&1; echo $?"))
                    .contains(
                            "column teams.name has rows with a value that another row has",
                            option.equals("-bail") ? "" : "column users.email has NULLs")
                    .endsWith("\n1\n");
            assertThat(rows(".dump")).isEqualTo(before);
        }
    }

    @Test
    void a_script_changes_nothing_in_a_database_it_was_not_made_for() throws IOException {
        var from = Planner.plan(Schema.EMPTY, FIRST).to();
        var script = MigrationScript.between(from, Planner.plan(from, SECOND).to(), Hints.NONE);
        for (var other : List.of(
                "CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT); INSERT INTO users VALUES ('a', 'b');",
                "CREATE TABLE notes (id);",
                "SELECT 1;")) {
            Files.deleteIfExists(file);
            Shell.run(directory, "sqlite3 app.db < " + write(other));
            var before = rows(".dump");

            Shell.run(directory, "sqlite3 app.db < " + write(script.up()) + " 2>&1; true");

            assertThat(rows(".dump")).isEqualTo(before);
        }
        make(from, ROWS);
        sqlite3("-bail", script.up());
        var after = rows(".dump");
        Shell.run(directory, "sqlite3 app.db < " + write(script.up()) + " 2>&1; true");
        assertThat(rows(".dump")).isEqualTo(after);
    }

    @Test
    void ways_between_any_two_schemas_lead_there_and_back() throws IOException {
        for (long seed = 1; seed <= 5; seed++) {
            var random = new RandomChanges(seed);
            var from = Planner.plan(Schema.EMPTY, random.of(Schema.EMPTY, 12)).to();
            var changes = random.of(from, 10);
            var to = Planner.plan(from, changes).to();
            var script = MigrationScript.between(from, to, Hints.of(from, changes));
            Files.deleteIfExists(file);
            make(from, "SELECT 1;");

            sqlite3("-bail", script.up());
            assertThat(hash()).as("seed %s", seed).isEqualTo(to.hash());
            sqlite3("-bail", script.down());
            assertThat(hash()).as("seed %s", seed).isEqualTo(from.hash());
        }
    }

    private void make(Schema schema, String rows) throws IOException {
        sqlite3("-bail", String.join(";\n", schema.createStatements()) + ";\n" + rows);
    }

    private String sqlite3(String option, String script) throws IOException {
        return Shell.run(directory, "sqlite3 " + option + " app.db < " + write(script))
                .replace("1\n", "");
    }

    private String rows(String sql) throws IOException {
        return Shell.run(directory, "sqlite3 app.db < " + write(sql));
    }

    private Path write(String script) throws IOException {
        return Files.writeString(directory.resolve("script.sql"), script);
    }

    private Sha256 hash() {
        try (var opened = SqliteFile.open(file, SqliteOptions.forApplication(0))) {
            return opened.read(SchemaReader::read).hash();
        }
    }
}
