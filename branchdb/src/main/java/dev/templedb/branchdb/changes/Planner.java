package dev.templedb.branchdb.changes;

import static dev.templedb.branchdb.schema.SqlName.quote;

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
import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SystemColumns;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns changes into steps: SQLite's own `ALTER` where it does what is meant and needs no look at other rows, else a
/// [Rebuild].
///
/// Every plan has been carried out on an empty database in memory, and what came out was the schema that was meant; all
/// views and triggers of it could be compiled. Costs a few milliseconds.
public final class Planner {
    private static final Set<String> NOT_CONSTANT = Set.of("current_time", "current_date", "current_timestamp");

    private final SchemaEditor editor;
    private final Hints hints;
    private final boolean isPortable;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> kept = new HashMap<>();
    private final Map<Integer, String> sources = new HashMap<>();
    private Schema before;
    private Schema after;
    private int change;

    private Planner(Schema from, SchemaEditor editor, Hints hints, boolean isPortable) {
        this.editor = editor;
        this.hints = hints;
        this.isPortable = isPortable;
        this.before = from;
        this.after = from;
    }

    /// Plans what a person asks for.
    ///
    /// @throws TempleException with the code that says why a change cannot be, or `SCHEMA_SQL_INVALID` when SQLite
    /// does not
    ///         take what comes out
    public static Planned plan(Schema from, List<Change> changes) {
        return new Planner(from, SchemaEditor.strict(), Hints.NONE, false).run(from, changes);
    }

    /// Plans the way from one model to another.
    ///
    /// @param hints what the changes say that the models do not
    public static Planned between(Schema from, Schema to, Hints hints) {
        return new Planner(from, SchemaEditor.lenient(), hints, false).run(from, Difference.between(from, to, hints));
    }

    /// As [#between], with steps that SQLite 3.35 and later know, and not only the one that comes with this
    /// program.
    public static Planned portable(Schema from, Schema to, Hints hints) {
        return new Planner(from, SchemaEditor.lenient(), hints, true).run(from, Difference.between(from, to, hints));
    }

    private Planned run(Schema from, List<Change> changes) {
        var completed = new ArrayList<Change>();
        for (var each : changes) {
            after = editor.apply(before, each);
            completed.add(SchemaEditor.completed(each, after));
            addSteps(each);
            before = after;
            change++;
        }
        var planned = new Planned(from, completed, after, new SchemaPlan(steps), kept);
        verify(planned);
        return planned;
    }

    /// Changes that have nothing to do with each other are looked at apart: SQLite reads all it has again for each
    /// step.
    private void verify(Planned planned) {
        var whole = planned.from();
        for (var group : Related.groups(planned.from(), planned.changes(), sources)) {
            var steps = planned.plan().steps().stream()
                    .filter(step -> group.numbers().contains(step.change()))
                    .toList();
            var changes = group.numbers().stream().map(planned.changes()::get).toList();
            whole = Related.replace(whole, group.part(), carryOut(group.part(), new SchemaPlan(steps), changes));
        }
        if (!whole.looksLike(planned.to())) {
            throw new IllegalStateException("the plan leads to %s instead of %s"
                    .formatted(whole.createStatements(), planned.to().createStatements()));
        }
    }

    private static Schema carryOut(Schema from, SchemaPlan plan, List<Change> changes) {
        var made = new ArrayList<Schema>(1);
        var objection = Scratch.objection(tx -> {
            Scratch.create(tx, from);
            plan.run(tx);
            made.add(SchemaReader.read(tx));
            Scratch.requireUsable(tx, made.getFirst());
        });
        objection.ifPresent(words -> {
            throw new TempleException(
                    ErrorCode.SCHEMA_SQL_INVALID,
                    "SQLite does not take the change of %s: %s."
                            .formatted(
                                    changes.stream()
                                            .map(Change::entity)
                                            .distinct()
                                            .collect(Collectors.joining(", ")),
                                    words));
        });
        return made.getFirst();
    }

