package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.DatabaseRow;
import dev.templedb.branchdb.catalog.DeletedRow;
import dev.templedb.branchdb.catalog.ListedChange;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.core.ErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases, branches and tenants that were deleted come back, or go for good.
class DeletedTest {
    @TempDir
    Path directory;

    private Databases databases;
    private Database app;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        app = databases.create("app", "Everything");
        app.main().change(Edits.notes());
        app.main().createTenant("t1");
        Notes.add(app.main().tenant("t1"), "a");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private DeletedRow only() {
        return databases.deleted().getFirst().row();
    }

    @Test
    void a_tenant_comes_back_with_its_rows_at_the_schema_that_its_branch_has_by_then() {
        app.main().deleteTenant("t1");
        app.main().change(Edits.addColumn("more"));
        assertThat(app.main().tenants()).extracting(TenantRow::name).containsExactly("main");
        assertFails(() -> Notes.count(app.main().tenant("t1")), ErrorCode.TENANT_NOT_FOUND, "'t1'");

        var deleted = only();
        assertThat(deleted.kind()).isEqualTo(DeletedRow.Kind.TENANT);
        assertThat(deleted.branch()).contains("main");
        databases.bringBack(deleted, "t1");

        assertThat(Notes.ids(app.main().tenant("t1"))).containsExactly("a");
        assertThat(Notes.columns(app.main().tenant("t1"))).contains("more");
        assertThat(app.main().drift()).isEmpty();
        assertThat(databases.deleted()).isEmpty();
        Notes.add(app.main().tenant("t1"), "b");
        assertThat(Notes.ids(app.main().tenant("t1"))).containsExactly("a", "b");
    }

    @Test
    void a_name_that_was_taken_meanwhile_is_said_and_another_one_will_do() {
        app.main().deleteTenant("t1");
        app.main().createTenant("t1");

        assertFails(() -> databases.bringBack(only(), "t1"), ErrorCode.TENANT_EXISTS, "'t1' exists already");
        assertFails(() -> databases.bringBack(only(), "No"), ErrorCode.DATABASE_NAME_INVALID, "No");
        databases.bringBack(only(), "t1-again");

        assertThat(Notes.ids(app.main().tenant("t1-again"))).containsExactly("a");
        assertThat(Notes.count(app.main().tenant("t1"))).isZero();
    }

    @Test
    void rows_that_are_in_the_way_of_what_was_done_meanwhile_keep_a_tenant_deleted() {
        Notes.add(app.main().tenant("t1"), "b");
        app.main().deleteTenant("t1");
        app.main()
                .change(List.of(new Change.AlterTable(
                        app.main().schema().table("notes").orElseThrow().with(Unique.of("text")))));

        assertFails(() -> databases.bringBack(only(), "t1"), ErrorCode.DATA_IN_THE_WAY, "in tenant t1");

        assertThat(databases.deleted()).hasSize(1);
        assertThat(app.main().tenants()).extracting(TenantRow::name).containsExactly("main");
        app.main().undo();
        databases.bringBack(only(), "t1");
        assertThat(Notes.count(app.main().tenant("t1"))).isEqualTo(2);
    }

    @Test
    void a_tenant_comes_back_over_what_came_and_went_meanwhile() {
        app.main()
                .tenant("t1")
                .write(tx -> tx.update("UPDATE notes SET text = NULL").execute());
        app.main().deleteTenant("t1");
        var text =
                app.main().schema().table("notes").orElseThrow().column("text").orElseThrow();
        app.main().change(List.of(new Change.AlterColumn("notes", text.withNotNull(true), null)));
        assertFails(() -> databases.bringBack(only(), "t1"), ErrorCode.DATA_IN_THE_WAY, "notes.text");
        app.main().change(List.of(new Change.DropColumn("notes", "text")));

        databases.bringBack(only(), "t1");

        assertThat(Notes.ids(app.main().tenant("t1"))).containsExactly("a");
        assertThat(app.main().drift()).isEmpty();
    }

