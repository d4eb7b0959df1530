package dev.templedb.branchdb.changes;

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
import dev.templedb.branchdb.changes.Change.DropTrigger;
import dev.templedb.branchdb.changes.Change.DropView;
import dev.templedb.branchdb.changes.Change.RenameColumn;
import dev.templedb.branchdb.changes.Change.RenameTable;
import dev.templedb.branchdb.changes.Change.UpdateView;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SqlText;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import dev.templedb.branchdb.schema.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Finds the changes that lead from one model to another.
///
/// A table or column that has an identity is found by it, so a rename is a rename, and what was dropped and made again
/// is
/// that; without identities names decide. The changes are in an order in which each can be made: renames, what is in
/// the way
/// of them, new tables, columns, constraints and indexes, views and triggers.
final class Difference {
    private final Schema to;
    private final Hints hints;
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, String> parked = new LinkedHashMap<>();
    private Schema now;

    private Difference(Schema from, Schema to, Hints hints) {
        this.now = from;
        this.to = to;
        this.hints = hints;
    }

    /// The changes from `from` to `to`; none when files could not tell them apart. Takes microseconds, and a few
    /// milliseconds for each rename.
    ///
    /// @param hints what rows get
    static List<Change> between(Schema from, Schema to, Hints hints) {
        return new Difference(from, to, hints).find();
    }

    private List<Change> find() {
        renameTables();
        renameColumns();
        dropTriggersAndViews();
        dropTables();
        unpark();
        dropIndexes();
        createTables();
        for (var table : to.tables()) {
            var known = partner(now, table);
            known.ifPresent(each -> alterTable(each, table));
        }
        createViewsAndTriggers();
        if (!now.looksLike(to)) {
            throw new IllegalStateException("the changes %s lead to %s instead of %s"
                    .formatted(changes, now.createStatements(), to.createStatements()));
        }
        return changes;
    }

    private void emit(Change change) {
        now = SchemaEditor.lenient().apply(now, change);
        changes.add(change);
    }

    private void renameTables() {
        for (var table : now.tables()) {
            var target = partner(to, table);
            if (target.isPresent() && !target.get().name().equals(table.name())) {
                String wanted = target.get().name();
                boolean free = now.table(wanted).isEmpty() && now.view(wanted).isEmpty();
                String name = free ? wanted : parkedName(table.identity());
                if (!free) {
                    parked.put(name, wanted);
                }
                emit(new RenameTable(table.name(), name));
            }
        }
    }

    private void renameColumns() {
        for (var table : now.tables()) {
            var target = partner(to, table);
            if (target.isEmpty()) {
                continue;
            }
            var later = new LinkedHashMap<String, String>();
            for (var column : table.columns()) {
                var wanted = partner(target.get(), column);
                if (wanted.isEmpty() || wanted.get().name().equals(column.name())) {
                    continue;
                }
                String name = wanted.get().name();
                boolean free = now.table(table.name())
                        .flatMap(each -> each.column(name))
                        .isEmpty();
                if (free) {
                    emit(new RenameColumn(table.name(), column.name(), name));
                } else {
                    String aside = parkedName(column.identity());
                    emit(new RenameColumn(table.name(), column.name(), aside));
                    later.put(aside, name);
                }
            }
            later.forEach((aside, name) -> {
                dropColumnInTheWay(table.name(), name, target.get());
                emit(new RenameColumn(table.name(), aside, name));
            });
        }
    }

    /// A column that goes anyway goes first when another one takes its name.
    private void dropColumnInTheWay(String table, String name, Table target) {
        var current = now.table(table).orElseThrow();
        current.column(name).filter(each -> partner(target, each).isEmpty()).ifPresent(each -> {
            dropTriggersAndViews();
            dropColumn(current, target, each);
        });
    }

    private void unpark() {
        parked.forEach((name, wanted) -> emit(new RenameTable(name, wanted)));
    }

    private static String parkedName(String identity) {
        return "parked_" + Integer.toHexString(identity.hashCode());
    }

    /// Drops the triggers and views that are not wanted any more, or not like that; and, when something is dropped,
    /// those
    /// that use them: SQLite alters nothing while a view is broken.
    private void dropTriggersAndViews() {
        for (var trigger : now.triggers()) {
            if (to.trigger(trigger.name()).filter(trigger::equals).isEmpty()) {
                emit(new DropTrigger(trigger.name()));
            }
        }
        boolean drops = losesSomething();
        var gone = new HashSet<String>();
        for (var view : now.views()) {
            var wanted = to.view(view.name());
            if (wanted.isEmpty() || drops && !wanted.get().equals(view)) {
                gone.add(view.name());
            }
        }
        addUsers(gone);
        for (var trigger : now.triggers()) {
            if (mentionsAny(trigger.body(), gone) && !contains(gone, trigger.target())) {
                emit(new DropTrigger(trigger.name()));
            }
        }
        gone.forEach(view -> emit(new DropView(view)));
    }

    private boolean losesSomething() {
        for (var table : now.tables()) {
            var target = partner(to, table);
            if (target.isEmpty()
                    || table.columns().stream()
                            .anyMatch(each -> partner(target.get(), each).isEmpty())) {
                return true;
            }
        }
        return false;
    }

    private void addUsers(Set<String> views) {
        boolean more = true;
        while (more && !views.isEmpty()) {
            more = false;
            for (View view : now.views()) {
                more |= mentionsAny(view.query(), views) && views.add(view.name());
            }
        }
    }

    private static boolean mentionsAny(String text, Set<String> names) {
        return names.stream().anyMatch(name -> SqlText.mentions(text, name));
    }