    private void addSteps(Change each) {
        switch (each) {
            case CreateTable(var table) -> createTable(after.table(table.name()).orElseThrow());
            case DropTable(var table) -> dropTable(before.table(table).orElseThrow());
            case RenameTable(var table, var to) -> renameTable(table, to);
            case CopyTable(var table, var copy, var withData) -> copyTable(table, copy.name(), withData);
            case AddColumn add -> addColumn(add);
            case DropColumn(var table, var column) -> dropColumn(table, column);
            case RenameColumn(var table, var column, var to) ->
                add("rename_column", PlanSql.renameColumn(table, column, to));
            case AlterColumn(var table, var column, var fill) -> alterColumn(table, column.name(), fill);
            case AlterTable(var table) -> alterTable(table.name());
            case CreateIndex(var table, var index) -> createIndex(table, index.name());
            case DropIndex(var index) -> add("drop_index", "DROP INDEX " + quote(index));
            case CreateView(var view) -> add("create_view", view.createSql());
            case UpdateView(var view) -> {
                add("drop_existing", "DROP VIEW " + quote(view.name()));
                add("create_view", view.createSql());
                after.triggersOf(view.name()).forEach(trigger -> add("create_trigger", trigger.createSql()));
            }
            case DropView(var view) -> add("drop_view", "DROP VIEW " + quote(view));
            case CreateTrigger(var trigger) -> add("create_trigger", trigger.createSql());
            case DropTrigger(var trigger) -> add("drop_trigger", "DROP TRIGGER " + quote(trigger));
        }
    }

    private void createTable(Table table) {
        var source = hints.copies().get(table.identity());
        var original = source == null ? null : before.tableOf(source).orElse(null);
        add("create_table", table.createSql());
        restoreRows(table);
        if (original != null) {
            sources.put(change, original.name());
            copyRows(original, table);
        }
        addTriggerAndIndexes(table);
    }

    private void addTriggerAndIndexes(Table table) {
        table.touchTrigger().ifPresent(sql -> add("create_trigger", sql));
        table.indexes().forEach(index -> add("create_index", index.createSql(table.name())));
    }

    private void restoreRows(Table table) {
        String name = hints.kept().get(table.identity());
        if (name == null) {
            return;
        }
        var columns = stored(table, table);
        add(
                "find_kept",
                "CREATE TABLE IF NOT EXISTS %s AS SELECT * FROM %s WHERE 0"
                        .formatted(quote(name), quote(table.name())));
        for (var key : table.foreignKeys()) {
            var parent = before.table(key.parent()).orElse(SqlName.same(key.parent(), table.name()) ? table : null);
            if (parent != null) {
                steps.add(Step.checking(new RowChecks(table, quote(name)).foreignKey(key, parent), change));
            }
        }
        steps.add(Step.of(
                        "restore_data",
                        "INSERT OR ABORT INTO %s (%s)\nSELECT %s\n  FROM %s;\nDROP TABLE %s"
                                .formatted(quote(table.name()), columns, columns, quote(name), quote(name)),
                        change)
                .copying(table.name()));
    }

    private void copyRows(Table from, Table to) {
        String columns = stored(to, from);
        var copy = Step.of(
                        "copy_data",
                        "INSERT OR ABORT INTO %s (%s)\nSELECT %s\n  FROM %s"
                                .formatted(quote(to.name()), columns, columns, quote(from.name())),
                        change)
                .copying(from.name());
        steps.add(takesAllRowsOf(from, to) ? copy : copy.dependingOnRows());
    }

    /// Whether `to` asks no more of a row than `from` does. A copy that was changed before it is made may ask more.
    private static boolean takesAllRowsOf(Table from, Table to) {
        return withoutIdentities(to.columns()).equals(withoutIdentities(from.columns()))
                && Objects.equals(to.primaryKey(), from.primaryKey())
                && to.checks().equals(from.checks())
                && to.uniques().equals(from.uniques());
    }

    private static List<Column> withoutIdentities(List<Column> columns) {
        return columns.stream().map(column -> column.withIdentity("")).toList();
    }

    /// The columns of `table` that `source` has values for.
    private static String stored(Table table, Table source) {
        return SqlName.quoteAll(table.columns().stream()
                .filter(each -> each.generated() == null)
                .map(Column::name)
                .filter(each -> source.column(each).isPresent())
                .toList());
    }

