package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.ListedChange;
import dev.templedb.branchdb.catalog.NewChange;
import dev.templedb.branchdb.catalog.NewVersion;
import dev.templedb.branchdb.catalog.Remembered;
import dev.templedb.branchdb.catalog.Rows;
import dev.templedb.branchdb.catalog.SqliteVersions;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.Hints;
import dev.templedb.branchdb.changes.KeptTables;
import dev.templedb.branchdb.changes.Offence;
import dev.templedb.branchdb.changes.Planned;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.changes.Step;
import dev.templedb.branchdb.merge.MergeResult;
import dev.templedb.branchdb.merge.Resolution;
import dev.templedb.branchdb.merge.SameThings;
import dev.templedb.branchdb.merge.SchemaMerge;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Changes the schema of a branch for all its tenants at one instant, or for none.
///
/// Everything is tried on every file first, and taken back. Then one transaction of the catalogue moves the branch to
/// its
/// new version: from that instant on everybody sees the change, and nobody before. Then the files are brought forward;
/// what this process does not get to, whoever uses the file next does. Thread-safe, and safe beside other processes.
public final class SchemaChanges {
    private static final String UNDO = "undo";
    private static final Set<String> DROPS = Set.of("drop_table", "drop_column");

    /// How long what was dropped is kept for an undo.
    public static final Duration KEPT_FOR = Duration.ofDays(30);

    private final TenantStore store;
    private final Catalog catalog;
    private final Trials trials;
    private final Remembered<Long, Schema> schemas = new Remembered<>();
    private final Remembered<SqliteVersions.Merges, SameThings> sameThings = new Remembered<>();

    public SchemaChanges(TenantStore store) {
        this.store = store;
        this.catalog = store.catalog();
        this.trials = new Trials(store);
    }

    /// The schema of a version.
    public Schema schema(long version) {
        return schemas.get(
                version, id -> CatalogJson.readSchema(catalog.version(id).model()));
    }

    /// The schema of a version, in which what both sides of a merge made has one identity, whichever side is looked
    /// at.
    /// Costs a query, and after a merge a look at all merges of the database.
    public Schema aligned(long version) {
        return sameThings(catalog.version(version).database()).in(schema(version));
    }

    private SameThings sameThings(long database) {
        return sameThings.get(catalog.read(rows -> rows.versions().countMerges(database)), this::sameThings);
    }

    private SameThings sameThings(SqliteVersions.Merges counted) {
        var same = new SameThings();
        for (var merge : catalog.read(rows -> rows.versions().merges(counted.database()))) {
            same.add(
                    same.in(schema(merge.base())),
                    same.in(schema(merge.before())),
                    same.in(schema(merge.source())),
                    same.in(schema(merge.after())));
        }
        return same;
    }

    /// Changes a branch.
    ///
    /// @param isRehearsal whether everything is tried and nothing changed
    /// @throws TempleException with `DATABASE_BRANCH_PROTECTED`, `DATABASE_IN_MAINTENANCE`, `DATA_IN_THE_WAY` with
    /// what
    ///         is in the way in all tenants, `TENANT_DAMAGED` when a file cannot be read or written, `DISK_FULL`,
    ///         `DATABASE_BUSY`, or what `editor` throws; nothing was changed then
    public ChangeReport change(String database, String branch, boolean isRehearsal, Editor editor) {
        return run(database, branch, isRehearsal, row -> {
            if (row.isProtected()) {
                throw new TempleException(
                        ErrorCode.DATABASE_BRANCH_PROTECTED,
                        "The branch '%s' is protected: its schema changes only by merges.".formatted(branch));
            }
            return new Request(editor.edit(schema(row.head())), OptionalLong.empty(), OptionalLong.empty());
        });
    }

