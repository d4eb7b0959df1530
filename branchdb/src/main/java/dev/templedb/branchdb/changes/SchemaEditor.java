package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.changes.Change.AddColumn;
import dev.templedb.branchdb.changes.Change.AlterColumn;
import dev.templedb.branchdb.changes.Change.AlterTable;
import dev.templedb.branchdb.changes.Change.CopyTable;
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
import dev.templedb.branchdb.names.NameKind;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Fragments;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import dev.templedb.branchdb.schema.View;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Applies changes to models, and refuses those that cannot be.
///
/// Thread-safe. Most changes cost microseconds; renames and drops ask SQLite what refers to the thing, which takes a
/// few
/// milliseconds. Whether SQLite takes the SQL of a view, check or default is asked once, by the [Planner].
public final class SchemaEditor {
    private static final SchemaEditor STRICT = new SchemaEditor(true);
    private static final SchemaEditor LENIENT = new SchemaEditor(false);

    private final boolean strict;

    private SchemaEditor(boolean strict) {
        this.strict = strict;
    }

    /// For what people ask for: new names and types have to be valid, the system's columns are protected.
    public static SchemaEditor strict() {
        return STRICT;
    }

    /// For what has been accepted once, as in a merge.
    public static SchemaEditor lenient() {
        return LENIENT;
    }

    /// What SQLite says against `schema`: a view or trigger of something that is not there, a name that is taken;
    /// nothing when
    /// all is well. Takes some twenty milliseconds for a hundred tables.
    public static Optional<String> objection(Schema schema) {
        return Scratch.objection(schema);
    }

    /// The schema after all of `changes`.
    public Schema applyAll(Schema schema, List<Change> changes) {
        var result = schema;
        for (var change : changes) {
            result = apply(result, change);
        }
        return result;
    }

    /// The schema after `change`. What was made has an identity.
    ///
    /// @throws TempleException with the code that says why it cannot be: `TABLE_NOT_FOUND`, `COLUMN_EXISTS`,
    ///         `COLUMN_PROTECTED`, `SCHEMA_IN_USE`, `REFERENCE_INVALID` and so on
    public Schema apply(Schema schema, Change change) {
        var result = switch (change) {
            case CreateTable(var table) -> createTable(schema, table);
            case DropTable(var table) -> dropTable(schema, table);
            case RenameTable(var table, var to) -> renameTable(schema, table, to);
            case CopyTable(var table, var copy, var withData) -> copyTable(schema, table, copy);
            case AddColumn add -> addColumn(schema, add);
            case DropColumn(var table, var column) -> dropColumn(schema, table, column);
            case RenameColumn(var table, var column, var to) -> renameColumn(schema, table, column, to);
            case AlterColumn(var table, var column, var fill) -> alterColumn(schema, table, column);
            case AlterTable(var table) -> alterTable(schema, table);
            case CreateIndex(var table, var index) -> createIndex(schema, table, index);
            case DropIndex(var index) -> dropIndex(schema, index);
            case CreateView(var view) -> createView(schema, view);
            case UpdateView(var view) -> updateView(schema, view);
            case DropView(var view) -> dropView(schema, view);
            case CreateTrigger(var trigger) -> createTrigger(schema, trigger);
            case DropTrigger(var trigger) -> dropTrigger(schema, trigger);
        };
        if (strict) {
            requireFill(change);
            requireFragments(schema, result);
            requireReferences(schema, result);
        }
        return result;
    }

