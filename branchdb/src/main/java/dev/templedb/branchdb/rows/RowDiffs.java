package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.tenants.MergeFiles;
import dev.templedb.branchdb.tenants.TenantRef;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Compares the rows of two branches, tenant by tenant. Memory does not depend on how many there are; tenants that have
/// the
/// same file are not read. Thread-safe.
public final class RowDiffs {
    private final MergeFiles files;
    private final LongFunction<Schema> schemas;

    /// @param schemas gives the schema of a version
    public RowDiffs(MergeFiles files, LongFunction<Schema> schemas) {
        this.files = files;
        this.schemas = schemas;
    }

    /// What leads from the rows of `from` to those of `to`.
    ///
    /// @param listener hears of each change with the name of its tenant: by tenant, table and key
    /// @throws TempleException with `DATABASE_NOT_FOUND`, `DATABASE_BRANCH_NOT_FOUND`, `ROWS_WITHOUT_KEY`, or what
    ///         `listener` throws
    public RowCounts compare(String database, String from, String to, BiConsumer<String, RowChange> listener) {
        var earlier = files.tenants(find(database, from));
        var later = files.tenants(find(database, to));
        var names = new TreeSet<>(earlier.keySet());
        names.addAll(later.keySet());
        var counts = RowCounts.NONE;
        for (var tenant : names) {
            var one = new TenantRef(database, from, tenant);
            var other = new TenantRef(database, to, tenant);
            var comparison = new Comparison(change -> listener.accept(tenant, change));
            if (!earlier.containsKey(tenant)) {
                files.read(other, (tx, version) -> comparison.run(null, Schema.EMPTY, tx, schema(version.id())));
            } else if (!later.containsKey(tenant)) {
                files.read(one, (tx, version) -> comparison.run(tx, schema(version.id()), null, Schema.EMPTY));
            } else {
                files.readBoth(
                        one,
                        other,
                        (tx, version, otherTx, otherVersion) ->
                                comparison.run(tx, schema(version.id()), otherTx, schema(otherVersion.id())),
                        () -> true);
            }
            counts = counts.plus(comparison.counts());
        }
        return counts;
    }

    private BranchRow find(String database, String branch) {
        return files.catalog()
                .read(rows -> rows.branches().get(rows.databases().get(database).id(), branch));
    }

    private Schema schema(long version) {
        return schemas.apply(version);
    }

    /// Two states of one tenant.
    private static final class Comparison {
        private final Consumer<RowChange> listener;
        private long added;
        private long changed;
        private long removed;

        Comparison(Consumer<RowChange> listener) {
            this.listener = listener;
        }

        boolean run(@Nullable Transaction from, Schema fromSchema, @Nullable Transaction to, Schema toSchema) {
            for (var table : toSchema.tables()) {
                compare(
                        new Form(table),
                        from,
                        fromSchema.tableOf(table.identity()).orElse(null),
                        to,
                        table);
            }
            for (var table : fromSchema.tables()) {
                if (toSchema.tableOf(table.identity()).isEmpty()) {
                    compare(new Form(table), from, table, to, null);
                }
            }
            return true;
        }

        private void compare(
                Form form,
                @Nullable Transaction from,
                @Nullable Table fromTable,
                @Nullable Transaction to,
                @Nullable Table toTable) {
            var before = form.side(from, fromTable);
            var after = form.side(to, toTable);
            for (var row = Side.smallest(form, before, after); row != null; row = Side.smallest(form, before, after)) {
                var old = before.take(row);
                var now = after.take(row);
                if (old == null && now != null) {
                    added++;
                    listener.accept(new RowChange.Added(form.name(), form.keyOf(now), form.row(now)));
                } else if (old != null && now == null) {
                    removed++;
                    listener.accept(new RowChange.Removed(form.name(), form.keyOf(old), form.row(old)));
                } else if (old != null && now != null) {
                    compare(form, before, old, now);
                }
            }
        }

        private void compare(Form form, Side before, @Nullable Object[] old, @Nullable Object[] now) {
            var columns = new ArrayList<String>();
            for (int i = 0; i < now.length; i++) {
                if (before.has(i) && !Cells.same(old[i], now[i])) {
                    columns.add(form.columns().get(i).name());
                }
            }
            if (!columns.isEmpty()) {
                changed++;
                listener.accept(
                        new RowChange.Changed(form.name(), form.keyOf(now), form.row(old), form.row(now), columns));
            }
        }

        RowCounts counts() {
            return new RowCounts(added, changed, removed);
        }
    }
}