    /// Merges the schema of one branch into another.
    ///
    /// @param mustBeUpToDate whether the source must have all changes of the target
    /// @param resolutions    by the entity of a conflict, what is to become of it
    /// @throws TempleException with `MERGE_INTO_ITSELF`, `MERGE_NOTHING`, `MERGE_NOT_UP_TO_DATE`,
    ///         `SCHEMA_MERGE_CONFLICT`, or as [#change]
    /// does
    public ChangeReport merge(
            String database,
            String source,
            String target,
            boolean mustBeUpToDate,
            boolean isRehearsal,
            Map<String, Resolution> resolutions) {
        if (source.equals(target)) {
            throw new TempleException(
                    ErrorCode.MERGE_INTO_ITSELF, "The branch '%s' cannot be merged into itself.".formatted(source));
        }
        return run(database, target, isRehearsal, row -> {
            long from = catalog.read(rows -> rows.branches().get(row.database(), source))
                    .head();
            long base = catalog.read(rows -> rows.versions().base(from, row.head()));
            var same = sameThings(row.database());
            var common = same.in(schema(base));
            var ours = same.in(schema(row.head()));
            var theirs = same.in(schema(from));
            if (theirs.equals(common)) {
                throw new TempleException(
                        ErrorCode.MERGE_NOTHING,
                        "There is nothing to merge: '%s' has everything that '%s' has.".formatted(target, source));
            }
            if (mustBeUpToDate && !ours.equals(common)) {
                throw new TempleException(
                        ErrorCode.MERGE_NOT_UP_TO_DATE,
                        "The branch '%s' is not up to date with '%s'.".formatted(source, target));
            }
            var result = SchemaMerge.merge(common, ours, theirs, resolutions);
            result.requireUsed(resolutions.keySet());
            var merged = result.require();
            var planned = Planner.between(ours, merged, hints(row, source));
            return new Request(Edit.of(planned, Optional.of(source)), OptionalLong.of(from), OptionalLong.empty());
        });
    }

    /// What `change` says was done; nothing for what is no change of a schema, such as an undo.
    public static Optional<Change> change(ListedChange change) {
        return CatalogJson.readChange(change.details());
    }

    /// What either branch did since they had everything in common.
    public Comparison compare(String database, String one, String other) {
        record Heads(long database, long base, long one, long other) {}
        var heads = catalog.read(rows -> {
            long id = rows.databases().get(database).id();
            long first = rows.branches().get(id, one).head();
            long second = rows.branches().get(id, other).head();
            return new Heads(id, rows.versions().base(first, second), first, second);
        });
        var same = sameThings(heads.database());
        var base = same.in(schema(heads.base()));
        return new Comparison(
                Planner.between(base, same.in(schema(heads.one())), Hints.NONE).changes(),
                Planner.between(base, same.in(schema(heads.other())), Hints.NONE)
                        .changes(),
                schema(heads.one()).hash().equals(schema(heads.other()).hash()));
    }

    /// What a merge of `source` into `target` comes to, as they are now; nothing is tried.
    public MergeResult preview(String database, String source, String target, Map<String, Resolution> resolutions) {
        record Heads(long database, long base, long source, long target) {}
        var heads = catalog.read(rows -> {
            long id = rows.databases().get(database).id();
            long from = rows.branches().get(id, source).head();
            long to = rows.branches().get(id, target).head();
            return new Heads(id, rows.versions().base(from, to), from, to);
        });
        var same = sameThings(heads.database());
        return SchemaMerge.merge(
                same.in(schema(heads.base())),
                same.in(schema(heads.target())),
                same.in(schema(heads.source())),
                resolutions);
    }

    /// What the changes that lead from the branch `target` to `source` say beside the models of the two.
    public Hints hints(String database, String target, String source) {
        return hints(
                catalog.read(rows ->
                        rows.branches().get(rows.databases().get(database).id(), target)),
                source);
    }

    /// What the changes of `source` that `target` has not got say beside the models.
    private Hints hints(BranchRow target, String source) {
        var changes = catalog.read(rows -> rows.changes()
                .listMissing(rows.branches().get(target.database(), source).id(), target.head()));
        var fills = new HashMap<String, String>();
        var copies = new HashMap<String, String>();
        var byVersion = changes.stream()
                .filter(change -> change.origin().filter(target.name()::equals).isEmpty())
                .collect(Collectors.groupingBy(ListedChange::version, TreeMap::new, Collectors.toList()));
        byVersion.forEach((version, listed) -> {
            long before = catalog.version(version).predecessor().orElseThrow();
            var hints = Hints.of(
                    schema(before),
                    listed.stream()
                            .flatMap(each -> CatalogJson.readChange(each.details()).stream())
                            .toList());
            fills.putAll(hints.fills());
            copies.putAll(hints.copies());
        });
        return new Hints(fills, copies, Map.of());
    }