    /// `change` with the identities and constraints that `after` says it has made, so that it makes the same again.
    static Change completed(Change change, Schema after) {
        return switch (change) {
            case CreateTable(var table) -> new CreateTable(table(after, table.name()));
            case CopyTable(var table, var copy, var withData) ->
                new CopyTable(table, table(after, copy.name()), withData);
            case AddColumn add -> {
                var column = column(table(after, add.table()), add.column().name());
                var checks = new ArrayList<>(add.checks());
                var check = ColumnTypes.booleanCheck(column.name());
                if (table(after, add.table()).checks().contains(check) && !checks.contains(check)) {
                    checks.add(check);
                }
                yield new AddColumn(add.table(), column, add.uniques(), checks, add.foreignKeys(), add.fill());
            }
            case AlterColumn(var table, var column, var fill) ->
                new AlterColumn(table, column(table(after, table), column.name()), fill);
            case AlterTable(var table) -> new AlterTable(table(after, table.name()));
            default -> change;
        };
    }

    private static void requireFill(Change change) {
        if (change instanceof AddColumn add && add.fill() != null) {
            Fragments.requireExpression(add.fill());
        }
        if (change instanceof AlterColumn alter && alter.fill() != null) {
            Fragments.requireExpression(alter.fill());
        }
    }

    private static void requireFragments(Schema before, Schema after) {
        after.tables().stream().filter(each -> !before.tables().contains(each)).forEach(Fragments::require);
        after.views().stream().filter(each -> !before.views().contains(each)).forEach(Fragments::require);
        after.triggers().stream()
                .filter(each -> !before.triggers().contains(each))
                .forEach(Fragments::require);
    }

    /// A foreign key that leads nowhere is refused when this change made it so.
    private static void requireReferences(Schema before, Schema after) {
        var problems = References.problems(after);
        problems.removeAll(References.problems(before));
        if (!problems.isEmpty()) {
            throw error(ErrorCode.REFERENCE_INVALID, String.join("; ", problems) + ".");
        }
    }

    private Schema createTable(Schema schema, Table table) {
        requireFree(schema, NameKind.TABLE, table.name());
        var known = new HashSet<String>();
        for (var column : table.columns()) {
            if (!known.add(SqlName.key(column.name()))) {
                throw error(
                        ErrorCode.COLUMN_EXISTS,
                        "The table %s would have two columns %s.".formatted(table.name(), column.name()));
            }
        }
        if (!strict) {
            return schema.with(null, table).identifiedBy(schema);
        }
        requireSystemColumns(table);
        table.userColumns().forEach(this::requireColumn);
        table.indexes().forEach(index -> requireIndex(schema, table, index));
        return schema.with(null, withBooleanChecks(table)).identifiedBy(schema);
    }

    private static void requireSystemColumns(Table table) {
        var own = Table.define(table.name());
        for (int i = 0; i < own.columns().size(); i++) {
            var expected = own.columns().get(i);
            if (i >= table.columns().size()
                    || !table.columns().get(i).withIdentity("").equals(expected)) {
                throw protectedColumn(table.name(), expected.name());
            }
        }
        if (!Objects.equals(table.primaryKey(), own.primaryKey())) {
            throw protectedColumn(table.name(), own.columns().getFirst().name());
        }
    }

    private static Table withBooleanChecks(Table table) {
        var result = table;
        for (var column : table.columns()) {
            if (column.type().equals(ColumnTypes.BOOLEAN)) {
                result = result.with(ColumnTypes.booleanCheck(column.name()));
            }
        }
        return result;
    }

    private Schema dropTable(Schema schema, String name) {
        var table = table(schema, name);
        if (strict) {
            requireUnused("table " + table.name(), Dependents.ofTable(schema, table));
        }
        return withoutTriggersOf(name, schema.withTables(without(schema.tables(), table)));
    }

    private Schema renameTable(Schema schema, String name, String to) {
        var table = table(schema, name);
        requireFree(schema, NameKind.TABLE, to);
        var altered = Scratch.altered(schema, table.name(), PlanSql.renameTable(table.name(), to));
        var renamed = altered.table(to).orElseThrow();
        return altered.with(to, renamed.identifiedBy(table)).identifiedBy(schema);
    }

