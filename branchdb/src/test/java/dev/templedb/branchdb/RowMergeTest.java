package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.data.DataRow;
import dev.templedb.branchdb.data.DataTable;
import dev.templedb.branchdb.rows.RowChange;
import dev.templedb.branchdb.rows.RowConflict;
import dev.templedb.branchdb.rows.RowCounts;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.rows.RowPatch;
import dev.templedb.branchdb.rows.RowResolution;
import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.core.ErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows of two branches: how they differ, and merges of them.
class RowMergeTest {
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
                .withColumn(Column.of("low", "INTEGER").withDefault("0"))
                .withColumn(Column.of("high", "INTEGER").withDefault("9"))
                .withColumn(Column.of("parent", "TEXT"))
                .with(Unique.of("code"))
                .with(new Check(null, "low <= high"))
                .with(ForeignKey.of("parent", "items", "id", ForeignKey.Action.CASCADE));
        main.change(List.of(new Change.CreateTable(items)));
        items(main)
                .insertAll(List.of(
                        Map.of("id", "a", "name", "A", "code", "1"),
                        Map.of("id", "b", "name", "B", "code", "2"),
                        Map.of("id", "c", "name", "C", "code", "3")));
        feature = app.createBranch("feature", "main");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private static DataTable items(DatabaseBranch branch) {
        return branch.tenant("main").table("items");
    }

    private static List<String> rows(DatabaseBranch branch) {
        return items(branch).select("id", "name", "code", "low", "high").orderBy("id").list().stream()
                .map(row -> row.values().toString())
                .toList();
    }

    /// case 58
    @Test
    void case_58_a_merge_of_the_schema_brings_no_rows_and_a_merge_of_rows_brings_them_when_asked() {
        items(feature).insert(Map.of("id", "d", "name", "D"));
        feature.change(
                List.of(Change.AddColumn.of("items", Column.of("note", "TEXT").withDefault("'-'"))));
        items(feature).update(Map.of("id", "a", "note", "first"));
        assertFails(
                () -> feature.mergeRows("main", RowDecisions.NONE),
                ErrorCode.ROWS_WITHOUT_BASE,
                "Merge the schema of 'feature' into 'main' first");

        feature.mergeInto("main");
        assertThat(items(main).count()).isEqualTo(3);

        var report = feature.mergeRows("main", RowDecisions.NONE);

        assertThat(report.tenants()).isEqualTo(Map.of("main", new RowCounts(1, 1, 0)));
        assertThat(items(main).select("id", "note").orderBy("id").list())
                .extracting(row -> row.values().toString())
                .containsExactly("[a, first]", "[b, -]", "[c, -]", "[d, -]");
        assertThat(feature.diffRows("main", (tenant, change) -> {})).isEqualTo(new RowCounts(0, 0, 0));
    }

    @Test
    void a_comparison_tells_what_was_added_changed_and_removed_with_its_cells() {
        main.createTenants(List.of("same", "lazy"), false);
        items(feature).insert(Map.of("id", "d", "name", "D"));
        items(feature).update(Map.of("id", "b", "name", "B2"));
        items(feature).delete("a");
        var seen = new ArrayList<String>();

        var counts = main.diffRows(
                "feature",
                (tenant, change) -> seen.add(tenant + " "
                        + switch (change) {
                            case RowChange.Added(var table, var key, var row) -> "+" + table + key + row.text("name");
                            case RowChange.Removed(var table, var key, var row) -> "-" + table + key + row.text("name");
                            case RowChange.Changed(var table, var key, var before, var after, var columns) ->
                                table + key + columns + before.text("name") + after.text("name");
                        }));

        assertThat(counts).isEqualTo(new RowCounts(1, 1, 1));
        assertThat(seen).containsExactly("main -items[a]A", "main items[b][updated_at, name]BB2", "main +items[d]D");
        assertThat(counts.total())
                .isEqualTo(feature.diffRows("main", (tenant, change) -> {}).total());
    }