    @Test
    void a_branch_comes_back_with_tenants_changes_and_what_it_had_in_common_with_others() {
        var branch = app.createBranch("feature", "main");
        branch.change(Edits.addColumn("more"));
        Notes.add(branch.tenant("t1"), "b");
        app.deleteBranch("feature");
        assertThat(app.branches()).extracting(BranchRow::name).containsExactly("main");
        assertFails(branch::info, ErrorCode.DATABASE_BRANCH_NOT_FOUND, "'feature'");
        Notes.add(app.main().tenant("t1"), "c");

        databases.bringBack(only(), "feature");

        assertThat(branch.changes()).extracting(ListedChange::kind).containsExactly("sql", "sql");
        assertThat(Notes.ids(branch.tenant("t1"))).containsExactly("a", "b");
        branch.mergeInto("main");
        branch.mergeRows("main", RowDecisions.NONE);
        assertThat(Notes.ids(app.main().tenant("t1"))).containsExactly("a", "b", "c");
    }

    @Test
    void a_database_comes_back_whole_with_what_was_deleted_in_it_before() {
        app.createBranch("feature", "main");
        app.deleteBranch("feature");
        databases.delete("app");
        assertThat(databases.list()).isEmpty();
        assertThat(databases.deleted()).extracting(each -> each.row().name()).containsExactly("app");
        databases.create("app");

        assertFails(() -> databases.bringBack(only(), "app"), ErrorCode.DATABASE_EXISTS, "app exists already");
        databases.bringBack(only(), "before");

        assertThat(databases.list()).extracting(DatabaseRow::name).containsExactly("app", "before");
        var before = databases.database("before");
        assertThat(before.info().description()).isEqualTo("Everything");
        assertThat(Notes.ids(before.main().tenant("t1"))).containsExactly("a");
        databases.bringBack(only(), "feature");
        assertThat(Notes.ids(before.branch("feature").tenant("t1"))).containsExactly("a");
    }

    @Test
    void what_is_deleted_is_found_under_no_name_and_survives_the_end_of_the_process() {
        app.createBranch("feature", "main");
        app.deleteBranch("feature");
        app.main().deleteTenant("t1");
        databases.close();
        databases = Databases.open(directory);
        app = databases.database("app");

        for (var each : databases.deleted()) {
            var hidden = "__deleted_" + each.row().id();
            assertFails(() -> app.branch(hidden).info(), ErrorCode.DATABASE_BRANCH_NOT_FOUND, hidden);
            assertFails(
                    () -> Notes.count(app.branch(hidden).tenant("t1")), ErrorCode.DATABASE_BRANCH_NOT_FOUND, hidden);
        }
        assertThat(databases.deleted()).extracting(each -> each.row().name()).containsExactly("feature", "t1");
        databases.bringBack(databases.deleted().getLast().row(), "t1");
        assertThat(Notes.ids(app.main().tenant("t1"))).containsExactly("a");
    }

    @Test
    void what_is_forgotten_is_gone_with_its_files_and_what_others_use_stays() {
        var before = FilesOf.tenants(directory);
        app.createBranch("feature", "main");
        Notes.add(app.branch("feature").tenant("t1"), "b");
        app.branch("feature").deleteTenant("t1");
        app.deleteBranch("feature");
        assertThat(databases.deleted())
                .singleElement()
                .satisfies(each -> assertThat(each.bytes()).isPositive());

        assertThat(databases.forgetDeleted(Instant.EPOCH)).isEmpty();
        assertThat(databases.forgetDeleted(Instant.MAX)).hasSize(1);

        assertThat(databases.deleted()).isEmpty();
        assertThat(FilesOf.tenants(directory)).isEqualTo(before);
        assertThat(Notes.ids(app.main().tenant("t1"))).containsExactly("a");
        databases.delete("app");
        databases.forgetDeleted(Instant.MAX);
        assertThat(FilesOf.all(directory)).isEmpty();
    }
}
