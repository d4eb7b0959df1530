package dev.templedb.branchdb.changes;

import static dev.templedb.branchdb.schema.SqlName.quote;

import dev.templedb.branchdb.schema.Affinity;
import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.KeyColumn;
import dev.templedb.branchdb.schema.PrimaryKey;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SqlText;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a table anew in another form, after SQLite's documented procedure: a new table beside the old one, its rows
/// copied,
/// the old one dropped, the new one renamed; then indexes and triggers again.
///
/// Foreign keys are off while it is done, so the drop touches no children, and `legacy_alter_table` keeps the rename
/// from
/// looking at views and triggers that refer to the table by its name: they are right again when it is done.
final class Rebuild {
    private static final String NEW = "__new_";
    private static final String KEEP_COUNTER = """
            DELETE FROM sqlite_sequence WHERE name = %2$s;
            INSERT INTO sqlite_sequence (name, seq) SELECT %2$s, seq FROM sqlite_sequence WHERE name = %1$s;
            """;

    private final Table before;
    private final Table after;
    private final int change;
    /// What a column of the new table gets that is not the column of its name, by key.
    private final Map<String, String> values = new LinkedHashMap<>();
    /// Columns of the new table whose values or meaning are not what they were, by key.
    private final Set<String> altered = new HashSet<>();

    private String joined = "";
    private final List<Step> steps = new ArrayList<>();

    Rebuild(Table before, Table after, int change) {
        this.before = before;
        this.after = after;
        this.change = change;
        var known = before.columnsByKey();
        for (var column : after.columns()) {
            var old = known.get(SqlName.key(column.name()));
            if (old == null
                    || !old.type().equals(column.type())
                    || !String.valueOf(old.collation()).equals(String.valueOf(column.collation()))) {
                altered.add(SqlName.key(column.name()));
            }
        }
    }

    /// Gives `column` the value of `expression` over the columns of the old table.
    Rebuild filling(String column, String expression) {
        values.put(SqlName.key(column), expression);
        altered.add(SqlName.key(column));
        return this;
    }

    /// Takes the rows of `table` into account, too: a join over the old table.
    Rebuild joining(String join) {
        joined = join;
        return this;
    }

    /// All steps.
    ///
    /// @param references the table that a foreign key refers to, in the form that it has now
    /// @param triggers   of the table
    List<Step> steps(Function<String, @Nullable Table> references, List<Trigger> triggers) {
        checkRows(references);
        String made = NEW + after.name();
        add(Step.of("create_new", after.createSql(made), change));
        var copy = Step.of("copy_data", copySql(made), change).copying(before.name());
        add(dependsOnRows() ? copy.dependingOnRows() : copy);
        retyped().forEach(column -> add(Step.checking(new RowChecks(after, quote(made)).type(column), change)));
        if (isCounting(before) && isCounting(after)) {
            add(Step.of(
                    "keep_counter",
                    KEEP_COUNTER.formatted(SqlName.literal(before.name()), SqlName.literal(made)),
                    change));
        }
        add(Step.of("drop_old", PlanSql.dropTable(before.name()), change));
        add(Step.of(
                "rename_new",
                "PRAGMA legacy_alter_table = ON;\n%s;\nPRAGMA legacy_alter_table = OFF"
                        .formatted(PlanSql.renameTable(made, after.name())),
                change));
        after.touchTrigger().ifPresent(sql -> add(Step.of("create_trigger", sql, change)));
        for (var index : after.indexes()) {
            var step = Step.of("create_index", index.createSql(after.name()), change);
            add(dependsOnRows() && index.unique() ? step.dependingOnRows() : step);
        }
        triggers.forEach(each -> add(Step.of("create_trigger", each.createSql(), change)));
        return steps;
    }

    /// The columns whose values were put into another type by this, or come from an expression. What other columns
    /// hold
    /// against their type was so before.
    private List<Column> retyped() {
        return copied().stream().filter(this::isRetyped).toList();
    }

    private boolean isRetyped(Column column) {
        var old = before.column(column.name());
        return old.isPresent() ? Affinity.of(old.get().type()) != Affinity.of(column.type()) : joined.isEmpty();
    }

    private boolean dependsOnRows() {
        return !altered.isEmpty()
                || before.strict() != after.strict()
                || steps.stream().anyMatch(each -> each.check() != null);
    }

    private static boolean isCounting(Table table) {
        var key = table.primaryKey();
        return key != null && key.autoincrement();
    }

    private void add(Step step) {
        steps.add(step);
    }

