package dev.templedb.branchdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.KeptTables;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept for an undo, and until when.
class KeptTablesTest {
    @TempDir
    Path directory;

    private Databases databases;
    private Database app;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        app = databases.create("app");
        app.main()
                .change(List.of(new Change.CreateTable(Table.define("notes")
                        .withColumn(Column.of("name", "TEXT"))
                        .withColumn(Column.of("size", "INTEGER")))));
        app.main().createTenants(List.of("t1", "t2"), true);
        for (var tenant : List.of("t1", "t2")) {
            app.main().tenant(tenant).table("notes").insert(Map.of("id", "a", "name", tenant, "size", 1));
        }
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private void dropColumn(DatabaseBranch branch, String column) {
        branch.change(List.of(new Change.DropColumn("notes", column)));
    }

    private void addColumn(DatabaseBranch branch, String column) {
        branch.change(List.of(Change.AddColumn.of("notes", Column.of(column, "TEXT"))));
    }

    private List<String> kept(DatabaseBranch branch, String tenant) {
        return branch
                .tenant(tenant)
                .read(tx -> tx.query("SELECT name FROM sqlite_schema WHERE type = 'table'")
                        .list(row -> row.text(1)))
                .stream()
                .filter(name -> name.startsWith(KeptTables.PREFIX))
                .toList();
    }

    /// Lets everything that was done so far have been done some days earlier.
    private void passDays(int days) {
        databases.close();
        var options = SqliteOptions.forApplication(0);
        try (var catalog = SqliteFile.open(directory.resolve(".branchdb/catalog.db"), options)) {
            catalog.write(tx -> tx.update("UPDATE schema_versions SET made_at = :then")
                    .bind("then", Instant.now().minus(Duration.ofDays(days)))
                    .execute());
        }
        databases = Databases.open(directory);
        app = databases.database("app");
    }

    @Test
    void what_was_dropped_is_kept_until_the_next_merge_and_then_goes_from_all_tenants() {
        dropColumn(app.main(), "size");
        assertThat(kept(app.main(), "t1")).hasSize(1);
        var feature = app.createBranch("feature", "main");
        addColumn(feature, "more");
        dropColumn(feature, "name");

        feature.mergeInto("main");

        for (var tenant : List.of("main", "t1", "t2")) {
            assertThat(kept(app.main(), tenant))
                    .as("what the merge itself dropped is kept, and nothing before it")
                    .singleElement()
                    .asString()
                    .contains("name");
            assertThat(kept(feature, tenant)).as("the branch has its own files").hasSize(2);
        }
        app.main().undo();
        assertThat(app.main().tenant("t2").table("notes").get("a").orElseThrow().text("name"))
                .isEqualTo("t2");
        assertThat(app.main().drift()).isEmpty();
    }

    @Test
    void an_undo_brings_back_what_was_dropped_after_the_last_merge_whatever_was_changed_since() {
        dropColumn(app.main(), "size");
        addColumn(app.main(), "more");

        app.main().undo();
        app.main().undo();

        assertThat(app.main().tenant("t1").table("notes").get("a").orElseThrow().whole("size"))
                .isEqualTo(1);
        assertThat(kept(app.main(), "t1")).isNotEmpty().allMatch(name -> name.contains("more"));
    }

    @Test
    void after_thirty_days_the_next_change_or_whoever_tidies_up_removes_what_was_kept() {
        dropColumn(app.main(), "size");
        passDays(29);
        assertThat(app.main().forgetKept()).isZero();
        assertThat(kept(app.main(), "t1")).hasSize(1);

        passDays(31);
        var model = app.main().schema();
        var changes = app.main().changes();

        assertThat(app.main().forgetKept()).isEqualTo(1);
        assertThat(app.main().forgetKept()).as("once").isZero();
        assertThat(kept(app.main(), "t1")).isEmpty();
        assertThat(kept(app.main(), "main")).isEmpty();
        assertThat(app.main().schema()).isEqualTo(model);
        assertThat(app.main().changes()).isEqualTo(changes);
        assertThat(app.main().drift()).isEmpty();

        dropColumn(app.main(), "name");
        passDays(31);
        addColumn(app.main(), "more");
        assertThat(kept(app.main(), "t2")).isEmpty();
    }

    @Test
    void a_branch_that_was_up_to_date_is_still_when_the_other_only_tidied_up() {
        dropColumn(app.main(), "size");
        var feature = app.createBranch("feature", "main");
        addColumn(feature, "more");
        passDays(31);
        assertThat(app.main().forgetKept()).isEqualTo(1);

        app.branch("feature").mergeInto("main");

        assertThat(app.main().schema().table("notes").orElseThrow().column("more"))
                .isPresent();
        assertThat(kept(app.main(), "t1")).isEmpty();
    }
}
