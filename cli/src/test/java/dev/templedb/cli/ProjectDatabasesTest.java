package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.databases.ProjectDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The databases of a project, and where they go with it.
class ProjectDatabasesTest {
    @TempDir
    private Path folder;

    private Path shared;
    private Cli ada;
    private Cli bob;

    @BeforeEach
    void make_a_project_with_a_database() throws IOException {
        shared = Files.createDirectories(folder.resolve("shared"));
        ada = new Cli(Files.createDirectories(folder.resolve("ada")));
        bob = new Cli(Files.createDirectories(folder.resolve("bob")));
        ada.must("project", "create", "shop");
        ada.must("remote", "add", "team", shared.toString());
        in(ada, "shop", databases -> {
            var app = databases.create("app", "what we sell");
            app.main().change(List.of(new Change.CreateTable(users())));
            app.main().createTenant("acme");
            app.createBranch("feature", "main");
            insert(databases, "ada@x.org");
        });
    }

    @Test
    void a_project_shows_its_databases_with_branches_and_tenants() {
        assertThat(ada.must("project", "show", "shop", "--format", "json"))
                .contains("\"databases\": [", "\"name\": \"app\"", "\"feature\"", "\"acme\"", "\"users\"");
        assertThat(ada.must("project", "show", "shop")).contains("app").contains("acme");
    }

    @Test
    void databases_travel_with_a_package_without_rows_and_the_root_stays_the_same() {
        var first = folder.resolve("first.cathedral").toString();
        var second = folder.resolve("second.cathedral").toString();
        ada.must("cathedral", "export", "shop", "--output", first);

        bob.must("cathedral", "import", first);
        bob.must("cathedral", "export", "shop", "--output", second);

        assertThat(root(bob, second)).isEqualTo(root(ada, first));
        assertThat(ada.must("cathedral", "diff", first, second)).contains("same");
        in(bob, "shop", databases -> {
            assertThat(databases.database("app").branches()).hasSize(2);
            assertThat(count(databases)).isZero();
        });
        assertThat(bob.must(
                        "cathedral",
                        "export",
                        "shop",
                        "--output",
                        folder.resolve("dir").toString(),
                        "--layout",
                        "directory"))
                .isNotEmpty();
        assertThat(folder.resolve("dir")).isDirectoryRecursivelyContaining("glob:**/app.jsonl");
    }

    @Test
    void a_pull_brings_the_later_schema_to_the_rows_that_are_here() {
        ada.must("cathedral", "push", "shop", "--as", "ada/shop");
        bob.must("remote", "add", "team", shared.toString());
        bob.must("cathedral", "pull", "ada/shop");
        in(bob, "shop", databases -> insert(databases, "bob@x.org"));
        in(ada, "shop", databases -> addColumn(databases, "age"));
        ada.must("cathedral", "push", "shop");

        bob.must("cathedral", "pull", "ada/shop");

        in(bob, "shop", databases -> {
            assertThat(count(databases)).isEqualTo(1);
            assertThat(columns(databases)).contains("age");
        });
        assertThat(bob.must("cathedral", "sync", "shop", "--check")).contains("are equal");
        in(ada, "shop", databases -> assertThat(count(databases)).isEqualTo(1));
    }

    @Test
    void a_database_that_both_changed_is_a_conflict_and_is_taken_as_a_whole() {
        ada.must("cathedral", "push", "shop", "--as", "ada/shop");
        bob.must("remote", "add", "team", shared.toString());
        bob.must("cathedral", "pull", "ada/shop");
        in(bob, "shop", databases -> insert(databases, "bob@x.org"));
        in(bob, "shop", databases -> addColumn(databases, "size"));
        in(ada, "shop", databases -> addColumn(databases, "age"));
        ada.must("cathedral", "push", "shop");

        assertThat(bob.run("cathedral", "sync", "shop").code()).isNotZero();
        assertThat(bob.run("cathedral", "conflicts", "shop").out()).contains("databases/app.jsonl");
        in(
                bob,
                "shop",
                databases -> assertThat(columns(databases)).contains("size").doesNotContain("age"));
        bob.must("cathedral", "conflicts", "shop", "--resolve", "databases/app.jsonl", "--take", "theirs");

        in(bob, "shop", databases -> {
            assertThat(columns(databases)).contains("age").doesNotContain("size");
            assertThat(count(databases)).isEqualTo(1);
        });
    }