    /// What [#undo] would take back: the changes of the last change or merge of a branch that holds, in order.
    ///
    /// @throws TempleException with `DATABASE_NOTHING_TO_UNDO` or `DATABASE_BRANCH_PROTECTED`
    public List<ListedChange> last(String database, String branch) {
        return catalog.read(rows -> last(rows, find(rows, database, branch)));
    }

    /// Whether the rows and values that the last change of a branch dropped are still kept.
    ///
    /// @param changes as [#last] gives them
    public boolean isKept(String database, String branch, List<ListedChange> changes) {
        var version = catalog.version(changes.getFirst().version());
        if (!version.hasInverse()) {
            return changes.stream().noneMatch(change -> DROPS.contains(change.kind()));
        }
        var row = catalog.read(rows -> find(rows, database, branch));
        return keptAt(row).hasWhatBringsBack(CatalogJson.readPlan(version.inverse()));
    }

    private static List<ListedChange> last(Rows rows, BranchRow branch) {
        long last = rows.changes().lastVersion(branch.id()).orElse(0);
        if (last <= branch.forkedAt()) {
            throw new TempleException(
                    ErrorCode.DATABASE_NOTHING_TO_UNDO,
                    "Nothing was done on the branch '%s' that has not been undone.".formatted(branch.name()));
        }
        var changes = rows.changes().list(branch.id()).stream()
                .filter(change -> change.version() == last)
                .toList();
        if (branch.isProtected()
                && changes.stream().anyMatch(change -> change.origin().isEmpty())) {
            throw new TempleException(
                    ErrorCode.DATABASE_BRANCH_PROTECTED,
                    "The branch '%1$s' is protected: merges into it can be taken back, but the last that was done is a direct change (%2$s)."
                            .formatted(branch.name(), changes.getFirst().kind()));
        }
        return changes;
    }

    /// Takes back the last change or merge of a branch that has not been taken back, by its inverse: what it
    /// destroyed
    /// is back, and what was written since stays, but for what is in tables and columns that it made.
    ///
    /// @param expected the version that is to be taken back; nothing for whichever is the last
    /// @throws TempleException with `DATABASE_NOTHING_TO_UNDO`, `DATABASE_BUSY` when `expected` is not the last any
    ///         more, or as [#change] does; of a protected branch only merges can be taken back
    public ChangeReport undo(String database, String branch, boolean isRehearsal, OptionalLong expected) {
        return run(database, branch, isRehearsal, row -> {
            long last = catalog.read(rows -> last(rows, row)).getFirst().version();
            if (expected.isPresent() && expected.getAsLong() != last) {
                throw new TempleException(
                        ErrorCode.DATABASE_BUSY,
                        "The schema of the branch '%s' was changed meanwhile; nothing was taken back."
                                .formatted(branch));
            }
            var version = catalog.version(last);
            var same = sameThings(row.database());
            var before = same.in(schema(version.predecessor().orElseThrow()));
            // What came in a package says no steps: nobody would vouch for them.
            var planned = isRehearsal || !version.hasInverse()
                    ? Planner.between(same.in(schema(last)), before, Hints.NONE)
                    : null;
            var inverse = version.hasInverse()
                    ? CatalogJson.readPlan(version.inverse())
                    : Objects.requireNonNull(planned).plan();
            var details = CatalogJson.write(Json.Obj.empty().with("version", last));
            var edit = new Edit(
                    before,
                    inverse,
                    CatalogJson.readPlan(version.steps()),
                    List.of(new NewChange(UNDO, details, sql(inverse.steps()), Optional.empty())),
                    // For a review, with the steps that are really taken.
                    planned == null
                            ? null
                            : new Planned(planned.from(), planned.changes(), planned.to(), inverse, Map.of()));
            return new Request(edit, OptionalLong.empty(), OptionalLong.of(last));
        });
    }

