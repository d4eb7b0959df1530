package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.ListedChange;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.LintRule;
import dev.templedb.branchdb.merge.MergeConflict;
import dev.templedb.branchdb.merge.Resolution;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchesTest {
    private static final String CREATE_TAGS = "CREATE TABLE tags (id TEXT PRIMARY KEY NOT NULL)";

    @TempDir
    Path directory;

    private Databases databases;
    private Database app;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        app = databases.create("app");
        app.main().change(Edits.notes());
    }

    @AfterEach
    void close() {
        databases.close();
    }

    /// case 43
    @Test
    void case_43_an_index_of_a_branch_is_in_every_tenant_and_comes_with_the_merge() {
        app.main().createTenants(List.of("t2", "t3"), true);
        var branch = app.createBranch("feature", "main");
        Notes.add(branch.tenant("t2"), "a");

        branch.change(List.of(new Change.CreateIndex(
                "notes", new Index("idx_notes_text", false, List.of(Index.Term.column("text")), null))));
        branch.mergeInto("main");

        for (var each : List.of(branch, app.main())) {
            for (var tenant : List.of("main", "t2", "t3")) {
                assertThat(each.tenant(tenant)
                                .<Boolean>read(tx -> tx.query(
                                                "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = 'idx_notes_text'")
                                        .exists()))
                        .as("%s of %s", tenant, each.name())
                        .isTrue();
            }
        }
    }

    /// case 44
    @Test
    void case_44_a_branch_begins_with_tenants_rows_and_changes_and_goes_its_own_way() {
        app.main().createTenant("t2");
        app.main().change(Edits.addColumn("extra"));
        Notes.add(app.main().tenant("main"), "a");
        Notes.add(app.main().tenant("t2"), "b");

        var branch = app.createBranch("feature", "main");

        assertThat(branch.tenants()).extracting(TenantRow::name).containsExactly("main", "t2");
        assertThat(branch.changes()).isEqualTo(app.main().changes()).hasSize(2);
        assertThat(branch.changes()).extracting(ListedChange::position).containsExactly(1L, 2L);
        assertThat(Notes.ids(branch.tenant("t2"))).containsExactly("b");
        Notes.add(branch.tenant("main"), "on the branch");
        Notes.add(app.main().tenant("main"), "on main");
        Notes.add(app.main().tenant("t2"), "c");
        assertThat(Notes.ids(branch.tenant("main"))).containsExactly("a", "on the branch");
        assertThat(Notes.ids(app.main().tenant("main"))).containsExactly("a", "on main");
        assertThat(Notes.ids(branch.tenant("t2"))).containsExactly("b");
        branch.change(Edits.addColumn("more"));
        assertThat(Notes.columns(branch.tenant("t2"))).contains("more");
        assertThat(Notes.columns(app.main().tenant("t2"))).doesNotContain("more");
        assertThat(app.main().changes()).hasSize(2);
        assertThat(branch.info().parent()).contains("main");
    }

    /// case 45
    @Test
    void case_45_what_cannot_be_done_with_branches_is_said() {
        app.createBranch("feature", "main");

        assertFails(() -> app.createBranch("feature", "main"), ErrorCode.DATABASE_BRANCH_EXISTS, "'feature' exists");
        assertFails(() -> app.createBranch("x", "none"), ErrorCode.DATABASE_BRANCH_NOT_FOUND, "'none'");
        assertFails(() -> app.deleteBranch("main"), ErrorCode.MAIN_BRANCH_FIXED, "cannot be deleted");
        assertFails(() -> app.renameBranch("main", "x"), ErrorCode.MAIN_BRANCH_FIXED, "cannot be renamed");
        assertFails(() -> app.deleteBranch("none"), ErrorCode.DATABASE_BRANCH_NOT_FOUND, "'none'");
        assertFails(() -> app.createBranch("__x", "main"), ErrorCode.DATABASE_NAME_RESERVED, "__x");
        assertThat(app.branches()).extracting(BranchRow::name).containsExactly("feature", "main");
    }

    /// case 46
    @Test
    void case_46_a_branch_with_a_history_can_be_deleted_and_made_again() {
        var branch = app.createBranch("feature", "main");
        branch.change(Edits.addColumn("more"));
        Notes.add(branch.tenant("main"), "a");
        app.createBranch("child", "feature");
        app.deleteBranch("child");
        int files = FilesOf.tenants(directory).size();

        app.deleteBranch("feature");
        databases.forgetDeleted(Instant.MAX);

        assertThat(files).isEqualTo(2);
        assertThat(FilesOf.tenants(directory)).hasSize(1);
        assertFails(() -> Notes.count(branch.tenant("main")), ErrorCode.DATABASE_BRANCH_NOT_FOUND, "'feature'");
        app.createBranch("feature", "main");
        assertThat(Notes.columns(branch.tenant("main"))).doesNotContain("more");
    }

    @Test
    void a_branch_that_is_renamed_keeps_everything_and_its_children_know_it_by_its_new_name() {
        var branch = app.createBranch("feature", "main");
        Notes.add(branch.tenant("main"), "a");
        app.createBranch("child", "feature");

        var renamed = app.renameBranch("feature", "better");

        assertThat(Notes.ids(renamed.tenant("main"))).containsExactly("a");
        assertThat(app.branch("child").info().parent()).contains("better");
        assertFails(() -> Notes.count(branch.tenant("main")), ErrorCode.DATABASE_BRANCH_NOT_FOUND, "'feature'");
        assertFails(() -> app.renameBranch("better", "main"), ErrorCode.DATABASE_BRANCH_EXISTS, "'main'");
    }

    /// case 47
    @Test
    void case_47_there_must_be_two_branches_and_something_to_merge() {
        var branch = app.createBranch("feature", "main");

        assertFails(() -> branch.rehearseMerge("none", Map.of()), ErrorCode.DATABASE_BRANCH_NOT_FOUND, "'none'");
        assertFails(
                () -> app.branch("none").rehearseMerge("main", Map.of()),
                ErrorCode.DATABASE_BRANCH_NOT_FOUND,
                "'none'");
        assertFails(() -> branch.rehearseMerge("main", Map.of()), ErrorCode.MERGE_NOTHING, "nothing to merge");
        assertFails(() -> branch.mergeInto("main"), ErrorCode.MERGE_NOTHING, "nothing to merge");
    }

    /// case 48
    @Test
    void case_48_a_table_of_a_branch_comes_to_all_tenants_of_main() {
        app.main().createTenant("t2");
        Notes.add(app.main().tenant("t2"), "a");
        var branch = app.createBranch("feature", "main");
        branch.change(Edits.sql(CREATE_TAGS));

        var rehearsed = branch.rehearseMerge("main", Map.of());
        var versionBefore = app.main().info().head();
        var merged = branch.mergeInto("main");

        assertThat(rehearsed.isMade()).isFalse();
        assertThat(rehearsed.version()).isEqualTo(versionBefore);
        assertThat(merged.edit().changes()).hasSize(1);
        assertThat(merged.tenants()).isEqualTo(1);
        assertThat(Notes.number(app.main().tenant("t2"), "SELECT count(*) FROM tags"))
                .isZero();
        assertThat(Notes.number(app.main().tenant("main"), "SELECT count(*) FROM tags"))
                .isZero();
        assertThat(app.main().changes().getLast().origin()).contains("feature");
        assertThat(Notes.ids(app.main().tenant("t2"))).containsExactly("a");
    }

    /// case 49
    @Test
    void case_49_main_is_not_merged_into_itself() {
        assertFails(
                () -> app.main().mergeInto("main"),
                ErrorCode.MERGE_INTO_ITSELF,
                "Cannot merge main branch into itself");
    }

    /// cases 50 and 51
    @Test
    void cases_50_and_51_a_branch_takes_what_main_has_before_main_takes_it() {
        var branch = app.createBranch("feature", "main");
        branch.change(Edits.addColumn("more"));
        app.main().change(Edits.sql(CREATE_TAGS));

        assertFails(() -> branch.mergeInto("main"), ErrorCode.MERGE_NOT_UP_TO_DATE, "not up to date with 'main'");
        app.main().mergeInto("feature");
        branch.mergeInto("main");

        assertThat(Notes.columns(app.main().tenant("main"))).contains("more");
        assertThat(app.main().schema()).isEqualTo(branch.schema());
        assertFails(() -> branch.mergeInto("main"), ErrorCode.MERGE_NOTHING, "nothing to merge");
        branch.change(Edits.addColumn("later"));
        branch.mergeInto("main");
        assertThat(Notes.columns(app.main().tenant("main"))).endsWith("more", "later");
    }

    /// case 54
    @Test
    void case_54_two_branches_with_a_table_each_are_merged_one_after_the_other() {
        var one = app.createBranch("one", "main");
        var two = app.createBranch("two", "main");
        one.change(Edits.sql("CREATE TABLE ones (id TEXT PRIMARY KEY NOT NULL)"));
        two.change(Edits.sql("CREATE TABLE twos (id TEXT PRIMARY KEY NOT NULL)"));

        one.mergeInto("main");
        app.main().mergeInto("two");
        two.mergeInto("main");

        assertThat(Notes.number(app.main().tenant("main"), "SELECT count(*) FROM ones, twos"))
                .isZero();
        assertThat(app.main().schema().tables()).hasSize(3);
    }

    @Test
    void a_merge_can_be_undone_and_made_again() {
        Notes.add(app.main().tenant("main"), "a");
        var branch = app.createBranch("feature", "main");
        branch.change(Edits.addColumn("more"));
        branch.mergeInto("main");

        app.main().undo();

        assertThat(Notes.columns(app.main().tenant("main"))).doesNotContain("more");
        assertThat(app.main().changes())
                .extracting(ListedChange::kind, ListedChange::isUndone)
                .endsWith(tuple("add_column", true), tuple("undo", false));
        branch.mergeInto("main");
        assertThat(Notes.columns(app.main().tenant("main"))).contains("more");
        assertThat(Notes.ids(app.main().tenant("main"))).containsExactly("a");
    }

    @Test
    void only_what_was_done_on_a_branch_can_be_undone_there_and_each_thing_once() {
        var branch = app.createBranch("feature", "main");
        assertFails(branch::undo, ErrorCode.DATABASE_NOTHING_TO_UNDO, "'feature'");
        branch.change(Edits.addColumn("one"));
        branch.change(Edits.addColumn("two"));

        branch.undo();
        assertThat(Notes.columns(branch.tenant("main"))).contains("one").doesNotContain("two");
        branch.undo();
        assertThat(Notes.columns(branch.tenant("main"))).doesNotContain("one", "two");

        assertFails(branch::undo, ErrorCode.DATABASE_NOTHING_TO_UNDO, "'feature'");
    }

    @Test
    void a_protected_branch_changes_by_merges_only() {
        app.main().protect(true);
        var branch = app.createBranch("feature", "main");
        branch.change(Edits.addColumn("more"));

        assertFails(
                () -> app.main().change(Edits.addColumn("direct")),
                ErrorCode.DATABASE_BRANCH_PROTECTED,
                "'main' is protected");
        branch.mergeInto("main");

        assertThat(Notes.columns(app.main().tenant("main"))).contains("more");
        app.main().protect(false);
        app.main().change(Edits.addColumn("direct"));
    }

    @Test
    void of_a_protected_branch_merges_are_taken_back_and_direct_changes_from_before_are_not() {
        app.main().change(Edits.addColumn("direct"));
        var branch = app.createBranch("feature", "main");
        branch.change(Edits.addColumn("more"));
        branch.mergeInto("main");
        app.main().protect(true);

        assertThat(app.main().lastChange().mergedFrom()).contains("feature");
        app.main().undo();

        assertThat(Notes.columns(app.main().tenant("main"))).contains("direct").doesNotContain("more");
        assertFails(() -> app.main().undo(), ErrorCode.DATABASE_BRANCH_PROTECTED, "a direct change (sql)");
        assertFails(() -> app.main().rehearseUndo(), ErrorCode.DATABASE_BRANCH_PROTECTED, "merges into it");
        app.main().protect(false);
        app.main().undo();
        assertThat(Notes.columns(app.main().tenant("main"))).doesNotContain("direct");
    }

    @Test
    void an_undo_that_was_looked_at_takes_back_nothing_else() {
        app.main().change(Edits.addColumn("one"));
        var last = app.main().lastChange();
        app.main().change(Edits.addColumn("two"));

        assertFails(() -> app.main().undo(last), ErrorCode.DATABASE_BUSY, "changed meanwhile");

        assertThat(Notes.columns(app.main().tenant("main"))).contains("one", "two");
        app.main().undo(app.main().lastChange());
        assertThat(Notes.columns(app.main().tenant("main"))).contains("one").doesNotContain("two");
    }

    @Test
    void a_rehearsed_undo_counts_the_rows_that_would_go_in_all_tenants() {
        app.main().createTenants(List.of("t1", "t2"), true);
        app.main()
                .change(List.of(new Change.CreateTable(Table.define("things").withColumn(Column.of("name", "TEXT")))));
        for (var tenant : List.of("t1", "t2")) {
            app.main()
                    .tenant(tenant)
                    .write(tx -> tx.update("INSERT INTO things (name) VALUES ('a'), ('b')")
                            .execute());
        }

        var report = app.main().rehearseUndo();

        assertThat(report.findings())
                .filteredOn(each -> each.finding().rule() == LintRule.DROPS_TABLE)
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.finding().entity()).isEqualTo("things");
                    assertThat(each.rows()).isEqualTo(4);
                    assertThat(each.tenants()).isEqualTo(2);
                });
        assertThat(Notes.number(app.main().tenant("t1"), "SELECT count(*) FROM things"))
                .isEqualTo(2);
    }

    @Test
    void what_both_did_differently_stops_a_merge_and_changes_nothing() {
        var branch = app.createBranch("feature", "main");
        branch.change(Edits.sql("CREATE VIEW texts AS SELECT text FROM notes"));
        app.main().change(Edits.sql("CREATE VIEW texts AS SELECT id FROM notes"));
        var before = branch.info();

        assertThat(app.main().previewMerge("feature", Map.of()).conflicts())
                .extracting(MergeConflict::entity)
                .containsExactly("view texts");
        assertFails(() -> app.main().mergeInto("feature"), ErrorCode.SCHEMA_MERGE_CONFLICT, "texts");

        assertThat(branch.info()).isEqualTo(before);
        app.main().mergeInto("feature", Map.of("view texts", Resolution.THEIRS));
        branch.createTenant("t1");
        assertThat(branch.schema()).isEqualTo(app.main().schema());
    }

    @Test
    void what_a_change_destroyed_in_each_tenant_is_back_when_it_is_undone() {
        app.main().createTenants(List.of("t1", "t2"), true);
        Notes.add(app.main().tenant("t1"), "a");
        app.main().change(List.of(new Change.DropColumn("notes", "text"), new Change.DropColumn("notes", "size")));
        assertThat(Notes.columns(app.main().tenant("t1"))).containsExactly("id");
        Notes.number(app.main().tenant("t2"), "SELECT count(*) FROM notes");

        app.main().undo();

        assertThat(Notes.number(app.main().tenant("t1"), "SELECT count(*) FROM notes WHERE text = 'text'"))
                .isEqualTo(1);
        assertThat(app.main().drift()).isEmpty();
        assertThat(app.main().changes())
                .extracting(ListedChange::kind)
                .containsExactly("sql", "drop_column", "drop_column", "undo");
    }

    /// 100 tenants are rows of the catalogue, and no data.
    @Test
    void a_branch_of_many_tenants_makes_no_file() {
        var names = IntStream.range(0, 100).mapToObj(i -> "t" + i).toList();
        app.main().createTenants(names, true);
        var before = FilesOf.tenants(directory);

        var branch = app.createBranch("feature", "main");

        assertThat(branch.tenants()).hasSize(101);
        assertThat(FilesOf.tenants(directory)).isEqualTo(before).hasSize(101);
        branch.change(Edits.addColumn("more"));
        assertThat(FilesOf.tenants(directory)).isEqualTo(before);
        assertThat(Notes.columns(branch.tenant("t7"))).contains("more");
        assertThat(FilesOf.tenants(directory)).hasSize(102);
    }
}