    private void dropTable(Table table) {
        String name = keptName(table.identity(), table.name());
        kept.put(table.identity(), name);
        steps.add(Step.of(
                        "keep_data",
                        "DROP TABLE IF EXISTS %1$s;\nCREATE TABLE %1$s AS SELECT * FROM %2$s"
                                .formatted(quote(name), quote(table.name())),
                        change)
                .copying(table.name()));
        add("drop_table", PlanSql.dropTable(table.name()));
    }

    private void renameTable(String from, String to) {
        var table = before.table(from).orElseThrow();
        if (table.hasSystemColumns()) {
            add("drop_trigger", "DROP TRIGGER " + quote(SystemColumns.touchTriggerName(table.name())));
        }
        add("rename_table", PlanSql.renameTable(table.name(), to));
        after.table(to).orElseThrow().touchTrigger().ifPresent(sql -> add("create_trigger", sql));
    }

    private void copyTable(String from, String to, boolean withData) {
        var copy = after.table(to).orElseThrow();
        add("create_table", copy.createSql());
        if (withData) {
            copyRows(before.table(from).orElseThrow(), copy);
        }
        addTriggerAndIndexes(copy);
    }

    private void addColumn(AddColumn add) {
        var old = before.table(add.table()).orElseThrow();
        var table = after.table(add.table()).orElseThrow();
        var column = table.columns().getLast();
        String keptIn = hints.kept().get(column.identity());
        String fill = add.fill() == null ? hints.fills().get(column.identity()) : add.fill();
        if (keptIn != null) {
            restoreColumn(old, table, column, keptIn);
        } else if (fill != null) {
            rebuild(new Rebuild(old, table, change).filling(column.name(), fill), table);
        } else if (isForRebuild(old, table, column)) {
            rebuild(new Rebuild(old, table, change), table);
        } else {
            addNatively(old, table, column);
        }
    }

    private void addNatively(Table old, Table table, Column column) {
        var newChecks = without(table.checks(), old.checks());
        var newKeys = without(table.foreignKeys(), old.foreignKeys());
        var step = Step.of(
                "add_column",
                "ALTER TABLE %s ADD COLUMN %s".formatted(quote(table.name()), ColumnSql.of(column, newChecks, newKeys)),
                change);
        if (column.notNull() && column.defaultSql() == null && column.generated() == null) {
            steps.add(Step.checking(RowChecks.of(table).noRows(column.name()), change));
        }
        steps.add(newChecks.isEmpty() && column.generated() == null ? step : step.dependingOnRows());
    }

    /// Whether SQLite cannot add the column itself, or only to a table without rows.
    private static boolean isForRebuild(Table old, Table table, Column column) {
        boolean unique = table.uniques().size() != old.uniques().size();
        boolean stored = column.generated() != null && column.generated().stored();
        boolean severalColumns = table.foreignKeys().stream()
                .anyMatch(each ->
                        !old.foreignKeys().contains(each) && each.columns().size() > 1);
        boolean filledReference =
                table.foreignKeys().size() != old.foreignKeys().size() && column.defaultSql() != null;
        boolean notNullGenerated = column.generated() != null && column.notNull();
        return unique
                || stored
                || severalColumns
                || filledReference
                || notNullGenerated
                || !isConstant(column.defaultSql())
                || !old.touchTrigger().equals(table.touchTrigger());
    }

    private static boolean isConstant(@Nullable String defaultSql) {
        return defaultSql == null || !defaultSql.startsWith("(") && !NOT_CONSTANT.contains(SqlName.key(defaultSql));
    }

    private void restoreColumn(Table old, Table table, Column column, String name) {
        var kept = Kept.of(name, old);
        add("find_kept", kept.createIfMissing());
        if (column.notNull() && column.defaultSql() == null) {
            steps.add(Step.checking(kept.rowsWithout(old, column), change));
        }
        rebuild(
                new Rebuild(old, table, change)
                        .joining(kept.join(old))
                        .filling(column.name(), kept.value(RowChecks.defaultValue(column))),
                table);
        add("drop_kept", PlanSql.dropTable(name));
    }

