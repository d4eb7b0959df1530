package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.merge.Resolution;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was made on both sides is one thing after a merge, and its rows stay.
class MadeTwiceTest {
    @TempDir
    Path directory;

    private Databases databases;
    private Database app;
    private DatabaseBranch main;
    private DatabaseBranch late;

    @BeforeEach
    void make_a_branch() {
        databases = Databases.init(directory);
        app = databases.create("app");
        main = app.main();
        main.change(List.of(new Change.CreateTable(Table.define("u").withColumn(Column.of("name", "TEXT")))));
        late = app.createBranch("late", "main");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private static void addCity(DatabaseBranch branch, String type) {
        branch.change(List.of(Change.AddColumn.of("u", Column.of("city", type))));
    }

    private static void addTable(DatabaseBranch branch) {
        branch.change(List.of(new Change.CreateTable(Table.define("z").withColumn(Column.of("a", "TEXT")))));
    }

    private static void insert(DatabaseBranch branch, String sql) {
        branch.tenant("main").write(tx -> tx.update(sql).execute());
    }

    private static List<String> values(DatabaseBranch branch, String sql) {
        return branch.tenant("main").read(tx -> tx.query(sql).list(row -> row.text(1)));
    }

    @Test
    void a_column_that_both_sides_added_keeps_its_values_when_the_branch_comes_back() {
        addCity(late, "TEXT");
        addCity(main, "TEXT");
        insert(main, "INSERT INTO u (id, city) VALUES ('1', 'R')");
        insert(late, "INSERT INTO u (id, city) VALUES ('2', 'L')");
        main.mergeInto("late");

        assertFails(() -> late.mergeInto("main"), ErrorCode.MERGE_NOTHING, "nothing to merge");
        assertThat(app.branch("main").compare("late").ours()).isEmpty();
        late.mergeRows("main", RowDecisions.NONE);

        assertThat(values(main, "SELECT id || city FROM u ORDER BY id")).containsExactly("1R", "2L");
    }

    @Test
    void a_later_change_of_the_branch_leaves_the_values_alone() {
        addCity(late, "TEXT");
        addTable(late);
        addCity(main, "TEXT");
        addTable(main);
        insert(main, "INSERT INTO u (id, city) VALUES ('1', 'R')");
        insert(main, "INSERT INTO z (id, a) VALUES ('1', 'Z')");
        main.mergeInto("late");
        late.change(List.of(Change.AddColumn.of("z", Column.of("b", "TEXT"))));
        late.change(List.of(new Change.RenameColumn("u", "city", "town")));

        late.mergeInto("main");

        assertThat(values(main, "SELECT town FROM u")).containsExactly("R");
        assertThat(values(main, "SELECT a || coalesce(b, '-') FROM z")).containsExactly("Z-");
        assertThat(Objects.requireNonNull(main.rehearseUndo().edit().planned()).changes())
                .extracting(change -> change.type() + " " + change.entity())
                .containsExactlyInAnyOrder("rename_column u.town", "drop_column z.b");
        main.undo();
        assertThat(values(main, "SELECT city FROM u")).containsExactly("R");
    }

    @Test
    void a_conflict_that_is_resolved_is_an_alteration_in_both_directions() {
        addCity(late, "INTEGER");
        addCity(main, "TEXT");
        insert(main, "INSERT INTO u (id, city) VALUES ('1', '12')");
        insert(late, "INSERT INTO u (id, city) VALUES ('2', 34)");
        main.mergeInto("late", Map.of("column u.city", Resolution.of("theirs")));
        assertThat(values(late, "SELECT typeof(city) || city FROM u WHERE id = '2'"))
                .containsExactly("text34");
        late.change(List.of(new Change.AlterColumn("u", Column.of("city", "INTEGER"), null)));

        late.mergeInto("main");

        assertThat(values(main, "SELECT typeof(city) || city FROM u")).containsExactly("integer12");
    }

    @Test
    void what_goes_through_a_third_branch_is_still_one() {
        var mid = app.createBranch("mid", "main");
        addCity(late, "TEXT");
        addCity(mid, "TEXT");
        insert(late, "INSERT INTO u (id, city) VALUES ('1', 'L')");
        insert(mid, "INSERT INTO u (id, city) VALUES ('2', 'M')");
        late.mergeInto("mid");
        mid.mergeInto("main");
        insert(main, "INSERT INTO u (id, city) VALUES ('3', 'R')");
        late.change(List.of(Change.AddColumn.of("u", Column.of("more", "TEXT"))));
        // Both have what the other has of the column, so there is nothing to bring.
        assertFails(() -> main.mergeInto("late"), ErrorCode.MERGE_NOTHING, "nothing to merge");
        assertThat(values(late, "SELECT city FROM u")).containsExactly("L");

        late.mergeInto("main");

        assertThat(values(main, "SELECT city FROM u")).containsExactly("R");
        assertThat(values(mid, "SELECT city FROM u")).containsExactly("M");
    }

    @Test
    void a_column_that_was_dropped_and_made_anew_is_another_one_and_an_undo_brings_the_old_values_back() {
        addCity(main, "TEXT");
        insert(main, "INSERT INTO u (id, city) VALUES ('1', 'R')");
        main.mergeInto("late");
        late.change(List.of(new Change.DropColumn("u", "city")));
        addCity(late, "TEXT");

        late.mergeInto("main");
        assertThat(values(main, "SELECT coalesce(city, '-') FROM u")).containsExactly("-");
        main.undo();

        assertThat(values(main, "SELECT city FROM u")).containsExactly("R");
    }
}