    @Test
    void cells_that_each_side_changed_come_together_and_the_next_merge_begins_from_there() {
        items(main).update(Map.of("id", "a", "name", "ours"));
        items(main).delete("c");
        items(feature).updateAll(List.of(Map.of("id", "a", "low", 5), Map.of("id", "b", "name", "theirs")));
        items(feature).insert(Map.of("id", "d", "parent", "a"));

        feature.mergeRows("main", RowDecisions.NONE);

        assertThat(rows(main)).containsExactly("[a, ours, 1, 5, 9]", "[b, theirs, 2, 0, 9]", "[d, null, null, 0, 9]");
        items(main).update(Map.of("id", "b", "name", "again"));
        items(feature).update(Map.of("id", "a", "low", 6));
        feature.mergeRows("main", RowDecisions.NONE);
        assertThat(rows(main)).containsExactly("[a, ours, 1, 6, 9]", "[b, again, 2, 0, 9]", "[d, null, null, 0, 9]");
        main.mergeRows("feature", RowDecisions.NONE);
        assertThat(rows(feature)).isEqualTo(rows(main));
        assertThat(feature.mergeRows("main", RowDecisions.NONE).tenants()).isEmpty();
    }

    @Test
    void conflicts_are_listed_and_can_be_asked_for_and_decided_one_by_one() {
        items(main).updateAll(List.of(Map.of("id", "a", "name", "ours", "low", 1), Map.of("id", "b", "low", 2)));
        items(main).delete("c");
        items(feature)
                .updateAll(List.of(Map.of("id", "a", "name", "theirs", "low", 1), Map.of("id", "c", "name", "kept")));
        items(feature).delete("b");
        var before = rows(main);

        assertFails(
                () -> feature.mergeRows("main", RowDecisions.NONE),
                ErrorCode.ROWS_CONFLICT,
                "in 3 places: row a of items in tenant main: name is \"ours\" here and \"theirs\" there;");

        assertThat(rows(main)).isEqualTo(before);
        assertThat(main.rowConflicts())
                .extracting(each -> each.key() + each.column() + each.kind() + each.base())
                .containsExactly("[\"a\"]nameCELL\"A\"", "[\"b\"]REMOVED_BY_THEIRSnull", "[\"c\"]REMOVED_BY_OURSnull");
        var conflicts = main.rowConflicts();
        var some = new RowDecisions(
                Map.of(
                        conflicts.get(0).place(),
                        new RowResolution.Value("both"),
                        conflicts.get(1).place(),
                        RowResolution.THEIRS),
                Optional.empty());
        var tried = feature.rehearseMergeRows("main", some);
        assertThat(tried.isApplied()).isFalse();
        assertThat(tried.conflicts()).extracting(RowConflict::key).containsExactly("[\"c\"]");
        assertThat(rows(main)).isEqualTo(before);

        feature.mergeRows("main", new RowDecisions(some.byPlace(), Optional.of(RowResolution.OURS)));

        assertThat(rows(main)).containsExactly("[a, both, 1, 1, 9]");
        assertThat(main.rowConflicts()).isEmpty();
    }

    @Test
    void what_the_merged_rows_would_break_is_told_before_anything_is_written() {
        main.createTenant("good");
        var other = app.createBranch("other", "main");
        other.tenant("good").table("items").insert(Map.of("id", "x"));
        items(main).updateAll(List.of(Map.of("id", "a", "low", 8), Map.of("id", "b", "code", "taken")));
        items(main).delete("c");
        items(other).updateAll(List.of(Map.of("id", "a", "high", 3)));
        items(other).insertAll(List.of(Map.of("id", "d", "code", "taken"), Map.of("id", "e", "parent", "c")));
        var before = rows(main);

        assertFails(
                () -> other.mergeRows("main", RowDecisions.NONE),
                ErrorCode.ROWS_BREAK_CONSTRAINTS,
                "The merged rows would break the schema");

        assertThat(other.rehearseMergeRows("main", RowDecisions.NONE).violations())
                .extracting(each -> each.tenant() + each.table() + each.key() + each.reason())
                .containsExactlyInAnyOrder(
                        "mainitems[\"a\"]it breaks the condition low <= high",
                        "mainitems[\"d\"]another row has the same items.code",
                        "mainitems[\"e\"]it refers to a row of items that does not exist");
        assertThat(rows(main)).isEqualTo(before);
        assertThat(main.tenant("good").table("items").count()).isZero();
        int files = FilesOf.tenants(directory).size();
        assertThat(FilesOf.all(directory)).noneMatch(name -> name.startsWith(".new"));
        items(other).update(Map.of("id", "a", "high", 9));
        items(other).delete(List.of("d", "e"));
        other.mergeRows("main", RowDecisions.NONE);
        assertThat(main.tenant("good").table("items").count()).isEqualTo(1);
        assertThat(FilesOf.tenants(directory).size()).isLessThanOrEqualTo(files + 1);
    }