    private static boolean contains(Set<String> names, String name) {
        return names.stream().anyMatch(each -> SqlName.same(each, name));
    }

    private void dropTables() {
        for (var table : now.tables()) {
            if (partner(to, table).isPresent()) {
                continue;
            }
            if (!isCopied(table)) {
                emit(new DropTable(table.name()));
            } else if (to.table(table.name()).isPresent()) {
                emit(new RenameTable(table.name(), parkedName(table.identity())));
            }
        }
    }

    /// Whether a table that is still to be made gets the rows of this one.
    private boolean isCopied(Table table) {
        return to.tables().stream()
                .filter(each -> partner(now, each).isEmpty())
                .anyMatch(each -> table.identity().equals(hints.copies().get(each.identity())));
    }

    /// Before any is made: another table may get an index of that name.
    private void dropIndexes() {
        for (var table : now.tables()) {
            var target = partner(to, table);
            for (var index : table.indexes()) {
                if (target.isPresent()
                        && target.get()
                                .index(index.name())
                                .filter(index::equals)
                                .isEmpty()) {
                    emit(new DropIndex(index.name()));
                }
            }
        }
    }

    private void createTables() {
        for (var table : to.tables()) {
            if (partner(now, table).isEmpty()) {
                emit(new CreateTable(table));
            }
        }
        for (var table : now.tables()) {
            if (partner(to, table).isEmpty()) {
                emit(new DropTable(table.name()));
            }
        }
    }

    private void alterTable(Table table, Table target) {
        for (var column : table.columns()) {
            var current = current(table);
            if (current.column(column.name()).isPresent()
                    && partner(target, column).isEmpty()) {
                dropColumn(current, target, column);
            }
        }
        for (var column : target.columns()) {
            if (current(table).column(column.name()).isEmpty()) {
                addColumn(current(table), target, column);
            }
        }
        for (var column : target.columns()) {
            var was = current(table).column(column.name()).orElseThrow();
            if (!was.withIdentity("").equals(column.withIdentity(""))) {
                emit(new AlterColumn(table.name(), column, hints.fills().get(column.identity())));
            }
        }
        var wanted = target.withIndexes(current(table).indexes());
        if (!wanted.withoutIdentities().equals(current(table).withoutIdentities())) {
            emit(new AlterTable(wanted));
        }
        for (var index : target.indexes()) {
            if (current(table).index(index.name()).isEmpty()) {
                emit(new CreateIndex(table.name(), index));
            }
        }
    }

    private Table current(Table table) {
        return now.table(table.name()).orElseThrow();
    }

    /// First frees the column from constraints that it shares with others, and that go as well.
    private void dropColumn(Table table, Table target, Column column) {
        if (!ColumnUse.of(table, column.name()).sharedBy().isEmpty()) {
            var freed = table.withUniques(table.uniques().stream()
                            .filter(target.uniques()::contains)
                            .toList())
                    .withChecks(table.checks().stream()
                            .filter(target.checks()::contains)
                            .toList())
                    .withForeignKeys(table.foreignKeys().stream()
                            .filter(target.foreignKeys()::contains)
                            .toList())
                    .withPrimaryKey(
                            Objects.equals(table.primaryKey(), target.primaryKey()) ? table.primaryKey() : null);
            if (!freed.equals(table)) {
                emit(new AlterTable(freed));
            }
            for (var index : table.indexes()) {
                if (target.index(index.name()).filter(index::equals).isEmpty()
                        && now.tableOfIndex(index.name()).isPresent()) {
                    emit(new DropIndex(index.name()));
                }
            }
        }
        emit(new DropColumn(table.name(), column.name()));
    }

    private void addColumn(Table table, Table target, Column column) {
        var uniques = target.uniques().stream()
                .filter(each -> each.columnNames().size() == 1
                        && SqlName.same(each.columnNames().getFirst(), column.name()))
                .toList();
        var others = new HashSet<String>();
        target.columns().stream()
                .filter(each -> !each.equals(column))
                .forEach(each -> others.add(SqlName.key(each.name())));
        var checks = target.checks().stream()
                .filter(each -> SqlText.mentions(each.expression(), column.name()))
                .filter(each -> SqlText.names(each.expression()).stream().noneMatch(others::contains))
                .toList();
        var keys = target.foreignKeys().stream()
                .filter(each -> each.columns().size() == 1
                        && SqlName.same(each.columns().getFirst(), column.name()))
                .toList();
        emit(new AddColumn(
                table.name(), column, uniques, checks, keys, hints.fills().get(column.identity())));
    }

    private void createViewsAndTriggers() {
        for (var view : to.views()) {
            var known = now.view(view.name());
            if (known.isEmpty()) {
                emit(new CreateView(view));
            } else if (!known.get().equals(view)) {
                emit(new UpdateView(view));
            }
        }
        for (Trigger trigger : to.triggers()) {
            if (now.trigger(trigger.name()).isEmpty()) {
                emit(new CreateTrigger(trigger));
            }
        }
    }

    private static Optional<Table> partner(Schema schema, Table table) {
        var byIdentity = table.identity().isEmpty() ? Optional.<Table>empty() : schema.tableOf(table.identity());
        return byIdentity.isPresent()
                ? byIdentity
                : schema.table(table.name())
                        .filter(each ->
                                each.identity().isEmpty() || table.identity().isEmpty());
    }

    private static Optional<Column> partner(Table table, Column column) {
        var byIdentity = column.identity().isEmpty() ? Optional.<Column>empty() : table.columnOf(column.identity());
        return byIdentity.isPresent()
                ? byIdentity
                : table.column(column.name())
                        .filter(each ->
                                each.identity().isEmpty() || column.identity().isEmpty());
    }
}