    private Schema copyTable(Schema schema, String name, Table copy) {
        var table = table(schema, name);
        requireFree(schema, NameKind.TABLE, copy.name());
        for (var column : copy.columns()) {
            column(table, column.name());
        }
        copy.indexes().forEach(index -> requireIndex(schema, copy, index));
        return schema.with(null, copy).identifiedBy(schema);
    }

    /// A table that is like `table` but for its name, without identities and with names of their own for its
    /// indexes.
    public static Table copyOf(Table table, String name) {
        var indexes = table.indexes().stream()
                .map(each -> new Index(copiedName(each, table.name(), name), each.unique(), each.terms(), each.where()))
                .toList();
        var keys = table.foreignKeys().stream()
                .map(each -> SqlName.same(each.parent(), table.name())
                        ? new ForeignKey(
                                each.name(),
                                each.columns(),
                                name,
                                each.parentColumns(),
                                each.onDelete(),
                                each.onUpdate(),
                                each.deferred())
                        : each)
                .toList();
        return table.withName(name).withoutIdentities().withIndexes(indexes).withForeignKeys(keys);
    }

    private static String copiedName(Index index, String table, String copy) {
        return SqlName.same(index.name(), DefaultNames.index(table, index))
                ? DefaultNames.index(copy, index)
                : copy + "_" + index.name();
    }

    private Schema addColumn(Schema schema, AddColumn add) {
        var table = table(schema, add.table());
        var column = add.column();
        requireNoColumn(table, column.name());
        if (strict) {
            requireColumn(column);
        }
        var more = table.withColumn(column);
        for (var unique : add.uniques()) {
            more = more.with(unique);
        }
        for (var check : add.checks()) {
            more = more.with(check);
        }
        for (var key : add.foreignKeys()) {
            more = more.with(key);
        }
        if (strict && column.type().equals(ColumnTypes.BOOLEAN)) {
            more = more.with(ColumnTypes.booleanCheck(column.name()));
        }
        return schema.with(table.name(), more).identifiedBy(schema);
    }

    private Schema dropColumn(Schema schema, String name, String columnName) {
        var table = table(schema, name);
        var column = column(table, columnName);
        requireNotProtected(table, column.name());
        if (table.columns().size() == 1) {
            throw error(
                    ErrorCode.SCHEMA_IN_USE,
                    "The column %s is the only one of the table %s; drop the table instead."
                            .formatted(column.name(), table.name()));
        }
        var alone = ColumnUse.of(table, column.name());
        var users = new ArrayList<>(alone.sharedBy());
        if (strict) {
            users.addAll(Dependents.ofColumn(schema, table, column.name()));
        }
        requireUnused("column %s.%s".formatted(table.name(), column.name()), users);
        return schema.with(table.name(), alone.without());
    }

    private Schema renameColumn(Schema schema, String name, String columnName, String to) {
        var table = table(schema, name);
        var column = column(table, columnName);
        requireNotProtected(table, column.name());
        requireNew(NameKind.COLUMN, to);
        if (strict && Column.isSystemName(to)) {
            throw protectedColumn(table.name(), to);
        }
        requireNoColumn(table, to);
        var altered = Scratch.altered(schema, table.name(), PlanSql.renameColumn(table.name(), column.name(), to));
        var renamed = altered.table(table.name()).orElseThrow();
        var same = renamed.column(to).orElseThrow().withIdentity(column.identity());
        return altered.with(renamed.name(), renamed.replacing(same)).identifiedBy(schema);
    }

    private Schema alterColumn(Schema schema, String name, Column changed) {
        var table = table(schema, name);
        var column = column(table, changed.name());
        requireNotProtected(table, column.name());
        var result = changed.withName(column.name()).withIdentity(column.identity());
        if (result.equals(column)) {
            throw error(
                    ErrorCode.COLUMN_UNCHANGED,
                    "The column %s.%s is like that already.".formatted(table.name(), column.name()));
        }
        var altered = table.replacing(result);
        if (!result.type().equals(column.type())) {
            if (strict) {
                requireType(result);
            }
            var check = ColumnTypes.booleanCheck(column.name());
            altered = altered.withChecks(without(altered.checks(), check));
            if (result.type().equals(ColumnTypes.BOOLEAN)) {
                altered = altered.with(check);
            }
        }
        return schema.with(table.name(), altered);
    }