    @Test
    void a_pull_that_would_lose_rows_is_refused_and_changes_nothing() {
        ada.must("cathedral", "push", "shop", "--as", "ada/shop");
        bob.must("remote", "add", "team", shared.toString());
        bob.must("cathedral", "pull", "ada/shop");
        in(bob, "shop", databases -> insert(databases, "bob@x.org"));
        in(ada, "shop", databases -> databases.delete("app"));
        ada.must("project", "edit", "shop", "--description", "Later");
        ada.must("cathedral", "push", "shop");

        var run = bob.run("cathedral", "pull", "ada/shop");

        assertThat(run.err()).contains("TDB-1563").contains("tenant acme of app/main");
        in(bob, "shop", databases -> {
            assertThat(count(databases)).isEqualTo(1);
            insert(databases, "again@x.org");
        });
        assertThat(bob.must("project", "show", "shop")).doesNotContain("Later");
        bob.must("maintain");
        assertThat(homes(bob)).hasSize(1);
    }

    @Test
    void a_clone_has_the_databases_with_their_rows_and_goes_its_own_way() {
        ada.must("project", "clone", "shop", "copy");
        in(ada, "copy", databases -> insert(databases, "more@x.org"));

        in(ada, "copy", databases -> assertThat(count(databases)).isEqualTo(2));
        in(ada, "shop", databases -> {
            assertThat(count(databases)).isEqualTo(1);
            insert(databases, "still@x.org");
        });
    }

    @Test
    void a_project_that_is_removed_or_renamed_keeps_its_databases() {
        ada.must("project", "remove", "shop", "--yes");
        ada.must("maintain");
        ada.must("undo");
        ada.must("project", "rename", "shop", "store");

        in(ada, "store", databases -> assertThat(count(databases)).isEqualTo(1));
    }

    @Test
    void a_directory_that_is_missing_is_no_database_that_was_deleted() throws IOException {
        var home = Path.of(use(ada, "shop"));
        var first = folder.resolve("first.cathedral").toString();
        ada.must("cathedral", "export", "shop", "--output", first);
        var aside = folder.resolve("aside");
        Files.move(home, aside);

        var second = folder.resolve("second.cathedral").toString();
        ada.must("cathedral", "export", "shop", "--output", second);
        assertThat(root(ada, second)).isEqualTo(root(ada, first));
        assertThatThrownBy(() -> use(ada, "shop"))
                .isInstanceOf(TempleException.class)
                .hasMessageContaining("where they should be");

        Files.move(aside, home);
        in(ada, "shop", databases -> assertThat(count(databases)).isEqualTo(1));
    }

    @Test
    void commands_of_databases_work_on_those_of_a_project() {
        ada.must("project", "create", "park");
        var none = ada.run("db", "list", "--project", "park");
        assertThat(none.err()).contains("TDB-2087", "park has no databases");
        assertThat(ada.must("project", "show", "park", "--format", "json")).doesNotContain("zoo");

        ada.must("db", "init", "--project", "park", "--name", "zoo");
        ada.must("db", "table", "create", "animals", "name:TEXT", "--project", "park");
        ada.must("db", "create", "staff", "--project", "park");

        assertThat(ada.must("db", "list", "--project", "park")).contains("zoo", "staff");
        assertThat(ada.must("project", "show", "park", "--format", "json")).contains("\"zoo\"", "\"animals\"");
        assertThat(ada.run("db", "list", "--project", "none").err()).contains("TDB-1001");
        assertThat(ada.run("db", "init", "--project", "park").err()).contains("TDB-2031");
        assertThat(ada.run("db", "init", "elsewhere", "--project", "park").code())
                .isEqualTo(2);
        assertThat(ada.run("db", "list", "--project", "park", "--project-dir", ".")
                        .code())
                .isEqualTo(2);
        assertThat(ada.run("db", "import-cinchdb", ".", "--project", "park").err())
                .contains("db attach");
    }