    /// Removes what was kept for an undo for more than thirty days from all tenants of a branch. No schema changes
    /// by
    /// it.
    ///
    /// @return how many tables each file had for that
    /// @throws TempleException with `DATABASE_IN_MAINTENANCE`, or as [#change] does
    public int forgetKept(String database, String branch) {
        var row = catalog.read(rows -> find(rows, database, branch));
        int expired =
                keptAt(row).leaving(SchemaPlan.EMPTY, this::isLongAgo).steps().size();
        if (expired > 0) {
            // The version that comes of it has the same model, and steps that remove the tables.
            run(
                    database,
                    branch,
                    false,
                    now -> new Request(
                            new Edit(schema(now.head()), SchemaPlan.EMPTY, SchemaPlan.EMPTY, List.of()),
                            OptionalLong.empty(),
                            OptionalLong.empty()));
        }
        return expired;
    }

    private KeptTables keptAt(BranchRow row) {
        var kept = new KeptTables();
        catalog.read(rows -> rows.versions().stepsWith(KeptTables.PREFIX, row.head()))
                .forEach(each -> kept.took(CatalogJson.readPlan(each.steps()), each.madeAt()));
        return kept;
    }

    private boolean isLongAgo(Instant then) {
        return then.plus(KEPT_FOR).isBefore(catalog.now());
    }

    /// The steps remove what is not kept any more, too: a merge ends that for all that was dropped before it. So
    /// all
    /// files lose it at the same version.
    private Edit withoutOldKept(Edit edit, BranchRow row, boolean isMerge) {
        return edit.withPlan(keptAt(row).leaving(edit.plan(), then -> isMerge || isLongAgo(then)));
    }

    /// What SQLite is told by steps, for people.
    static String sql(List<Step> steps) {
        return steps.stream()
                .map(Step::sql)
                .filter(sql -> !sql.isEmpty())
                .map(sql -> sql.endsWith(";") ? sql : sql + ";")
                .collect(Collectors.joining("\n"));
    }

    /// What is wanted of a branch.
    ///
    /// @param mergedFrom the version that it brings in
    /// @param undoes     the version that it takes back
    private record Request(Edit edit, OptionalLong mergedFrom, OptionalLong undoes) {}

    private interface Asking {
        Request ask(BranchRow row);
    }

    private ChangeReport run(String database, String branch, boolean isRehearsal, Asking asking) {
        var known = catalog.read(rows -> find(rows, database, branch));
        ChangeReport report;
        try (var _ = catalog.gate(known.id()).enterAlone()) {
            var row = known.requireSame(catalog.read(rows -> find(rows, database, branch)));
            var request = asking.ask(row);
            var edit = withoutOldKept(request.edit(), row, request.mergedFrom().isPresent());
            report = trials.run(row, edit);
            if (isRehearsal) {
                return report.withFindings(new Review(store).count(row, report));
            }
            if (!report.offences().isEmpty()) {
                throw Offence.report(report.offences());
            }
            var next = CatalogJson.version(edit.result(), edit.plan(), edit.inverse(), request.mergedFrom());
            long version = catalog.write(rows -> commit(rows, database, row, request, next));
            report = new ChangeReport(
                    edit, true, version, report.tenants(), report.offences(), report.left(), List.of());
        }
        var brought = store.forwarding().bringSome(catalog.read(rows -> find(rows, database, branch)));
        return new ChangeReport(
                report.edit(),
                true,
                report.version(),
                report.tenants(),
                report.offences(),
                brought.failed(),
                List.of());
    }

    private static BranchRow find(Rows rows, String database, String branch) {
        return rows.branches().get(rows.databases().getWritable(database).id(), branch);
    }

    private static long commit(Rows rows, String database, BranchRow row, Request request, NewVersion next) {
        rows.databases().getWritable(database);
        long version = rows.versions().add(row.database(), row.head(), next);
        rows.branches().move(row.id(), version);
        rows.changes().add(row.id(), version, request.edit().changes());
        request.undoes().ifPresent(undone -> {
            rows.changes().undo(row.id(), undone);
            rows.versions().unmerge(undone);
        });
        return version;
    }
}
