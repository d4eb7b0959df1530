package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.data.CellJson;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Batch;
import dev.templedb.sqlite.BrokenConstraint;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Merges the rows of one tenant in a copy of the target's file, which is the target's side at the same time.
///
/// What changes is noted in temporary tables while all sides are read, and done when nothing contradicts itself: all
/// rows
/// that go or change are taken out, then the new ones are put in, so values that change places do not stumble over each
/// other. Triggers do not hear of it.
final class TenantMerge {
    private static final int MOST_VIOLATIONS = 100;

    private record Trigger(String name, String sql) {}

    /// @param place     of the table in the target's schema
    /// @param isChanged whether any row is to go, come or change
    private record Pending(int place, Form form, String rows, String keys, boolean isChanged) {}

    /// A side that is only read.
    ///
    /// @param tx null when it has no rows
    record Reading(@Nullable Transaction tx, Schema schema) {
        static final Reading NOTHING = new Reading(null, Schema.EMPTY);
    }

    private final String source;
    private final String tenant;
    private final Transaction tx;
    private final Conflicts conflicts;
    private final List<Pending> pending = new ArrayList<>();
    private final List<RowViolation> violations = new ArrayList<>();
    private long added;
    private long changed;
    private long removed;

    /// @param tx of the copy
    TenantMerge(String source, String tenant, Transaction tx, Conflicts conflicts) {
        this.source = source;
        this.tenant = tenant;
        this.tx = tx;
        this.conflicts = conflicts;
    }

    /// Merges all tables that the source has, too, and keeps what that changes.
    void run(Reading base, Schema ours, Reading theirs) {
        note(base, ours, theirs);
        if (conflicts.count() == 0) {
            MergedRows.drop(tx);
            pending.stream()
                    .filter(Pending::isChanged)
                    .forEach(each -> MergedRows.keep(tx, each.place(), each.form(), each.keys(), each.rows()));
            apply();
        }
    }

    /// Takes back what the last merge changed: what was before it is merged into what is now, against what the
    /// merge
    /// made of it.
    ///
    /// @param merged the schema at the time of the merge
    void undo(Schema merged, Schema ours) {
        note(
                MergedRows.read(tx, merged, MergedRows.When.AFTER),
                ours,
                MergedRows.read(tx, merged, MergedRows.When.BEFORE));
        if (conflicts.count() == 0) {
            MergedRows.drop(tx);
            apply();
        }
    }

    private void note(Reading base, Schema ours, Reading theirs) {
        for (int place = 0; place < ours.tables().size(); place++) {
            var table = ours.tables().get(place);
            var theirTable = theirs.schema().tableOf(table.identity()).orElse(null);
            if (theirTable != null || theirs.tx() == null) {
                var form = new Form(table);
                note(
                        place,
                        form,
                        form.side(
                                base.tx(),
                                base.schema().tableOf(table.identity()).orElse(null)),
                        form.side(tx, table),
                        form.side(theirs.tx(), theirTable));
            }
        }
    }

    private void note(int place, Form form, Side base, Side ours, Side theirs) {
        String newRows = "rows_" + pending.size();
        String oldKeys = "keys_" + pending.size();
        long known = counts().total();
        String from = " FROM main." + SqlName.quote(form.name()) + " WHERE FALSE";
        tx.script("CREATE TEMP TABLE %s AS SELECT %s%s; CREATE TEMP TABLE %s AS SELECT %s%s"
                .formatted(newRows, form.quotedColumns(), from, oldKeys, form.quotedKey(), from));
        var merging = new ThreeWay(form, theirs, conflicts, source, tenant);
        tx.batch(
                insert(newRows, form.columns().size()),
                rows -> tx.batch(insert(oldKeys, form.key().length), keys -> {
                    for (var row = Side.smallest(form, base, ours, theirs);
                            row != null;
                            row = Side.smallest(form, base, ours, theirs)) {
                        var before = base.take(row);
                        var mine = ours.take(row);
                        var merged = merging.merge(before, mine, theirs.take(row));
                        if (Cells.sameRow(mine, merged)) {
                            continue;
                        }
                        count(mine != null, merged != null);
                        if (mine != null) {
                            add(keys, form.keyOf(mine).toArray());
                        }
                        if (merged != null) {
                            add(rows, merged);
                        }
                    }
                }));
        pending.add(new Pending(place, form, newRows, oldKeys, counts().total() > known));
    }