    private void dropColumn(String tableName, String columnName) {
        var old = before.table(tableName).orElseThrow();
        var column = old.column(columnName).orElseThrow();
        var table = after.table(tableName).orElseThrow();
        if (column.generated() == null) {
            String name = keptName(old.identity() + "/" + column.identity(), old.name() + "_" + column.name());
            kept.put(column.identity(), name);
            steps.add(Step.of("keep_data", Kept.of(name, old).fill(old, column), change)
                    .copying(old.name()));
        }
        boolean nothingElse = table.equals(old.withColumns(table.columns()));
        if (nothingElse && old.touchTrigger().equals(table.touchTrigger())) {
            steps.add(Step.of("drop_column", PlanSql.dropColumn(old.name(), column.name()), change)
                    .copying(old.name()));
        } else {
            rebuild(new Rebuild(old, table, change), table);
        }
    }

    private void alterColumn(String tableName, String columnName, @Nullable String ownFill) {
        var old = before.table(tableName).orElseThrow();
        var was = old.column(columnName).orElseThrow();
        var table = after.table(tableName).orElseThrow();
        var is = table.column(columnName).orElseThrow();
        String fill = ownFill == null ? hints.fills().get(is.identity()) : ownFill;
        boolean onlyNull = !isPortable
                && table.equals(old.replacing(is))
                && is.onNull() == null
                && was.onNull() == null
                && is.withNotNull(was.notNull()).equals(was);
        if (onlyNull && !is.notNull()) {
            add("drop_not_null", alterSql(old.name(), is.name(), "DROP NOT NULL"));
        } else if (onlyNull && fill == null) {
            steps.add(Step.of("set_not_null", alterSql(old.name(), is.name(), "SET NOT NULL"), change)
                    .after(RowChecks.of(old).notNull(is.name())));
        } else {
            var rebuild = new Rebuild(old, table, change);
            if (fill != null && is.notNull()) {
                rebuild.filling(is.name(), "coalesce(%s.%s, %s)".formatted(quote(old.name()), quote(is.name()), fill));
            }
            rebuild(rebuild, table);
        }
    }

    private static String alterSql(String table, String column, String what) {
        return "ALTER TABLE %s ALTER COLUMN %s %s".formatted(quote(table), quote(column), what);
    }

    private void alterTable(String name) {
        var old = before.table(name).orElseThrow();
        var table = after.table(name).orElseThrow();
        var newChecks = without(table.checks(), old.checks());
        boolean onlyMoreChecks =
                newChecks.size() == table.checks().size() - old.checks().size()
                        && table.withChecks(old.checks()).equals(old);
        if (isPortable || !onlyMoreChecks) {
            rebuild(new Rebuild(old, table, change), table);
            return;
        }
        for (Check check : newChecks) {
            steps.add(Step.of("add_check", "ALTER TABLE %s ADD %s".formatted(quote(old.name()), check.sql()), change)
                    .after(RowChecks.of(old).check(check)));
        }
    }

    private static <T> List<T> without(List<T> all, List<T> known) {
        return all.stream().filter(each -> !known.contains(each)).toList();
    }

    private void createIndex(String tableName, String indexName) {
        var table = after.table(tableName).orElseThrow();
        var index = table.index(indexName).orElseThrow();
        var step = Step.of("create_index", index.createSql(table.name()), change);
        boolean computes = index.where() != null || index.terms().stream().anyMatch(term -> term.expression());
        var tried = computes ? step.dependingOnRows() : step;
        steps.add(index.unique() ? tried.after(RowChecks.of(table).unique(index)) : tried);
    }

    private void rebuild(Rebuild rebuild, Table table) {
        steps.addAll(rebuild.steps(name -> before.table(name).orElse(null), after.triggersOf(table.name())));
    }

    private void add(String name, String sql) {
        steps.add(Step.of(name, sql, change));
    }

    /// Always the same for the same drop, so that all files of a branch have the same tables.
    private String keptName(String identity, String readable) {
        String seed = identity + "/" + readable + "/" + change + "/" + before.hash();
        String digits = Sha256.of(seed.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
        return KeptTables.PREFIX + readable + "_" + digits;
    }
}
