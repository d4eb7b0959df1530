package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.data.DataTable;
import dev.templedb.branchdb.kv.Value;
import dev.templedb.branchdb.rows.RowConflict;
import dev.templedb.branchdb.rows.RowCounts;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.rows.RowResolution;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.core.ErrorCode;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The last merge of rows is taken back.
class RowMergeUndoTest {
    @TempDir
    Path directory;

    private Databases databases;
    private Database app;
    private DatabaseBranch main;
    private DatabaseBranch feature;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        app = databases.create("app");
        main = app.main();
        var items = Table.define("items")
                .withColumn(Column.of("name", "TEXT"))
                .withColumn(Column.of("code", "TEXT"))
                .withColumn(Column.of("parent", "TEXT"))
                .with(Unique.of("code"))
                .with(ForeignKey.of("parent", "items", "id", ForeignKey.Action.CASCADE));
        main.change(List.of(
                new Change.CreateTable(items),
                new Change.CreateTable(Table.define("others").withColumn(Column.of("name", "TEXT")))));
        items(main)
                .insertAll(List.of(
                        Map.of("id", "a", "name", "A", "code", "1"),
                        Map.of("id", "b", "name", "B", "code", "2"),
                        Map.of("id", "c", "name", "C", "code", "3")));
        feature = app.createBranch("feature", "main");
        items(feature).insert(Map.of("id", "d", "name", "D"));
        items(feature).update(Map.of("id", "a", "name", "A2"));
        items(feature).delete("b");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private static DataTable items(DatabaseBranch branch) {
        return branch.tenant("main").table("items");
    }

    private static List<String> rows(DatabaseBranch branch) {
        return items(branch).select("id", "name", "code").orderBy("id").list().stream()
                .map(row -> row.values().toString())
                .toList();
    }

    private static final List<String> BEFORE = List.of("[a, A, 1]", "[b, B, 2]", "[c, C, 3]");
    private static final List<String> AFTER = List.of("[a, A2, 1]", "[c, C, 3]", "[d, D, null]");

    @Test
    void rows_are_as_they_were_and_the_same_can_be_merged_again() {
        var files = FilesOf.tenants(directory).size();
        var times = items(main)
                .select("id", "created_at", "updated_at")
                .orderBy("id")
                .list();
        feature.mergeRows("main", RowDecisions.NONE);
        assertThat(rows(main)).isEqualTo(AFTER);
        assertThat(main.lastRowMerge().source()).isEqualTo("feature");

        var report = main.undoRows(RowDecisions.NONE);

        assertThat(report.isApplied()).isTrue();
        assertThat(report.tenants()).isEqualTo(Map.of("main", new RowCounts(1, 1, 1)));
        assertThat(rows(main)).isEqualTo(BEFORE);
        assertThat(items(main)
                        .select("id", "created_at", "updated_at")
                        .orderBy("id")
                        .list())
                .isEqualTo(times);
        assertThat(main.drift()).isEmpty();
        assertThat(main.damage()).isEmpty();
        assertThat(FilesOf.tenants(directory)).hasSize(files + 1);
        assertFails(() -> main.undoRows(RowDecisions.NONE), ErrorCode.DATABASE_NOTHING_TO_UNDO, "No rows were merged");

        feature.mergeRows("main", RowDecisions.NONE);
        assertThat(rows(main)).isEqualTo(AFTER);
    }

    @Test
    void what_was_written_since_stays_and_keys_with_it() {
        feature.mergeRows("main", RowDecisions.NONE);
        items(main).insert(Map.of("id", "e", "name", "E"));
        items(main).update(Map.of("id", "c", "name", "C2"));
        main.tenant("main").kv().set("key", new Value.Text("value"));

        main.undoRows(RowDecisions.NONE);

        assertThat(rows(main)).containsExactly("[a, A, 1]", "[b, B, 2]", "[c, C2, 3]", "[e, E, null]");
        assertThat(main.tenant("main").kv().get("key")).contains(new Value.Text("value"));
    }