    private Schema alterTable(Schema schema, Table changed) {
        var table = table(schema, changed.name());
        var before = table.columnsByKey();
        var columns = changed.columns().stream()
                .map(each -> before.getOrDefault(SqlName.key(each.name()), each))
                .toList();
        if (columns.size() != before.size() || !table.columns().containsAll(columns)) {
            throw error(
                    ErrorCode.CHANGE_INVALID,
                    "A change of the table %s cannot add, drop or alter columns.".formatted(table.name()));
        }
        var result = changed.withName(table.name())
                .withIdentity(table.identity())
                .withColumns(columns)
                .withIndexes(table.indexes());
        if (strict && table.hasSystemColumns()) {
            requireSystemColumns(result);
        }
        if (result.equals(table)) {
            throw error(ErrorCode.COLUMN_UNCHANGED, "The table %s is like that already.".formatted(table.name()));
        }
        return schema.with(table.name(), result);
    }

    private Schema createIndex(Schema schema, String name, Index index) {
        var table = table(schema, name);
        requireIndex(schema, table, index);
        return schema.with(table.name(), table.with(index));
    }

    private Schema dropIndex(Schema schema, String name) {
        var table = schema.tableOfIndex(name)
                .orElseThrow(
                        () -> error(ErrorCode.INDEX_NOT_FOUND, "There is no index '%s'.".formatted(printable(name))));
        return schema.with(
                table.name(),
                table.withIndexes(table.indexes().stream()
                        .filter(each -> !SqlName.same(each.name(), name))
                        .toList()));
    }

    private Schema createView(Schema schema, View view) {
        requireFree(schema, NameKind.VIEW, view.name());
        var all = new ArrayList<>(schema.views());
        all.add(view);
        return schema.withViews(all);
    }

    private Schema updateView(Schema schema, View view) {
        var before = view(schema, view.name());
        if (before.equals(view)) {
            throw error(ErrorCode.COLUMN_UNCHANGED, "The view %s is like that already.".formatted(view.name()));
        }
        var all = without(schema.views(), before);
        all.add(view);
        return schema.withViews(all);
    }

    private Schema dropView(Schema schema, String name) {
        var view = view(schema, name);
        if (strict) {
            requireUnused("view " + view.name(), Dependents.ofView(schema, view));
        }
        return withoutTriggersOf(name, schema.withViews(without(schema.views(), view)));
    }

    private Schema createTrigger(Schema schema, Trigger trigger) {
        requireNew(NameKind.TRIGGER, trigger.name());
        if (schema.trigger(trigger.name()).isPresent()) {
            throw error(
                    ErrorCode.TRIGGER_EXISTS, "There is a trigger %s already.".formatted(printable(trigger.name())));
        }
        if (schema.table(trigger.target()).isEmpty()
                && schema.view(trigger.target()).isEmpty()) {
            throw noTable(trigger.target());
        }
        var all = new ArrayList<>(schema.triggers());
        all.add(trigger);
        return schema.withTriggers(all);
    }

    private static Schema dropTrigger(Schema schema, String name) {
        var trigger = schema.trigger(name)
                .orElseThrow(() ->
                        error(ErrorCode.TRIGGER_NOT_FOUND, "There is no trigger '%s'.".formatted(printable(name))));
        return schema.withTriggers(without(schema.triggers(), trigger));
    }

    private void requireIndex(Schema schema, Table table, Index index) {
        requireNew(NameKind.INDEX, index.name());
        requireNoIndex(schema, index.name());
        requireNoOther(schema, index.name(), ErrorCode.INDEX_EXISTS);
        for (var term : index.terms()) {
            if (!term.expression()) {
                column(table, term.text());
            }
        }
    }