    @Test
    void rows_travel_when_they_are_asked_for_and_only_where_there_are_none() {
        var without = folder.resolve("without.cathedral").toString();
        var with = folder.resolve("with.cathedral").toString();
        assertThat(ada.run("cathedral", "export", "shop", "--output", without).err())
                .contains("rows of its databases stay here; --include-rows");
        ada.must("cathedral", "export", "shop", "--output", with, "--include-rows");
        assertThat(root(ada, with)).isNotEqualTo(root(ada, without));

        bob.must("cathedral", "import", with);

        in(bob, "shop", databases -> assertThat(count(databases)).isEqualTo(1));
        bob.must(
                "cathedral",
                "export",
                "shop",
                "--output",
                folder.resolve("again.cathedral").toString());
        assertThat(ada.must(
                        "cathedral",
                        "diff",
                        without,
                        folder.resolve("again.cathedral").toString()))
                .contains("same");
        in(bob, "shop", databases -> insert(databases, "bob@x.org"));
        in(ada, "shop", databases -> addColumn(databases, "age"));
        var all = folder.resolve("all.tar").toString();
        ada.must("cathedral", "export-all", "--output", all, "--include-rows");
        bob.must("cathedral", "import-all", "--input", all, "--merge");
        in(bob, "shop", databases -> {
            assertThat(count(databases)).isEqualTo(2);
            assertThat(columns(databases)).contains("age");
        });
        assertThat(bob.must("cathedral", "import-all", "--input", all, "--merge"))
                .contains("shop");
    }

    @Test
    void rows_of_a_public_project_stay_unless_that_is_forced_and_a_whole_temple_moves_with_them() {
        ada.must("project", "edit", "shop", "--visibility", "public");
        var file = folder.resolve("public.cathedral").toString();
        assertThat(ada.run("cathedral", "export", "shop", "--output", file, "--include-rows")
                        .err())
                .contains("TDB-2089");
        ada.must("cathedral", "export", "shop", "--output", file, "--include-rows", "--force");
        ada.must("project", "edit", "shop", "--visibility", "private");

        var all = folder.resolve("all.tar").toString();
        ada.must("cathedral", "export-all", "--output", all, "--include-rows");
        bob.must("cathedral", "import-all", "--input", all);
        in(bob, "shop", databases -> assertThat(count(databases)).isEqualTo(1));
    }

    @Test
    void a_directory_of_ones_own_is_attached_and_copied_when_it_is_detached() {
        var own = folder.resolve("own");
        try (var databases = Databases.init(own)) {
            databases.create("zoo").main().change(List.of(new Change.CreateTable(users())));
        }
        ada.must("project", "create", "park");
        ada.must("db", "attach", "park", own.toString());
        assertThat(use(ada, "park")).isEqualTo(own.toString());
        assertThat(ada.must("project", "show", "park")).contains("zoo");

        assertThat(ada.must("db", "detach", "park")).contains("in the temple now");
        assertThat(ada.must("db", "detach", "park")).contains("No directory");

        assertThat(use(ada, "park")).isNotEqualTo(own.toString());
        assertThat(ada.must("db", "table", "list", "--project", "park", "--format", "csv"))
                .contains("users,");
        assertThat(ada.must("project", "show", "park")).contains("zoo");
        try (var databases = Databases.open(own)) {
            databases.database("zoo").main().createTenant("later");
        }
    }

    private static Table users() {
        return Table.define("users").withColumn(Column.of("email", "TEXT"));
    }

    private static void insert(Databases databases, String email) {
        databases
                .database("app")
                .main()
                .tenant("acme")
                .write(tx -> tx.update("INSERT INTO users (email) VALUES (:email)")
                        .bind("email", email)
                        .execute());
    }

    private static long count(Databases databases) {
        return databases
                .database("app")
                .main()
                .tenant("acme")
                .<Long>read(tx -> tx.query("SELECT count(*) FROM users").longValue());
    }

    private static void addColumn(Databases databases, String name) {
        databases.database("app").main().change(List.of(Change.AddColumn.of("users", Column.of(name, "TEXT"))));
    }

    private static List<String> columns(Databases databases) {
        return databases
                .database("app")
                .main()
                .tenant("acme")
                .read(tx ->
                        tx.query("SELECT name FROM pragma_table_info('users')").list(row -> row.text(1)));
    }

    private static String root(Cli cli, String file) {
        return cli.must("cathedral", "inspect", file, "--format", "json")
                .lines()
                .filter(line -> line.contains("content_root"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> homes(Cli cli) {
        var temple = cli.temple();
        try (var files = Files.list(temple.resolveSibling(temple.getFileName() + "-databases"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void in(Cli cli, String slug, Consumer<Databases> work) {
        try (var databases = Databases.open(Path.of(use(cli, slug)))) {
            work.accept(databases);
        }
    }

    private static String use(Cli cli, String slug) {
        return with(cli, databases -> databases.use(slug).toString());
    }

    private static String with(Cli cli, Function<ProjectDatabases, String> work) {
        try (var temple = Temple.open(cli.temple(), Clock.systemUTC(), "ada")) {
            return work.apply(new ProjectDatabases(temple));
        }
    }
}