    @Test
    void rows_that_were_changed_since_are_conflicts_that_can_be_decided() {
        feature.mergeRows("main", RowDecisions.NONE);
        items(main).update(Map.of("id", "a", "name", "A3"));
        items(main).update(Map.of("id", "d", "name", "D2"));

        var rehearsed = main.rehearseUndoRows(RowDecisions.NONE);

        assertThat(rehearsed.isApplied()).isFalse();
        assertThat(rehearsed.conflicts())
                .extracting(each -> each.place().name() + " " + each.kind() + " " + each.ours())
                .satisfiesExactly(
                        each -> assertThat(each).isEqualTo("main/items/a/name CELL \"A3\""),
                        each -> assertThat(each).startsWith("main/items/d REMOVED_BY_THEIRS {"));
        assertFails(() -> main.undoRows(RowDecisions.NONE), ErrorCode.ROWS_CONFLICT, "in 2 places");
        assertThat(rows(main)).containsExactly("[a, A3, 1]", "[c, C, 3]", "[d, D2, null]");
        assertThat(main.rowConflicts()).as("they are no conflicts of a merge").isEmpty();

        main.undoRows(new RowDecisions(
                Map.of(new RowConflict.Place("main", "items", "[\"d\"]", ""), RowResolution.THEIRS),
                Optional.of(RowResolution.OURS)));

        assertThat(rows(main)).containsExactly("[a, A3, 1]", "[b, B, 2]", "[c, C, 3]");
    }

    @Test
    void what_would_break_the_schema_is_told_and_nothing_is_changed() {
        feature.mergeRows("main", RowDecisions.NONE);
        items(main).insert(Map.of("id", "e", "name", "E", "code", "2"));
        items(main).insert(Map.of("id", "f", "name", "F", "parent", "d"));

        assertFails(
                () -> main.undoRows(RowDecisions.NONE), ErrorCode.ROWS_BREAK_CONSTRAINTS, "another row has the same");

        assertThat(rows(main)).hasSize(5);
        items(main).delete("e");
        assertFails(() -> main.undoRows(RowDecisions.NONE), ErrorCode.ROWS_BREAK_CONSTRAINTS, "does not exist");
        items(main).delete("f");
        main.undoRows(RowDecisions.NONE);
        assertThat(rows(main)).isEqualTo(BEFORE);
    }

    @Test
    void tenants_that_the_merge_made_are_deleted_and_come_back() {
        feature.createTenant("new");
        feature.tenant("new").table("items").insert(Map.of("id", "x", "name", "X"));
        feature.mergeRows("main", RowDecisions.NONE);
        main.tenant("new").table("items").insert(Map.of("id", "y", "name", "Y"));

        main.undoRows(RowDecisions.NONE);

        assertThat(main.tenants()).extracting(TenantRow::name).containsExactly("main");
        assertThat(rows(main)).isEqualTo(BEFORE);
        var deleted = databases.deleted().getFirst();
        databases.bringBack(deleted.row(), "again");
        assertThat(main.tenant("again").table("items").count()).isEqualTo(2);
        feature.mergeRows("main", RowDecisions.NONE);
        assertThat(main.tenant("new").table("items").count()).isEqualTo(1);
    }

    @Test
    void a_schema_that_has_changed_since_is_no_hindrance() {
        feature.mergeRows("main", RowDecisions.NONE);
        main.change(List.of(
                new Change.RenameTable("items", "things"),
                new Change.RenameColumn("things", "name", "title"),
                Change.AddColumn.of("things", Column.of("size", "INTEGER").withDefault("7")),
                new Change.DropTable("others")));

        main.undoRows(RowDecisions.NONE);

        assertThat(main.tenant("main")
                        .table("things")
                        .select("id", "title", "code", "size")
                        .orderBy("id")
                        .list())
                .extracting(row -> row.values().toString())
                .containsExactly("[a, A, 1, 7]", "[b, B, 2, 7]", "[c, C, 3, 7]");
    }

    @Test
    void while_something_is_dropped_that_it_changed_it_waits() {
        feature.mergeRows("main", RowDecisions.NONE);
        main.change(List.of(new Change.DropColumn("items", "name")));
        assertFails(() -> main.undoRows(RowDecisions.NONE), ErrorCode.MERGED_ROWS_DROPPED, "column items.name");
        main.undo();
        main.change(List.of(new Change.DropTable("items")));
        assertFails(() -> main.rehearseUndoRows(RowDecisions.NONE), ErrorCode.MERGED_ROWS_DROPPED, "table items");
        main.undo();

        main.undoRows(RowDecisions.NONE);

        assertThat(rows(main)).isEqualTo(BEFORE);
    }

    @Test
    void only_the_last_merge_is_taken_back_and_only_in_the_branch_that_it_was_made_into() {
        feature.mergeRows("main", RowDecisions.NONE);
        var fork = app.createBranch("fork", "main");
        items(feature).insert(Map.of("id", "z", "name", "Z"));
        feature.mergeRows("main", RowDecisions.NONE);

        assertFails(() -> fork.undoRows(RowDecisions.NONE), ErrorCode.DATABASE_NOTHING_TO_UNDO, "'fork'");
        main.undoRows(RowDecisions.NONE);

        assertThat(rows(main)).isEqualTo(AFTER);
        assertThat(rows(fork)).isEqualTo(AFTER);
    }