    private static String insert(String table, int columns) {
        return "INSERT INTO temp.%s VALUES (%s)"
                .formatted(
                        table,
                        IntStream.rangeClosed(1, columns).mapToObj(i -> "?" + i).collect(Collectors.joining(", ")));
    }

    private static void add(Batch batch, @Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            batch.setValue(i + 1, values[i]);
        }
        batch.add();
    }

    private void count(boolean was, boolean is) {
        added += was ? 0 : 1;
        removed += is ? 0 : 1;
        changed += was && is ? 1 : 0;
    }

    private void apply() {
        var triggers = tx.query("SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'")
                .list(row -> new Trigger(row.text(1), row.text(2)));
        triggers.forEach(each -> tx.script("DROP TRIGGER main." + SqlName.quote(each.name())));
        for (var each : pending) {
            tx.script("DELETE FROM main.%s WHERE (%s) IN (SELECT %s FROM temp.%s)"
                    .formatted(
                            SqlName.quote(each.form().name()),
                            each.form().quotedKey(),
                            each.form().quotedKey(),
                            each.keys()));
        }
        pending.forEach(this::insert);
        triggers.forEach(each -> tx.script(each.sql()));
        checkReferences();
    }

    /// All at once, which is fast; when one is refused, each by itself, to know which.
    private void insert(Pending each) {
        String into = "INSERT INTO main.%s (%s) SELECT %s FROM temp.%s"
                .formatted(
                        SqlName.quote(each.form().name()),
                        each.form().quotedColumns(),
                        each.form().quotedColumns(),
                        each.rows());
        try {
            tx.update(into).execute();
        } catch (TempleException e) {
            if (BrokenConstraint.of(e).isEmpty()) {
                throw e;
            }
            tx.query("SELECT rowid, %s FROM temp.%s".formatted(each.form().quotedKey(), each.rows()))
                    .list(row -> {
                        var key = new @Nullable Object[each.form().key().length];
                        for (int i = 0; i < key.length; i++) {
                            key[i] = row.value(i + 2);
                        }
                        return new Alone(row.longValue(1), key);
                    })
                    .forEach(alone -> insertAlone(each.form(), into, alone));
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Alone(long rowid, @Nullable Object[] key) {}

    private void insertAlone(Form form, String into, Alone row) {
        try {
            tx.update(into + " WHERE rowid = ?1").bind(1, row.rowid()).execute();
        } catch (TempleException e) {
            var broken = BrokenConstraint.of(e).orElseThrow(() -> e);
            violate(form.name(), CellJson.writeAll(Arrays.asList(row.key())), describe(broken));
        }
    }

    private static String describe(BrokenConstraint broken) {
        return switch (broken.kind()) {
            case PRIMARY_KEY, UNIQUE -> "another row has the same %s".formatted(broken.subject());
            case NOT_NULL -> "%s has no value".formatted(broken.subject());
            case CHECK -> "it breaks the condition %s".formatted(broken.subject());
            case FOREIGN_KEY -> "it refers to a row that does not exist";
            case TYPE, TRIGGER -> broken.subject();
        };
    }

    private void checkReferences() {
        record Lost(String table, @Nullable Long rowid, String parent) {}
        var lost = tx.query("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT " + MOST_VIOLATIONS)
                .list(row -> new Lost(row.text(1), row.nullableLong(2), row.text(3)));
        for (var each : lost) {
            String key = pending.stream()
                    .map(Pending::form)
                    .filter(form -> SqlName.same(form.name(), each.table()))
                    .findFirst()
                    .map(form -> key(form, each.rowid()))
                    .orElse("[]");
            violate(each.table(), key, "it refers to a row of %s that does not exist".formatted(each.parent()));
        }
    }

    private String key(Form form, @Nullable Long rowid) {
        if (rowid == null) {
            return "[]";
        }
        return tx.query("SELECT %s FROM main.%s WHERE rowid = ?1"
                        .formatted(form.quotedKey(), SqlName.quote(form.name())))
                .bind(1, rowid.longValue())
                .first(row -> {
                    var values = new ArrayList<@Nullable Object>();
                    for (int i = 1; i <= form.key().length; i++) {
                        values.add(row.value(i));
                    }
                    return CellJson.writeAll(values);
                })
                .orElse("[]");
    }

    private void violate(String table, String key, String reason) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(new RowViolation(tenant, table, key, reason));
        }
    }

    List<RowViolation> violations() {
        return violations;
    }

    RowCounts counts() {
        return new RowCounts(added, changed, removed);
    }
}
