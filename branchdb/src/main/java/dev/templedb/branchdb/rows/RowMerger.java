package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.RowMergeRow.Kind;
import dev.templedb.branchdb.catalog.RowMergeRow.MergedTenant;
import dev.templedb.branchdb.catalog.Rows;
import dev.templedb.branchdb.catalog.SqliteRowBases.Pair;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.tenants.MergeFiles;
import dev.templedb.branchdb.tenants.TenantRef;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Merges the rows of one branch into another, for all tenants at one instant or for none.
///
/// Both branches stand still. For each tenant of the source that changed since both had the same, a copy of the
/// target's
/// file is made and the merge is done there, against the file that was kept of what both had. When nothing contradicts
/// itself in any tenant, one transaction of the catalogue puts all copies in their places. From then on both have in
/// common
/// what the source has now. Thread-safe.
public final class RowMerger {
    private final MergeFiles files;
    private final Catalog catalog;
    private final LongFunction<Schema> schemas;

    /// @param schemas gives the schema of a version
    public RowMerger(MergeFiles files, LongFunction<Schema> schemas) {
        this.files = files;
        this.catalog = files.catalog();
        this.schemas = schemas;
    }

    /// Two branches and what they had in common.
    private record Branches(BranchRow source, BranchRow target, Pair pair, Map<String, Long> bases) {}

    /// One tenant that the source changed.
    ///
    /// @param ours nothing when the target does not have it
    private record Task(
            String tenant,
            OptionalLong base,
            OptionalLong theirs,
            @Nullable TenantRow ours) {}

    /// What came of one.
    private record Done(Task task, OptionalLong before, MergedTenantRows rows) {}

    /// Merges.
    ///
    /// @param isRehearsal whether everything is done but the writing; conflicts and violations are reported then,
    /// and not
    ///                    thrown
    /// @throws TempleException with `ROWS_WITHOUT_BASE` when neither branch was forked from the other, or their
    /// schemas
    ///         have not been merged; `ROWS_CONFLICT`; `ROWS_BREAK_CONSTRAINTS`; `ROWS_WITHOUT_KEY`;
    ///         `DATABASE_IN_MAINTENANCE`, `DATABASE_BUSY`, `DISK_FULL`; nothing was changed then
    public RowMergeReport merge(
            String database, String source, String target, RowDecisions decisions, boolean isRehearsal) {
        if (source.equals(target)) {
            throw new TempleException(
                    ErrorCode.MERGE_INTO_ITSELF, "The branch '%s' cannot be merged into itself.".formatted(source));
        }
        var known = catalog.read(rows -> List.of(find(rows, database, source), find(rows, database, target)));
        return catalog.alone(known.stream().map(BranchRow::id).toList(), () -> {
            var branches = branches(database, source, target);
            known.getFirst().requireSame(branches.source());
            known.getLast().requireSame(branches.target());
            return merge(database, branches, decisions, isRehearsal);
        });
    }

    private static BranchRow find(Rows rows, String database, String branch) {
        return rows.branches().get(rows.databases().getWritable(database).id(), branch);
    }