    @Test
    void values_may_change_places_and_triggers_do_not_hear_of_it() {
        main.change(Edits.sql(
                "CREATE TABLE log (id TEXT PRIMARY KEY NOT NULL DEFAULT (hex(randomblob(8))), what TEXT)",
                "CREATE TRIGGER logged AFTER UPDATE ON items BEGIN INSERT INTO log (what) VALUES (NEW.id); END"));
        var other = app.createBranch("other", "main");
        other.tenant("main").writeData(data -> {
            data.execute("UPDATE items SET code = 'x' WHERE id = 'a'");
            data.execute("UPDATE items SET code = '1' WHERE id = 'b'");
            return data.execute("UPDATE items SET code = '2' WHERE id = 'a'");
        });
        long logged = other.tenant("main").table("log").count();

        other.mergeRows("main", RowDecisions.NONE);

        assertThat(rows(main)).startsWith("[a, A, 2, 0, 9]", "[b, B, 1, 0, 9]");
        assertThat(main.tenant("main").table("log").count()).isEqualTo(logged).isPositive();
        assertThat(main.drift()).isEmpty();
        items(main).update(Map.of("id", "a", "name", "heard"));
        assertThat(main.tenant("main").table("log").count()).isGreaterThan(logged);
    }

    @Test
    void tenants_that_only_the_branch_has_come_with_their_rows_and_lazy_ones_get_a_file() {
        main.createTenant("lazy");
        var other = app.createBranch("other", "main");
        other.createTenant("new");
        other.createTenant("empty");
        other.tenant("new").table("items").insert(Map.of("id", "n"));
        other.tenant("lazy").table("items").insert(Map.of("id", "l"));

        var report = other.mergeRows("main", RowDecisions.NONE);

        assertThat(report.tenants()).containsOnlyKeys("lazy", "new");
        assertThat(main.tenant("new").table("items").get("n")).isPresent();
        assertThat(main.tenant("lazy").table("items").get("l")).isPresent();
        assertThat(main.tenants()).extracting(each -> each.name()).contains("empty");
    }

    @Test
    void a_new_tenant_under_the_name_of_one_that_was_renamed_takes_nothing_from_the_other_side() {
        main.createTenant("shop");
        main.tenant("shop").table("items").insert(Map.of("id", "s", "name", "S"));
        var other = app.createBranch("other", "main");
        other.renameTenant("shop", "former");
        other.createTenant("shop");

        other.mergeRows("main", RowDecisions.NONE);

        assertThat(main.tenant("shop").table("items").count()).isEqualTo(1);
        assertThat(main.tenant("former").table("items").count()).isEqualTo(1);
    }

    @Test
    void a_tenant_that_the_target_deleted_or_renamed_comes_back_only_when_the_source_changed_it() {
        for (var name : List.of("a", "b", "c")) {
            main.createTenant(name).table("items").insert(Map.of("id", name));
        }
        var other = app.createBranch("other", "main");
        main.deleteTenant("a");
        main.renameTenant("b", "z");
        main.deleteTenant("c");
        other.tenant("c").table("items").insert(Map.of("id", "more"));

        var report = other.mergeRows("main", RowDecisions.NONE);

        assertThat(report.newTenants()).containsExactly("c");
        assertThat(main.tenants()).extracting(TenantRow::name).containsExactly("c", "main", "z");
        assertThat(main.tenant("c").table("items").count()).isEqualTo(2);
    }