    @Test
    void a_merge_that_changed_nothing_in_a_tenant_takes_nothing_of_an_older_one_back() {
        feature.createTenant("late");
        feature.mergeRows("main", RowDecisions.NONE);
        items(feature).insert(Map.of("id", "z", "name", "Z"));
        items(main).insert(Map.of("id", "z", "name", "Z"));
        var times = items(feature).get("z").orElseThrow();
        items(main)
                .update(Map.of(
                        "id", "z", "created_at", times.value("created_at"), "updated_at", times.value("updated_at")));
        feature.tenant("late").table("items").insert(Map.of("id", "x"));
        feature.mergeRows("main", RowDecisions.NONE);

        main.undoRows(RowDecisions.NONE);

        assertThat(rows(main)).containsExactly("[a, A2, 1]", "[c, C, 3]", "[d, D, null]", "[z, Z, null]");
        assertThat(main.tenant("late").table("items").count()).isZero();
    }

    @Test
    void tenants_that_were_deleted_or_renamed_since_stay_so() {
        for (var name : List.of("gone", "former")) {
            main.createTenant(name);
        }
        var other = app.createBranch("other", "main");
        for (var name : List.of("gone", "former")) {
            other.tenant(name).table("items").insert(Map.of("id", name));
        }
        other.mergeRows("main", RowDecisions.NONE);
        main.deleteTenant("gone");
        main.renameTenant("former", "renamed");

        main.undoRows(RowDecisions.NONE);

        assertThat(main.tenants()).extracting(TenantRow::name).containsExactly("main", "renamed");
        assertThat(main.tenant("renamed").table("items").count()).isZero();
    }

    @Test
    void what_was_merged_back_meanwhile_is_not_forgotten() {
        feature.mergeRows("main", RowDecisions.NONE);
        items(main).insert(Map.of("id", "m", "name", "M"));
        main.mergeRows("feature", RowDecisions.NONE);
        assertThat(rows(feature)).contains("[m, M, null]");

        main.undoRows(RowDecisions.NONE);

        assertThat(rows(main)).containsExactly("[a, A, 1]", "[b, B, 2]", "[c, C, 3]", "[m, M, null]");
        assertThat(rows(feature)).as("nobody touches the source").contains("[d, D, null]");
    }

    @Test
    void it_is_taken_back_also_when_the_source_is_gone_whose_files_are_not_kept_for_it() {
        feature.mergeRows("main", RowDecisions.NONE);
        app.deleteBranch("feature");
        databases.forgetDeleted(Instant.MAX);
        assertThat(FilesOf.tenants(directory)).hasSize(2);

        main.undoRows(RowDecisions.NONE);

        assertThat(rows(main)).isEqualTo(BEFORE);
        assertThat(FilesOf.tenants(directory)).hasSize(2);
    }

    @Test
    void it_waits_for_nobody_in_maintenance_and_goes_after_thirty_days() {
        feature.mergeRows("main", RowDecisions.NONE);
        app.beginMaintenance("a reason");
        assertFails(() -> main.undoRows(RowDecisions.NONE), ErrorCode.DATABASE_IN_MAINTENANCE, "a reason");
        app.endMaintenance();
        main.forgetKept();
        assertThat(main.lastRowMerge().source()).isEqualTo("feature");
        passDays(31);

        main.forgetKept();

        assertFails(main::lastRowMerge, ErrorCode.DATABASE_NOTHING_TO_UNDO, "'main'");
        assertThat(Notes.number(main.tenant("main"), "SELECT count(*) FROM sqlite_schema WHERE name GLOB '__merged_*'"))
                .isZero();
        app.deleteBranch("feature");
        databases.forgetDeleted(Instant.MAX);
        assertThat(FilesOf.tenants(directory)).hasSize(2);
    }

    private void passDays(int days) {
        databases.close();
        try (var catalog = SqliteFile.open(
                directory.resolve(".branchdb").resolve(Catalog.NAME), SqliteOptions.forApplication(0))) {
            catalog.write(tx -> tx.update("UPDATE row_merges SET made_at = :then")
                    .bind("then", Instant.now().minus(Duration.ofDays(days)))
                    .execute());
        }
        databases = Databases.open(directory);
        app = databases.database("app");
        main = app.main();
        feature = app.branch("feature");
    }
}