    private Branches branches(String database, String source, String target) {
        var common = new long[1];
        var found = catalog.read(rows -> {
            var from = find(rows, database, source);
            var to = find(rows, database, target);
            var pair = rows.bases()
                    .pair(from.id(), to.id())
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.ROWS_WITHOUT_BASE,
                            "It is not known what rows '%s' and '%s' had in common: neither was forked from the other."
                                    .formatted(source, target)));
            common[0] = rows.versions().base(from.head(), to.head());
            return new Branches(from, to, pair, rows.bases().list(pair));
        });
        if (common[0] != found.source().head()
                && !schemas.apply(common[0]).equals(schemas.apply(found.source().head()))) {
            throw new TempleException(
                    ErrorCode.ROWS_WITHOUT_BASE,
                    "Merge the schema of '%s' into '%s' first; then its rows.".formatted(source, target));
        }
        return found;
    }

    private RowMergeReport merge(String database, Branches branches, RowDecisions decisions, boolean isRehearsal) {
        var tasks = tasks(branches);
        var done = Collections.synchronizedList(new ArrayList<Done>());
        try {
            files.forEach(tasks, task -> mergeTenant(database, branches, task, decisions, done));
            done.sort((one, other) -> one.task().tenant().compareTo(other.task().tenant()));
            var report = MergedTenantRows.report(done.stream().map(Done::rows).toList(), !isRehearsal);
            if (!isRehearsal) {
                refuse(branches, report);
                files.removed(catalog.write(rows -> commit(rows, database, branches, done)));
            }
            return report;
        } finally {
            done.forEach(each -> files.discard(each.rows().copy()));
        }
    }

    /// Those of the source's tenants that do not have the file any more that both had. One that the target had and
    /// has not any more is left out while the source has not changed it, and is a new one when it has.
    private List<Task> tasks(Branches branches) {
        var ours = files.tenants(branches.target());
        return files.tenants(branches.source()).values().stream()
                .map(theirs -> {
                    var base = branches.bases().get(theirs.name());
                    return new Task(
                            theirs.name(),
                            base == null ? OptionalLong.empty() : OptionalLong.of(base),
                            theirs.file(),
                            ours.get(theirs.name()));
                })
                .filter(task -> !task.base().equals(task.theirs())
                        || task.ours() == null && task.base().isEmpty())
                .toList();
    }

    private void mergeTenant(String database, Branches branches, Task task, RowDecisions decisions, List<Done> done) {
        var target = branches.target();
        OptionalLong before = task.ours() == null
                ? OptionalLong.empty()
                : files.current(new TenantRef(database, target.name(), task.tenant()));
        OptionalLong theirs =
                files.current(new TenantRef(database, branches.source().name(), task.tenant()));
        var copy = files.copy(before.orElseGet(() -> template(target)));
        var conflicts = new Conflicts(decisions);
        try {
            var merged = reading(
                    theirs,
                    their -> reading(
                            task.ours() == null ? OptionalLong.empty() : task.base(),
                            base -> files.change(copy, tx -> {
                                var merge = new TenantMerge(branches.source().name(), task.tenant(), tx, conflicts);
                                merge.run(base, schemas.apply(tx.userVersion()), their);
                                return merge;
                            })));
            done.add(new Done(
                    task,
                    before,
                    new MergedTenantRows(
                            task.tenant(),
                            task.ours() == null,
                            copy,
                            merged.counts(),
                            conflicts,
                            merged.violations())));
        } catch (RuntimeException e) {
            files.discard(copy);
            throw e;
        }
    }

    /// The template, at the version of its branch: a tenant without a file is read from it.
    private long template(BranchRow branch) {
        return catalog.read(rows -> rows.branches().get(branch.database(), branch.name()))
                .template();
    }

    private interface WithSide {
        TenantMerge run(TenantMerge.Reading side);
    }

    private TenantMerge reading(OptionalLong file, WithSide work) {
        return file.isEmpty()
                ? work.run(TenantMerge.Reading.NOTHING)
                : files.readFile(
                        file.getAsLong(),
                        (tx, version) -> work.run(new TenantMerge.Reading(tx, schemas.apply(version.id()))));
    }

    private void refuse(Branches branches, RowMergeReport report) {
        if (report.conflictCount() > 0) {
            catalog.note(rows -> {
                keep(rows, branches, report.conflicts());
                return true;
            });
        }
        MergedTenantRows.requireNoProblem(report);
    }

    private static void keep(Rows rows, Branches branches, List<RowConflict> conflicts) {
        rows.bases()
                .keepConflicts(
                        branches.source().id(),
                        branches.target().id(),
                        conflicts.stream().map(RowConflict::kept).toList());
    }

    private List<Long> commit(Rows rows, String database, Branches branches, List<Done> done) {
        var target = find(rows, database, branches.target().name());
        var unused = new ArrayList<Long>();
        var copies = new ArrayList<Path>();
        var numbers = new ArrayList<Long>();
        var merged = new ArrayList<MergedTenant>();
        for (var each : done) {
            var task = each.task();
            boolean isNew = task.ours() == null;
            if (each.rows().counts().total() > 0 || isNew) {
                long number = rows.files().add();
                put(rows, branches, each, number);
                copies.add(each.rows().copy());
                numbers.add(number);
                each.before().ifPresent(unused::add);
            }
            var common =
                    rows.tenants().get(branches.source().id(), task.tenant()).file();
            common.ifPresent(file -> rows.bases().set(branches.pair(), task.tenant(), file));
            task.base().ifPresent(unused::add);
            merged.add(new MergedTenant(
                    rows.tenants().get(target.id(), task.tenant()).id(),
                    isNew ? Kind.NEW : each.rows().counts().total() > 0 ? Kind.CHANGED : Kind.SAME,
                    task.base(),
                    common));
        }
        keep(rows, branches, List.of());
        if (!merged.isEmpty()) {
            unused.addAll(rows.rowMerges()
                    .keep(target.id(), branches.source().name(), branches.pair(), target.head(), merged));
        }
        files.moveIn(copies, numbers);
        return rows.files().removeUnused(unused);
    }

    private static void put(Rows rows, Branches branches, Done done, long number) {
        var task = done.task();
        if (task.ours() == null) {
            rows.tenants().addAll(branches.target().id(), List.of(task.tenant()), List.of(number));
        } else if (!rows.tenants().replace(task.ours().id(), done.before(), number)) {
            throw new TempleException(
                    ErrorCode.DATABASE_BUSY, "The tenant '%s' was just changed; try again.".formatted(task.tenant()));
        }
    }
}
