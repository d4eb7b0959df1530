package dev.templedb.branchdb.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.Change.AddColumn;
import dev.templedb.branchdb.changes.Change.AlterColumn;
import dev.templedb.branchdb.changes.Change.AlterTable;
import dev.templedb.branchdb.changes.Change.CreateIndex;
import dev.templedb.branchdb.changes.Change.CreateTable;
import dev.templedb.branchdb.changes.Change.CreateTrigger;
import dev.templedb.branchdb.changes.Change.CreateView;
import dev.templedb.branchdb.changes.Change.DropColumn;
import dev.templedb.branchdb.changes.Change.DropIndex;
import dev.templedb.branchdb.changes.Change.DropTable;
import dev.templedb.branchdb.changes.Change.DropView;
import dev.templedb.branchdb.changes.Change.RenameColumn;
import dev.templedb.branchdb.changes.Change.RenameTable;
import dev.templedb.branchdb.changes.Change.UpdateView;
import dev.templedb.branchdb.changes.Hints;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.changes.SchemaEditor;
import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.branchdb.schema.View;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SchemaMergeTest {
    private static final Schema BASE = after(
            Schema.EMPTY,
            new CreateTable(Table.define("users")
                    .withColumn(Column.of("name", "TEXT"))
                    .withColumn(Column.of("age", "INTEGER"))
                    .with(new Check("adult", "age > 17"))
                    .with(new Index("idx_users_age", false, List.of(Index.Term.column("age")), null))),
            new CreateTable(Table.define("orders")
                    .withColumn(Column.of("user_id", "TEXT"))
                    .with(ForeignKey.of("user_id", "users", "id", ForeignKey.Action.CASCADE))),
            new CreateView(View.of("names", "SELECT id, name FROM users")));

    private static Schema after(Schema schema, Change... changes) {
        return SchemaEditor.strict().applyAll(schema, Arrays.asList(changes));
    }

    private static Schema ours(Change... changes) {
        return after(BASE, changes);
    }

    private static MergeResult merge(Schema ours, Schema theirs) {
        return SchemaMerge.merge(BASE, ours, theirs, Map.of());
    }

    private static void clean(Schema ours, Schema theirs, Schema expected) {
        var merged = merge(ours, theirs).require();
        assertThat(merged.withoutIdentities()).isEqualTo(expected.withoutIdentities());
        var planned = Planner.between(ours, merged, Hints.NONE);
        assertThat(planned.to()).isEqualTo(merged);
    }

    private static void conflict(Schema ours, Schema theirs, String... entities) {
        var result = merge(ours, theirs);
        assertThat(result.conflicts()).extracting(MergeConflict::entity).containsExactlyInAnyOrder(entities);
        assertThatThrownBy(result::require)
                .hasMessageContaining(entities[0])
                .extracting(error -> ((TempleException) error).code())
                .isEqualTo(ErrorCode.SCHEMA_MERGE_CONFLICT);
        assertThat(merge(theirs, ours).conflicts())
                .as("the other way round")
                .extracting(MergeConflict::entity)
                .containsExactlyInAnyOrder(entities);
    }

    private static Schema resolved(Schema ours, Schema theirs, String entity, Resolution resolution) {
        var result = SchemaMerge.merge(BASE, ours, theirs, Map.of(entity, resolution));
        assertThat(result.resolved()).extracting(MergeConflict::entity).contains(entity);
        var merged = result.require();
        assertThat(Planner.between(ours, merged, Hints.NONE).to()).isEqualTo(merged);
        return merged;
    }

    private static Column column(Schema schema, String table, String column) {
        return schema.table(table).orElseThrow().column(column).orElseThrow();
    }

    @Test
    @DisplayName("case 54: two branches with a new table each, merged one after the other, have both")
    void joins_new_tables() {
        var a = new CreateTable(Table.define("a"));
        var b = new CreateTable(Table.define("b"));

        clean(ours(a), ours(b), ours(a, b));
    }

    @Test
    void joins_what_does_not_touch() {
        Change[] one = {
            AddColumn.of("users", Column.of("email", "TEXT")),
            new AlterColumn("users", Column.of("name", "TEXT").withNotNull(true), null),
            new CreateView(View.of("v1", "SELECT 1 AS x")),
            new DropIndex("idx_users_age")
        };
        Change[] other = {
            new AlterTable(BASE.table("users").orElseThrow().with(Unique.of("name"))),
            AddColumn.of("users", Column.of("phone", "TEXT")),
            new CreateIndex("orders", new Index("i", false, List.of(Index.Term.column("user_id")), null)),
            new UpdateView(View.of("names", "SELECT id FROM users"))
        };

        var merged = merge(ours(one), ours(other)).require();
        var users = merged.table("users").orElseThrow();
        assertThat(users.columns()).extracting(Column::name).endsWith("email", "phone");
        assertThat(users.column("name").orElseThrow().notNull()).isTrue();
        assertThat(users.uniques()).containsExactly(Unique.of("name"));
        assertThat(users.indexes()).isEmpty();
        assertThat(merged.tableOfIndex("i")).isPresent();
        assertThat(merged.view("names").orElseThrow().query()).isEqualTo("SELECT id FROM users");
        assertThat(Planner.between(ours(one), merged, Hints.NONE).to()).isEqualTo(merged);
    }

    @Test
    void the_same_change_on_both_sides_is_no_conflict() {
        for (var change : List.of(
                new CreateTable(Table.define("x").withColumn(Column.of("a", "TEXT"))),
                AddColumn.of("users", Column.of("email", "TEXT")),
                new DropColumn("orders", "user_id"),
                new DropTable("orders"),
                new RenameTable("orders", "bills"),
                new RenameColumn("users", "name", "full_name"),
                new AlterColumn("users", Column.of("name", "TEXT").withNotNull(true), null),
                new CreateView(View.of("v", "SELECT 1 AS x")),
                new DropView("names"),
                new CreateIndex("users", new Index("i", true, List.of(Index.Term.column("name")), null)))) {
            clean(ours(change), ours(change), ours(change));
        }
    }

    @Test
    @DisplayName("case 52: both make a table or a column of one name, each in another form")
    void finds_things_made_twice() {
        conflict(
                ours(new CreateTable(Table.define("x").withColumn(Column.of("a", "TEXT")))),
                ours(new CreateTable(Table.define("x").withColumn(Column.of("b", "TEXT")))),
                "table x");
        conflict(
                ours(AddColumn.of("users", Column.of("c", "TEXT"))),
                ours(AddColumn.of("users", Column.of("c", "INTEGER"))),
                "column users.c");
    }

    @Test
    @DisplayName(
            "case 53: a view in two forms, a table dropped here and altered there, a column dropped or altered on both")
    void finds_contradictions() {
        conflict(
                ours(new CreateView(View.of("v", "SELECT 1 AS a"))),
                ours(new CreateView(View.of("v", "SELECT 2 AS a"))),
                "view v");
        conflict(
                ours(new UpdateView(View.of("names", "SELECT 1 AS a"))),
                ours(new UpdateView(View.of("names", "SELECT 2 AS a"))),
                "view names");
        conflict(
                ours(new DropTable("orders")),
                ours(AddColumn.of("orders", Column.of("total", "REAL"))),
                "table orders");
        conflict(
                ours(new DropColumn("users", "age")),
                ours(new AlterColumn("users", Column.of("age", "TEXT"), null)),
                "column users.age");
        conflict(
                ours(new AlterColumn("users", Column.of("name", "BLOB"), null)),
                ours(new AlterColumn("users", Column.of("name", "TEXT").withNotNull(true), null)),
                "column users.name");
    }

    @Test
    void follows_renames_under_the_changes_of_the_other_side() {
        var renamed = ours(new RenameTable("users", "people"), new RenameColumn("people", "age", "years"));
        var changed = ours(
                new AlterTable(BASE.table("users").orElseThrow().with(new Check(null, "age < 150"))),
                new CreateIndex("users", new Index("i", false, List.of(Index.Term.column("age")), "age > 20")),
                new CreateView(View.of("old", "SELECT users.age FROM users WHERE age > 80")),
                new CreateTrigger(SchemaReader.readTrigger(
                        "CREATE TRIGGER tr AFTER UPDATE OF age ON users BEGIN DELETE FROM orders; END")));

        for (var merged : List.of(
                merge(renamed, changed).require(), merge(changed, renamed).require())) {
            var people = merged.table("people").orElseThrow();
            assertThat(people.checks()).extracting(Check::expression).hasSize(2).allMatch(e -> e.contains("years"));
            assertThat(people.indexes()).hasSize(2).allMatch(index -> index.hasColumn("years"));
            assertThat(merged.view("old").orElseThrow().query())
                    .contains("people")
                    .contains("years");
            assertThat(merged.trigger("tr").orElseThrow().target()).isEqualTo("people");
            assertThat(merged.table("users")).isEmpty();
            assertThat(Planner.between(changed, merged, Hints.NONE).to()).isEqualTo(merged);
            assertThat(Planner.between(renamed, merged, Hints.NONE).to()).isEqualTo(merged);
        }
    }

    @Test
    void finds_renames_that_contradict() {
        conflict(ours(new RenameTable("orders", "a")), ours(new RenameTable("orders", "b")), "table orders");
        conflict(
                ours(new RenameColumn("users", "name", "a")),
                ours(new RenameColumn("users", "name", "b")),
                "column users.name");
        conflict(ours(new RenameTable("orders", "bills")), ours(new DropTable("orders")), "table orders");
        conflict(
                ours(new RenameColumn("users", "age", "years")),
                ours(new DropColumn("users", "age")),
                "column users.age");
        conflict(ours(new RenameTable("orders", "bills")), ours(new CreateTable(Table.define("bills"))), "table bills");
        conflict(
                ours(new RenameColumn("users", "age", "x")),
                ours(AddColumn.of("users", Column.of("x", "TEXT"))),
                "column users.x");
    }

    @Test
    void finds_uses_of_what_the_other_side_dropped() {
        conflict(
                ours(new DropColumn("users", "age")),
                ours(new CreateView(View.of("ages", "SELECT age FROM users"))),
                "view ages");
        conflict(
                ours(new DropColumn("users", "age")),
                ours(new CreateIndex("users", new Index("i", false, List.of(Index.Term.column("age")), null))),
                "column users.age");
        conflict(
                ours(new DropTable("orders")),
                ours(new CreateTable(Table.define("x")
                        .withColumn(Column.of("o", "TEXT"))
                        .with(ForeignKey.of("o", "orders", "id", ForeignKey.Action.CASCADE)))),
                "table orders");
        conflict(
                ours(new DropTable("orders")),
                ours(new CreateTrigger(
                        SchemaReader.readTrigger("CREATE TRIGGER tr AFTER INSERT ON orders BEGIN SELECT 1; END"))),
                "table orders");
    }

    @Test
    void a_conflict_says_what_each_side_has() {
        var conflict = merge(
                        ours(new AlterColumn("users", Column.of("name", "BLOB"), null)),
                        ours(new DropView("names"), new DropColumn("users", "name")))
                .conflicts()
                .getFirst();

        assertThat(conflict.reason()).isEqualTo("changed by ours, dropped by theirs");
        assertThat(((Json.Obj) conflict.base()).text("type")).contains("TEXT");
        assertThat(((Json.Obj) conflict.ours()).text("type")).contains("BLOB");
        assertThat(conflict.theirs()).isEqualTo(Json.NULL);
        assertThat(conflict.toJson().text("entity")).contains("column users.name");
    }

    @Test
    void resolves_as_ours_as_theirs_or_by_hand() {
        var a = ours(new AlterColumn("users", Column.of("age", "TEXT"), null));
        var b = ours(new DropColumn("users", "age"));

        assertThat(column(resolved(a, b, "column users.age", Resolution.OURS), "users", "age")
                        .type())
                .isEqualTo("TEXT");
        var dropped = resolved(a, b, "column users.age", Resolution.THEIRS);
        assertThat(dropped.table("users").orElseThrow().column("age")).isEmpty();
        assertThat(dropped.table("users").orElseThrow().checks()).isEmpty();
        var kept = resolved(b, a, "column users.age", Resolution.THEIRS)
                .table("users")
                .orElseThrow();
        assertThat(kept.column("age")).isPresent();
        assertThat(kept.checks()).as("what the drop took along is back").hasSize(1);
        var given = Json.Obj.empty().with("name", "age").with("type", "REAL");
        assertThat(column(resolved(a, b, "column users.age", new Resolution.ByHand(given)), "users", "age")
                        .type())
                .isEqualTo("REAL");
    }

    @Test
    void resolves_tables_views_and_renames() {
        var drop = ours(new DropTable("orders"));
        var change = ours(
                AddColumn.of("orders", Column.of("total", "REAL")),
                new CreateIndex("orders", new Index("i", false, List.of(Index.Term.column("total")), null)));
        assertThat(resolved(drop, change, "table orders", Resolution.OURS).table("orders"))
                .isEmpty();
        assertThat(resolved(drop, change, "table orders", Resolution.THEIRS).table("orders"))
                .isEqualTo(change.table("orders"));

        var v1 = ours(new CreateView(View.of("v", "SELECT 1 AS a")));
        var v2 = ours(new CreateView(View.of("v", "SELECT 2 AS a")));
        assertThat(resolved(v1, v2, "view v", Resolution.THEIRS)).isEqualTo(v2);
        assertThat(resolved(v1, v2, "view v", new Resolution.ByHand(Json.NULL)).view("v"))
                .isEmpty();

        var r1 = ours(new RenameTable("orders", "a"));
        var r2 = ours(new RenameTable("orders", "b"));
        assertThat(resolved(r1, r2, "table orders", Resolution.THEIRS).table("b"))
                .isPresent();
        var made = ours(new CreateTable(Table.define("a").withColumn(Column.of("x", "TEXT"))));
        var theirs = resolved(r1, made, "table a", Resolution.THEIRS);
        assertThat(theirs.table("a").orElseThrow().column("x")).isPresent();
        assertThat(theirs.table("orders")).as("the rename that lost is undone").isPresent();
        var own = resolved(r1, made, "table a", Resolution.OURS);
        assertThat(own.table("a").orElseThrow().column("user_id")).isPresent();

        var gone = ours(new DropColumn("users", "age"));
        var view = ours(new CreateView(View.of("ages", "SELECT age FROM users")));
        assertThat(resolved(gone, view, "view ages", Resolution.OURS).view("ages"))
                .isEmpty();
    }

    @Test
    void swaps_names() {
        var swapped = ours(
                new RenameColumn("users", "name", "tmp"),
                new RenameColumn("users", "age", "name"),
                new RenameColumn("users", "tmp", "age"));

        clean(
                ours(AddColumn.of("users", Column.of("x", "TEXT"))),
                swapped,
                after(swapped, AddColumn.of("users", Column.of("x", "TEXT"))));
        assertThat(Planner.between(BASE, swapped, Hints.NONE).to()).isEqualTo(swapped);
        var tables = ours(
                new RenameTable("users", "tmp"), new RenameTable("orders", "users"), new RenameTable("tmp", "orders"));
        assertThat(Planner.between(BASE, tables, Hints.NONE).to()).isEqualTo(tables);
    }
}