    private void requireColumn(Column column) {
        if (Column.isSystemName(column.name())) {
            throw error(
                    ErrorCode.COLUMN_PROTECTED,
                    "The column %s belongs to the system and cannot be defined.".formatted(column.name()));
        }
        requireNew(NameKind.COLUMN, column.name());
        requireType(column);
    }

    private static void requireType(Column column) {
        if (!ColumnTypes.of(column.type()).equals(column.type())) {
            throw error(
                    ErrorCode.COLUMN_TYPE_INVALID,
                    "There is no column type '%s'; use %s."
                            .formatted(printable(column.type()), ColumnTypes.of(column.type())));
        }
    }

    private static void requireNoColumn(Table table, String name) {
        if (table.column(name).isPresent()) {
            throw error(
                    ErrorCode.COLUMN_EXISTS,
                    "The table %s has a column %s already.".formatted(table.name(), printable(name)));
        }
    }

    private void requireNotProtected(Table table, String column) {
        if (strict && Column.isSystemName(column)) {
            throw protectedColumn(table.name(), column);
        }
    }

    private void requireFree(Schema schema, NameKind kind, String name) {
        requireNew(kind, name);
        requireNoOther(schema, name, kind == NameKind.VIEW ? ErrorCode.VIEW_EXISTS : ErrorCode.TABLE_EXISTS);
        requireNoIndex(schema, name);
    }

    private static void requireNoIndex(Schema schema, String name) {
        if (schema.tableOfIndex(name).isPresent()) {
            throw error(ErrorCode.INDEX_EXISTS, "There is an index %s already.".formatted(printable(name)));
        }
    }

    private static void requireNoOther(Schema schema, String name, ErrorCode code) {
        if (schema.table(name).isPresent()) {
            throw error(code, "There is a table %s already.".formatted(printable(name)));
        }
        if (schema.view(name).isPresent()) {
            throw error(code, "There is a view %s already.".formatted(printable(name)));
        }
    }

    private void requireNew(NameKind kind, String name) {
        if (strict) {
            kind.require(name);
        }
    }

    private static void requireUnused(String what, List<String> users) {
        if (!users.isEmpty()) {
            throw error(
                    ErrorCode.SCHEMA_IN_USE,
                    "The %s cannot be dropped: it is used by %s."
                            .formatted(
                                    what,
                                    String.join(", ", users.stream().distinct().toList())));
        }
    }

    private static Table table(Schema schema, String name) {
        return schema.table(name).orElseThrow(() -> noTable(name));
    }

    private static Column column(Table table, String name) {
        return table.column(name)
                .orElseThrow(() -> error(
                        ErrorCode.COLUMN_NOT_FOUND,
                        "The table %s has no column '%s'.".formatted(table.name(), printable(name))));
    }

    private static View view(Schema schema, String name) {
        return schema.view(name)
                .orElseThrow(
                        () -> error(ErrorCode.VIEW_NOT_FOUND, "There is no view '%s'.".formatted(printable(name))));
    }

    private static Schema withoutTriggersOf(String target, Schema schema) {
        return schema.withTriggers(schema.triggers().stream()
                .filter(each -> !SqlName.same(each.target(), target))
                .toList());
    }

    private static <T> List<T> without(List<T> all, T one) {
        var rest = new ArrayList<>(all);
        rest.remove(one);
        return rest;
    }

    private static TempleException noTable(String name) {
        return error(ErrorCode.TABLE_NOT_FOUND, "There is no table '%s'.".formatted(printable(name)));
    }

    private static TempleException protectedColumn(String table, String column) {
        return error(
                ErrorCode.COLUMN_PROTECTED,
                "The column %s.%s belongs to the system and cannot be changed.".formatted(table, column));
    }

    private static String printable(String name) {
        return Printable.text(name);
    }

    private static TempleException error(ErrorCode code, String sentence) {
        return new TempleException(code, sentence);
    }
}