    private String copySql(String made) {
        var columns = new ArrayList<String>();
        var expressions = new ArrayList<String>();
        if (hasRowNumbers(before) && hasRowNumbers(after)) {
            columns.add("rowid");
            expressions.add(quote(before.name()) + ".rowid");
        }
        for (var column : copied()) {
            columns.add(quote(column.name()));
            expressions.add(value(column));
        }
        return "INSERT OR ABORT INTO %s (%s)\nSELECT %s\n  FROM %s"
                .formatted(quote(made), String.join(", ", columns), String.join(", ", expressions), source());
    }

    /// The columns that get a value other than their default.
    private List<Column> copied() {
        var known = before.columnsByKey();
        return after.columns().stream()
                .filter(each -> each.generated() == null)
                .filter(each ->
                        known.containsKey(SqlName.key(each.name())) || values.containsKey(SqlName.key(each.name())))
                .toList();
    }

    private String value(Column column) {
        var own = values.get(SqlName.key(column.name()));
        return own == null ? quote(before.name()) + "." + quote(column.name()) : own;
    }

    private String source() {
        return quote(before.name()) + joined;
    }

    /// Whether rows have a number that no column shows, and that can be asked for.
    private static boolean hasRowNumbers(Table table) {
        return !table.withoutRowid() && table.column("rowid").isEmpty() && !hasNumberAsKey(table);
    }

    private static boolean hasNumberAsKey(Table table) {
        var key = table.primaryKey();
        return key != null
                && key.columns().size() == 1
                && !key.apart()
                && table.column(key.columnNames().getFirst())
                        .filter(each -> each.type().equalsIgnoreCase("INTEGER"))
                        .isPresent();
    }

    /// The rows as they will be, for checks.
    private String rows() {
        var expressions = new ArrayList<String>();
        var copied = copied();
        for (var column : after.columns()) {
            String value = copied.contains(column)
                    ? value(column)
                    : column.generated() != null
                            ? before.column(column.name()).isPresent()
                                    ? quote(column.name())
                                    : "(" + column.generated().expression() + ")"
                            : RowChecks.defaultValue(column);
            expressions.add(value + " AS " + quote(column.name()));
        }
        return "(SELECT %s FROM %s)".formatted(String.join(", ", expressions), source());
    }

    private void checkRows(Function<String, @Nullable Table> references) {
        var known = before.columnsByKey();
        var checks = new RowChecks(after, rows());
        var mustHave = new HashSet<String>();
        for (var column : after.columns()) {
            var old = known.get(SqlName.key(column.name()));
            boolean had = old != null && old.notNull() && !values.containsKey(SqlName.key(column.name()));
            if (column.notNull() && !had || isNewlyKeyed(column)) {
                mustHave.add(column.name());
            }
        }
        for (var column : after.columns()) {
            if (mustHave.contains(column.name())) {
                add(Step.checking(checks.notNull(column.name()), change));
            }
        }
        for (var column : retyped()) {
            before.column(column.name())
                    .flatMap(old -> RowChecks.of(before).digits(old, Affinity.of(column.type())))
                    .ifPresent(check -> add(Step.checking(check, change)));
        }
        uniqueKeys(after)
                .filter(each -> uniqueKeys(before).noneMatch(each::equals) || touches(names(each)))
                .forEach(each -> add(Step.checking(checks.unique(each), change)));
        for (Check check : after.checks()) {
            if (!before.checks().contains(check)
                    || SqlText.names(check.expression()).stream().anyMatch(altered::contains)) {
                add(Step.checking(checks.check(check), change));
            }
        }
        for (ForeignKey key : after.foreignKeys()) {
            if (!before.foreignKeys().contains(key) || touches(key.columns())) {
                var parent = SqlName.same(key.parent(), after.name()) ? after : references.apply(key.parent());
                if (parent != null) {
                    add(Step.checking(checks.foreignKey(key, parent), change));
                }
            }
        }
    }

    private boolean isNewlyKeyed(Column column) {
        PrimaryKey key = after.primaryKey();
        return after.withoutRowid()
                && !before.withoutRowid()
                && key != null
                && key.columnNames().stream().anyMatch(each -> SqlName.same(each, column.name()));
    }

    private boolean touches(List<String> columns) {
        return columns.stream().map(SqlName::key).anyMatch(altered::contains);
    }

    private static List<String> names(List<KeyColumn> key) {
        return key.stream().map(KeyColumn::name).toList();
    }

    private static Stream<List<KeyColumn>> uniqueKeys(Table table) {
        var primary = table.primaryKey();
        return Stream.concat(
                primary == null ? Stream.of() : Stream.of(primary.columns()),
                table.uniques().stream().map(each -> each.columns()));
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::name).collect(Collectors.joining(", "));
    }
}