    @Test
    void a_tenant_that_was_brought_back_still_has_in_common_what_it_had() {
        main.createTenant("a").table("items").insert(Map.of("id", "x", "name", "X"));
        var other = app.createBranch("other", "main");
        other.tenant("a").table("items").delete("x");
        main.deleteTenant("a");
        databases.bringBack(databases.deleted().getFirst().row(), "a");

        other.mergeRows("main", RowDecisions.NONE);

        assertThat(main.tenant("a").table("items").count()).isZero();
    }

    @Test
    void branches_that_were_not_forked_from_each_other_have_nothing_known_in_common() {
        app.createBranch("sibling", "main");

        assertFails(
                () -> feature.mergeRows("sibling", RowDecisions.NONE),
                ErrorCode.ROWS_WITHOUT_BASE,
                "neither was forked");
        assertFails(() -> main.mergeRows("main", RowDecisions.NONE), ErrorCode.MERGE_INTO_ITSELF, "into itself");
        app.beginMaintenance("moving");
        assertFails(() -> feature.mergeRows("main", RowDecisions.NONE), ErrorCode.DATABASE_IN_MAINTENANCE, "moving");
        app.endMaintenance();
    }

    @Test
    void the_common_state_is_one_file_and_goes_with_the_branch() {
        assertThat(FilesOf.tenants(directory)).hasSize(2);
        items(feature).update(Map.of("id", "a", "name", "x"));
        items(main).update(Map.of("id", "a", "name", "y"));
        items(main).update(Map.of("id", "a", "name", "z"));
        assertThat(FilesOf.tenants(directory)).hasSize(4);

        app.deleteBranch("feature");
        assertThat(FilesOf.tenants(directory)).hasSize(4);
        databases.forgetDeleted(Instant.MAX);

        assertThat(FilesOf.tenants(directory)).hasSize(2);
        assertThat(rows(main)).startsWith("[a, z, 1, 0, 9]");
    }

    @Test
    void columns_and_tables_that_were_renamed_are_still_the_same() {
        items(feature).update(Map.of("id", "a", "name", "theirs"));
        main.change(
                List.of(new Change.RenameColumn("items", "name", "title"), new Change.RenameTable("items", "things")));
        main.tenant("main").table("things").update(Map.of("id", "b", "title", "ours"));

        feature.mergeRows("main", RowDecisions.NONE);

        assertThat(main.tenant("main")
                        .table("things")
                        .select("title")
                        .orderBy("id")
                        .list())
                .extracting(DataRow::values)
                .containsExactly(List.of("theirs"), List.of("ours"), List.of("C"));
    }

    @Test
    void many_rows_are_merged_in_many_tenants_at_once() {
        var names = IntStream.range(0, 12).mapToObj(i -> "t" + i).toList();
        main.createTenants(names, true);
        var other = app.createBranch("other", "main");
        for (var name : names) {
            other.tenant(name)
                    .table("items")
                    .insertAll(IntStream.range(0, 300)
                            .mapToObj(i -> Map.of("id", "row" + i, "code", "c" + i))
                            .toList());
        }

        var report = other.mergeRows("main", RowDecisions.NONE);

        assertThat(report.tenants())
                .hasSize(12)
                .allSatisfy((tenant, counts) -> assertThat(counts).isEqualTo(new RowCounts(300, 0, 0)));
        assertThat(main.diffRows("other", (tenant, change) -> {}).total()).isZero();
    }

    @Test
    void a_comparison_that_is_applied_gives_the_other_side() {
        feature.tenant("main").writeData(data -> {
            data.table("items").insert(Map.of("id", "z", "name", "parent"));
            data.table("items").insert(Map.of("id", "d", "parent", "z"));
            data.table("items").update(Map.of("id", "b", "name", "B2"));
            return data.table("items").delete("a");
        });
        var changes = new ArrayList<RowChange>();
        main.diffRows("feature", (tenant, change) -> changes.add(change));

        main.tenant("main").writeData(data -> {
            var patch = new RowPatch(data);
            changes.forEach(change -> assertThat(patch.apply(change)).isTrue());
            return true;
        });

        assertThat(main.diffRows("feature", (tenant, change) -> {}).total()).isZero();
    }
}
