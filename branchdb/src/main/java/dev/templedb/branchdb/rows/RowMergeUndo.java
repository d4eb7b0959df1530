package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.RowMergeRow;
import dev.templedb.branchdb.catalog.RowMergeRow.Kind;
import dev.templedb.branchdb.catalog.RowMergeRow.MergedTenant;
import dev.templedb.branchdb.catalog.Rows;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.tenants.MergeFiles;
import dev.templedb.branchdb.tenants.TenantRef;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;

/// Takes back the last merge of rows into a branch, for all tenants at one instant or for none.
///
/// Rows that the merge added go, those that it changed or removed are as they were, and what was written since stays:
/// what was before the merge is itself merged, against what the merge made of it, so a row that was changed since is a
/// conflict. Tenants that the merge made are deleted, and can be brought back. What both branches had in common before
/// is what they have in common again, so the same can be merged again. Thread-safe.
public final class RowMergeUndo {
    private final MergeFiles files;
    private final Catalog catalog;
    private final LongFunction<Schema> schemas;

    /// @param schemas gives the schema of a version
    public RowMergeUndo(MergeFiles files, LongFunction<Schema> schemas) {
        this.files = files;
        this.catalog = files.catalog();
        this.schemas = schemas;
    }

    /// A tenant that still is where the merge found it.
    private record Task(MergedTenant merged, TenantRow tenant) {}

    private record Done(Task task, MergedTenantRows rows) {}

    /// The last merge of rows into a branch.
    ///
    /// @throws TempleException with `DATABASE_NOTHING_TO_UNDO`
    public RowMergeRow last(String database, String target) {
        return catalog.read(rows -> last(rows, find(rows, database, target)));
    }

    private static RowMergeRow last(Rows rows, BranchRow target) {
        return rows.rowMerges()
                .find(target.id())
                .orElseThrow(() -> new TempleException(
                        ErrorCode.DATABASE_NOTHING_TO_UNDO,
                        "No rows were merged into the branch '%s' that could be taken out again."
                                .formatted(target.name())));
    }

    /// Takes it back.
    ///
    /// @param isRehearsal whether everything is done but the writing; conflicts and violations are reported then,
    ///                    and not thrown
    /// @throws TempleException with `DATABASE_NOTHING_TO_UNDO`; `ROWS_CONFLICT` for rows that were changed since;
    ///         `MERGED_ROWS_DROPPED` while a table or column is dropped that it changed;
    ///         `ROWS_BREAK_CONSTRAINTS`; `DATABASE_IN_MAINTENANCE`, `DATABASE_BUSY`, `DISK_FULL`; nothing was
    /// changed
    ///         then
    public RowMergeReport undo(String database, String target, RowDecisions decisions, boolean isRehearsal) {
        var known = catalog.read(rows -> find(rows, database, target));
        return catalog.alone(
                List.of(known.id()),
                () -> undo(
                        database,
                        known.requireSame(catalog.read(rows -> find(rows, database, target))),
                        decisions,
                        isRehearsal));
    }

    private static BranchRow find(Rows rows, String database, String branch) {
        return rows.branches().get(rows.databases().getWritable(database).id(), branch);
    }

    private RowMergeReport undo(String database, BranchRow target, RowDecisions decisions, boolean isRehearsal) {
        var merge = catalog.read(rows -> last(rows, target));
        var done = Collections.synchronizedList(new ArrayList<Done>());
        try {
            files.forEach(tasks(target, merge), task -> undoTenant(database, target, merge, task, decisions, done));
            done.sort(Comparator.comparing(each -> each.task().tenant().name()));
            var report = MergedTenantRows.report(done.stream().map(Done::rows).toList(), !isRehearsal);
            if (!isRehearsal) {
                MergedTenantRows.requireNoProblem(report);
                files.removed(catalog.write(rows -> commit(rows, database, target, merge, done)));
            }
            return report;
        } finally {
            done.forEach(each -> files.discard(each.rows().copy()));
        }
    }

    /// Those whose rows the merge changed and that were not deleted since.
    private List<Task> tasks(BranchRow target, RowMergeRow merge) {
        return catalog.read(rows -> merge.tenants().stream()
                .filter(each -> each.kind() == Kind.CHANGED)
                .flatMap(each -> rows.tenants().find(target.id(), each.id()).map(row -> new Task(each, row)).stream())
                .toList());
    }

