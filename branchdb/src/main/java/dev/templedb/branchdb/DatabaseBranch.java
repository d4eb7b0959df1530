package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.ListedChange;
import dev.templedb.branchdb.catalog.RowMergeRow.Kind;
import dev.templedb.branchdb.catalog.Rows;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.codegen.MigrationScript;
import dev.templedb.branchdb.merge.MergeResult;
import dev.templedb.branchdb.merge.Resolution;
import dev.templedb.branchdb.names.NameKind;
import dev.templedb.branchdb.rows.RowChange;
import dev.templedb.branchdb.rows.RowConflict;
import dev.templedb.branchdb.rows.RowCounts;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.rows.RowMergeReport;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.tenants.ChangeReport;
import dev.templedb.branchdb.tenants.Comparison;
import dev.templedb.branchdb.tenants.Damage;
import dev.templedb.branchdb.tenants.Drift;
import dev.templedb.branchdb.tenants.Editor;
import dev.templedb.branchdb.tenants.SchemaChanges;
import dev.templedb.branchdb.tenants.TenantRef;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/// One branch of a database, by its name: a schema, and tenants that have it. Cheap to make; thread-safe.
public final class DatabaseBranch {
    /// What CinchDB calls the tenant from which others are made; nobody may have that name.
    private static final String TEMPLATE = "__empty__";

    private final Project project;
    private final String database;
    private final String name;