    private void undoTenant(
            String database, BranchRow target, RowMergeRow merge, Task task, RowDecisions decisions, List<Done> done) {
        String name = task.tenant().name();
        var file = files.current(new TenantRef(database, target.name(), name));
        var copy = files.copy(file.orElseThrow());
        var conflicts = new Conflicts(decisions);
        var merged = schemas.apply(merge.version());
        try {
            var undone = files.change(copy, tx -> {
                var ours = schemas.apply(tx.userVersion());
                requireAllThere(
                        MergedRows.read(tx, merged, MergedRows.When.AFTER).schema(), merged, ours);
                var work = new TenantMerge(merge.source(), name, tx, conflicts);
                work.undo(merged, ours);
                return work;
            });
            var now = new TenantRow(
                    task.tenant().id(),
                    task.tenant().branch(),
                    name,
                    file,
                    task.tenant().createdAt());
            done.add(new Done(
                    new Task(task.merged(), now),
                    new MergedTenantRows(name, false, copy, undone.counts(), conflicts, undone.violations())));
        } catch (RuntimeException e) {
            files.discard(copy);
            throw e;
        }
    }

    /// Tables and columns that were dropped since may come back, with what the merge made of them; then nothing
    /// else
    /// would be known of what was before.
    ///
    /// @param changed the tables whose rows the merge changed
    /// @param merged  the schema that it found
    private static void requireAllThere(Schema changed, Schema merged, Schema now) {
        for (var kept : changed.tables()) {
            var name = merged.tableOf(kept.identity()).map(Table::name).orElseGet(kept::name);
            var table = now.tableOf(kept.identity()).orElseThrow(() -> dropped("table " + name));
            for (var column : kept.columns()) {
                if (column.generated() == null
                        && table.columnOf(column.identity()).isEmpty()) {
                    throw dropped("column %s.%s".formatted(name, column.name()));
                }
            }
        }
    }

    private static TempleException dropped(String what) {
        return new TempleException(
                ErrorCode.MERGED_ROWS_DROPPED,
                "The merge of rows changed the %s, which was dropped since, and cannot be taken back without it."
                        .formatted(what));
    }

    private List<Long> commit(Rows rows, String database, BranchRow target, RowMergeRow merge, List<Done> done) {
        find(rows, database, target.name());
        var unused = new ArrayList<Long>();
        var copies = new ArrayList<Path>();
        var numbers = new ArrayList<Long>();
        for (var each : done) {
            var tenant = each.task().tenant();
            long number = rows.files().add();
            if (!rows.tenants().replace(tenant.id(), tenant.file(), number)) {
                throw new TempleException(
                        ErrorCode.DATABASE_BUSY,
                        "The tenant '%s' was just changed; try again.".formatted(tenant.name()));
            }
            copies.add(each.rows().copy());
            numbers.add(number);
            tenant.file().ifPresent(unused::add);
        }
        for (var each : merge.tenants()) {
            rows.tenants().find(target.id(), each.id()).ifPresent(tenant -> {
                each.common().ifPresent(common -> {
                    rows.bases().putBack(merge.pair(), tenant.name(), common, each.base());
                    unused.add(common);
                });
                if (each.kind() == Kind.NEW) {
                    rows.deleted().hide(target, tenant);
                    unused.addAll(rows.bases().forget(target.id(), tenant.name()));
                }
            });
        }
        unused.addAll(rows.rowMerges().forget(target.id()));
        files.moveIn(copies, numbers);
        return rows.files().removeUnused(unused);
    }

    /// Removes what is kept of a merge that was made before `limit`: it cannot be taken back any more.
    ///
    /// @throws TempleException with `DATABASE_IN_MAINTENANCE`
    public void forget(String database, String target, Instant limit) {
        var found = catalog.read(rows -> {
            var branch = find(rows, database, target);
            return rows.rowMerges()
                    .find(branch.id())
                    .filter(merge -> merge.madeAt().isBefore(limit))
                    .isPresent();
        });
        if (!found) {
            return;
        }
        files.removed(catalog.write(rows -> {
            var branch = find(rows, database, target);
            return rows.files().removeUnused(rows.rowMerges().forget(branch.id()));
        }));
        for (var tenant : catalog.read(
                rows -> rows.tenants().list(find(rows, database, target).id()))) {
            var ref = new TenantRef(database, target, tenant.name());
            if (!tenant.isLazy() && files.read(ref, (tx, version) -> MergedRows.areIn(tx))) {
                files.write(ref, (tx, version) -> {
                    MergedRows.drop(tx);
                    return true;
                });
            }
        }
    }
}