    DatabaseBranch(Project project, String database, String name) {
        this.project = project;
        this.database = database;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /// What the catalogue says of it.
    ///
    /// @throws TempleException with `DATABASE_NOT_FOUND` or `DATABASE_BRANCH_NOT_FOUND`
    public BranchRow info() {
        return project.catalog().read(this::row);
    }

    /// The schema that all tenants of the branch have.
    public Schema schema() {
        return project.changes().schema(info().head());
    }

    /// What was done to the schema, in order, from the beginning of the database on.
    public List<ListedChange> changes() {
        return project.catalog().read(rows -> rows.changes().list(row(rows).id()));
    }

    /// As [#changes], with what each was about.
    public List<BranchChange> history() {
        return changes().stream()
                .map(listed -> new BranchChange(listed, SchemaChanges.change(listed)))
                .toList();
    }

    /// What this branch and `other` did since they had everything in common.
    ///
    /// @throws TempleException with `DATABASE_BRANCH_NOT_FOUND`
    public Comparison compare(String other) {
        return project.changes().compare(database, name, other);
    }

    /// Changes the schema of all tenants at one instant, or of none.
    ///
    /// @param changes what is to be done, in order; at least one
    /// @throws TempleException with the code that says why a change cannot be, `DATABASE_BRANCH_PROTECTED`,
    ///         `DATABASE_IN_MAINTENANCE`, `DATA_IN_THE_WAY` with what is in the way in all tenants,
    /// `TENANT_DAMAGED` when
    ///         a file cannot be read or written, `DISK_FULL` or `DATABASE_BUSY`; nothing was changed then
    public ChangeReport change(List<Change> changes) {
        return change(Editor.of(changes));
    }

    /// As [#change(List)], with changes that depend on the schema as it is then.
    public ChangeReport change(Editor editor) {
        return project.changes().change(database, name, false, editor);
    }

    /// Tries a change on all tenants, and changes nothing.
    public ChangeReport rehearse(Editor editor) {
        return project.changes().change(database, name, true, editor);
    }

    /// Merges this branch into another one of the database. Into `main` only what is up to date with it can be
    /// merged.
    ///
    /// @throws TempleException with `MERGE_INTO_ITSELF`, `MERGE_NOTHING`, `MERGE_NOT_UP_TO_DATE`,
    ///         `SCHEMA_MERGE_CONFLICT`, or as [#change] does
    public ChangeReport mergeInto(String target) {
        return merge(target, false, Map.of());
    }

    /// As [#mergeInto(String)], with decisions for what both did.
    ///
    /// @param resolutions by the entity of a conflict, what is to become of it
    public ChangeReport mergeInto(String target, Map<String, Resolution> resolutions) {
        return merge(target, false, resolutions);
    }

    /// Tries a merge on all tenants, and changes nothing.
    public ChangeReport rehearseMerge(String target, Map<String, Resolution> resolutions) {
        return merge(target, true, resolutions);
    }

    private ChangeReport merge(String target, boolean isRehearsal, Map<String, Resolution> resolutions) {
        boolean isToMain = target.equals(Databases.MAIN);
        if (name.equals(Databases.MAIN) && isToMain) {
            throw new TempleException(ErrorCode.MERGE_INTO_ITSELF, "Cannot merge main branch into itself.");
        }
        return project.changes().merge(database, name, target, isToMain, isRehearsal, resolutions);
    }

    /// What a merge into `target` would come to: the joined schema, and what contradicts itself. Nothing is tried.
    public MergeResult previewMerge(String target, Map<String, Resolution> resolutions) {
        return project.changes().preview(database, name, target, resolutions);
    }

    /// The way from the schema of this branch to that of `target`, and back, as SQL scripts for databases that are
    /// kept elsewhere.
    ///
    /// @throws TempleException with `DATABASE_NOT_FOUND` or `DATABASE_BRANCH_NOT_FOUND`
    public MigrationScript migrationTo(String target) {
        var other = new DatabaseBranch(project, database, target);
        return MigrationScript.between(
                project.changes().aligned(info().head()),
                project.changes().aligned(other.info().head()),
                project.changes().hints(database, name, target));
    }

    /// The last change or merge that holds: what [#undo()] would take back.
    ///
    /// @throws TempleException with `DATABASE_NOTHING_TO_UNDO`, or with `DATABASE_BRANCH_PROTECTED` when it is a
    /// direct
    ///         change of a branch that is protected by now
    public LastChange lastChange() {
        var changes = project.changes().last(database, name);
        return new LastChange(
                changes.getFirst().version(),
                changes.getFirst().origin(),
                changes.stream()
                        .map(listed -> new BranchChange(listed, SchemaChanges.change(listed)))
                        .toList(),
                project.changes().isKept(database, name, changes));
    }

    /// Takes back the last change or merge that has not been taken back. What it destroyed is back, with its rows
    /// and
    /// values as long as they are [kept][LastChange#isKept]; rows in tables and values in columns that it made go.
    /// Of a protected branch only merges can be taken back.
    ///
    /// @throws TempleException with `DATABASE_NOTHING_TO_UNDO`, or as [#change] does
    public ChangeReport undo() {
        return project.changes().undo(database, name, false, OptionalLong.empty());
    }

    /// As [#undo()], when `last` still is the last.
    ///
    /// @throws TempleException with `DATABASE_BUSY` when it is not, or as [#undo()] does
    public ChangeReport undo(LastChange last) {
        return project.changes().undo(database, name, false, OptionalLong.of(last.version()));
    }

    /// Tries to take back the last change or merge, and changes nothing. The findings count what would go.
    public ChangeReport rehearseUndo() {
        return project.changes().undo(database, name, true, OptionalLong.empty());
    }

    /// Removes from all tenants what has been kept for [#undo] and [#undoRows] for more than thirty days, and which
    /// the
    /// next merge would remove anyhow.
    ///
    /// @return how many tables each tenant had for changes of the schema
    /// @throws TempleException with `DATABASE_IN_MAINTENANCE`, or as [#change] does
    public int forgetKept() {
        project.rowMergeUndo().forget(database, name, project.catalog().now().minus(SchemaChanges.KEPT_FOR));
        return project.changes().forgetKept(database, name);
    }

    /// What leads from the rows of this branch to those of `other`. Tenants that have the same file are not read,
    /// and rows
    /// are not kept.
    ///
    /// @param listener hears of each change with the name of its tenant
    /// @return how many there are
    /// @throws TempleException with `DATABASE_BRANCH_NOT_FOUND`, `ROWS_WITHOUT_KEY`, or what `listener` throws
    public RowCounts diffRows(String other, BiConsumer<String, RowChange> listener) {
        return project.rowDiffs().compare(database, name, other, listener);
    }

    /// Merges the rows of this branch into another one, cell by cell, for all tenants at one instant or for none.
    /// One must
    /// have been forked from the other, and the schema of this branch must have been merged. A merge of the schema
    /// does not
    /// bring rows, so this is to be asked for. User triggers do not hear of it.
    ///
    /// @throws TempleException with `ROWS_CONFLICT`, after which [#rowConflicts] of the target has them;
    ///         `ROWS_BREAK_CONSTRAINTS` with the rows that the schema would not take; `ROWS_WITHOUT_BASE`,
    ///         `ROWS_WITHOUT_KEY`, `DATABASE_IN_MAINTENANCE`, `DATABASE_BUSY`, `DISK_FULL`; nothing was changed
    /// then
    public RowMergeReport mergeRows(String target, RowDecisions decisions) {
        return project.rowMerger().merge(database, name, target, decisions, false);
    }

    /// Tries a merge of rows, and changes nothing; conflicts and broken constraints are in the report.
    public RowMergeReport rehearseMergeRows(String target, RowDecisions decisions) {
        return project.rowMerger().merge(database, name, target, decisions, true);
    }

    /// The last merge of rows into this branch: what [#undoRows] would take back.
    ///
    /// @throws TempleException with `DATABASE_NOTHING_TO_UNDO`
    public LastRowMerge lastRowMerge() {
        var merge = project.rowMergeUndo().last(database, name);
        var made = project.catalog()
                .read(rows -> merge.tenants().stream()
                        .filter(each -> each.kind() == Kind.NEW)
                        .flatMap(each -> rows.tenants().find(row(rows).id(), each.id()).stream())
                        .map(TenantRow::name)
                        .sorted()
                        .toList());
        return new LastRowMerge(merge.source(), merge.madeAt(), made);
    }

    /// Takes back the last merge of rows into this branch, for all tenants at one instant or for none. Rows that it
    /// added
    /// go, those that it changed or removed are as they were, and what was written since stays. Tenants that it
    /// made are
    /// deleted, and can be brought back with [Databases#bringBack]. The same can be merged again. It can be taken
    /// back
    /// until rows are merged into this branch again, or for thirty days.
    ///
    /// @param decisions for rows that were changed since: ours leaves them as they are
    /// @throws TempleException with `DATABASE_NOTHING_TO_UNDO`, `ROWS_CONFLICT`, `ROWS_BREAK_CONSTRAINTS`,
    ///         `MERGED_ROWS_DROPPED` while a table or column is dropped that it changed, `DATABASE_IN_MAINTENANCE`,
    /// `DATABASE_BUSY`, `DISK_FULL`; nothing was changed then
    public RowMergeReport undoRows(RowDecisions decisions) {
        return project.rowMergeUndo().undo(database, name, decisions, false);
    }

    /// Tries to take back the last merge of rows, and changes nothing; conflicts and broken constraints are in the
    /// report.
    public RowMergeReport rehearseUndoRows(RowDecisions decisions) {
        return project.rowMergeUndo().undo(database, name, decisions, true);
    }

    /// What the last merges of rows into this branch met with and nobody has decided yet, a thousand of each at
    /// most.
    public List<RowConflict> rowConflicts() {
        return project.catalog().read(rows -> rows.bases().conflicts(row(rows).id())).stream()
                .map(RowConflict::of)
                .toList();
    }

    /// Lets the schema of this branch change by merges only, or, with false, directly again.
    public void protect(boolean isProtected) {
        Database.alone(
                project.catalog(),
                List.of(info()),
                () -> project.catalog().write(rows -> {
                    rows.branches().protect(writable(rows).id(), isProtected);
                    return true;
                }));
    }

    /// The tenant with that name, which is looked for when it is used.
    public Tenant tenant(String tenant) {
        return new Tenant(tenant, project.tenants().tenant(ref(tenant)), project.changes(), project.forms());
    }

    /// The tenants, by name.
    public List<TenantRow> tenants() {
        return project.catalog().read(rows -> rows.tenants().list(row(rows).id()));
    }

    /// Makes a tenant. It has no file until it is first written to.
    ///
    /// @throws TempleException with `TENANT_EXISTS`, `TENANT_RESERVED`, `DATABASE_NAME_INVALID`,
    /// `DATABASE_NAME_RESERVED`
    ///         or `DATABASE_IN_MAINTENANCE`
    public Tenant createTenant(String tenant) {
        createTenants(List.of(tenant), false);
        return tenant(tenant);
    }

    /// Makes tenants, all or none.
    ///
    /// @param withFiles whether each gets its file now, and not when it is first written to
    public void createTenants(List<String> names, boolean withFiles) {
        names.forEach(DatabaseBranch::requireName);
        project.tenants().create(database, name, names, withFiles);
    }

    /// Refuses, because no SQLite that encrypts can be had; a tenant that is to be encrypted is never kept in the
    /// clear.
    ///
    /// @throws TempleException with `ENCRYPTION_UNAVAILABLE`
    public Tenant createEncryptedTenant(String tenant) {
        requireName(tenant);
        throw new TempleException(
                ErrorCode.ENCRYPTION_UNAVAILABLE,
                "The tenant '%s' cannot be made: this build of SQLite cannot encrypt files.".formatted(tenant));
    }

    /// Makes a tenant with the data that another has now. Copies nothing; each gets a file of its own when it is
    /// written
    /// to.
    ///
    /// @throws TempleException with `TENANT_NOT_FOUND`, `DATABASE_BUSY`, or as [#createTenant] does
    public Tenant copyTenant(String source, String tenant) {
        requireName(tenant);
        var catalog = project.catalog();
        // Who writes to the file of the source believes that nobody else has it.
        var known = info();
        project.tenants()
                .removed(Database.alone(
                        catalog,
                        List.of(known),
                        () -> catalog.write(rows -> {
                            long branch = known.requireSame(writable(rows)).id();
                            rows.tenants().addCopy(rows.tenants().get(branch, source), tenant);
                            return rows.files().removeUnused(rows.bases().forget(branch, tenant));
                        })));
        return tenant(tenant);
    }

    /// Gives a tenant another name. A merge of rows takes it for a new one.
    ///
    /// @throws TempleException with `MAIN_TENANT_FIXED`, `TENANT_NOT_FOUND`, or as [#createTenant] does
    public Tenant renameTenant(String tenant, String newName) {
        refuseMain(tenant, "renamed");
        requireName(newName);
        project.tenants().removed(project.catalog().write(rows -> {
            long branch = writable(rows).id();
            rows.tenants().rename(rows.tenants().get(branch, tenant), newName);
            return rows.files().removeUnused(rows.bases().forget(branch, newName));
        }));
        return tenant(newName);
    }

    /// Deletes a tenant with its data. It can be brought back with [Databases#bringBack].
    ///
    /// @throws TempleException with `MAIN_TENANT_FIXED`, `TENANT_RESERVED`, `TENANT_NOT_FOUND` or
    ///         `DATABASE_IN_MAINTENANCE`
    public void deleteTenant(String tenant) {
        refuseMain(tenant, "deleted");
        refuseTemplate(tenant);
        project.catalog().write(rows -> {
            var branch = writable(rows);
            rows.deleted().hide(branch, rows.tenants().get(branch.id(), tenant));
            return true;
        });
    }

    /// Compares the schema that each tenant's file really has with that of its version.
    ///
    /// @return those that differ, by name; empty when all is well
    public List<Drift> drift() {
        return project.tenants().drift(database, name);
    }

    /// Brings the files of all tenants to the schema of the branch now, and not when each is next used. Files that
    /// a branch
    /// at another schema uses, too, stay as they are until they are written to.
    ///
    /// @return how many could not be brought; [#damage] says why
    /// @throws TempleException with `DATABASE_IN_MAINTENANCE`
    public int bringForward() {
        return project.tenants().bringForward(database, name);
    }

    /// Reads every page of every tenant that has a file, and has SQLite look for what is broken in it. Costs a read
    /// of all
    /// files.
    ///
    /// @return what is broken, with the name of the tenant; empty when all is well
    public List<Damage> damage() {
        return project.tenants().damage(database, name);
    }

    private TenantRef ref(String tenant) {
        return new TenantRef(database, name, tenant);
    }

    private BranchRow row(Rows rows) {
        return rows.branches().get(rows.databases().get(database).id(), name);
    }

    private BranchRow writable(Rows rows) {
        return rows.branches().get(rows.databases().getWritable(database).id(), name);
    }

    private static void requireName(String tenant) {
        refuseTemplate(tenant);
        NameKind.TENANT.require(tenant);
    }

    private static void refuseTemplate(String tenant) {
        if (tenant.equals(TEMPLATE)) {
            throw new TempleException(
                    ErrorCode.TENANT_RESERVED,
                    "The name %s is reserved: the engine makes tenants from it.".formatted(TEMPLATE));
        }
    }

    private static void refuseMain(String tenant, String participle) {
        if (tenant.equals(Databases.MAIN)) {
            throw new TempleException(
                    ErrorCode.MAIN_TENANT_FIXED, "The tenant main cannot be %s.".formatted(participle));
        }
    }
}
