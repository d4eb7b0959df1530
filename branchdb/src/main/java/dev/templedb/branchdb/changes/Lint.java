package dev.templedb.branchdb.changes;

import static dev.templedb.branchdb.schema.SqlName.quote;

import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what a review should point out: changes that destroy something, depend on rows, break programs, or cost much.
public final class Lint {
    private final Planned planned;
    private final List<Finding> findings = new ArrayList<>();
    private Schema before;
    private int number;

    private Lint(Planned planned) {
        this.planned = planned;
        this.before = planned.from();
    }

    /// All findings, in the order of the changes. Takes less time than planning did.
    public static List<Finding> of(Planned planned) {
        return new Lint(planned).run();
    }

    private List<Finding> run() {
        for (var change : planned.changes()) {
            look(change);
            lookAtSteps(change);
            before = SchemaEditor.lenient().apply(before, change);
            number++;
        }
        return List.copyOf(findings);
    }

    private void look(Change change) {
        switch (change) {
            case Change.DropTable(var table) -> {
                find(LintRule.DROPS_TABLE, change, count(table, null));
                find(LintRule.REMOVES, change, null);
            }
            case Change.DropColumn(var table, var column) -> {
                find(LintRule.DROPS_COLUMN, change, count(table, column));
                find(LintRule.REMOVES, change, null);
            }
            case Change.RenameTable(var table, var to) -> find(LintRule.RENAMES_TABLE, change, count(table, null));
            case Change.RenameColumn(var table, var column, var to) ->
                find(LintRule.RENAMES_COLUMN, change, count(table, null));
            case Change.AddColumn add when isRequired(add.column()) -> find(LintRule.REQUIRES_VALUE, change, null);
            case Change.AlterColumn alter -> lookAtColumn(alter);
            case Change.UpdateView view -> find(LintRule.CHANGES_VIEW, change, null);
            case Change.DropView view -> find(LintRule.REMOVES, change, null);
            default -> {}
        }
    }

    private void lookAtColumn(Change.AlterColumn alter) {
        var was = before.table(alter.table())
                .flatMap(table -> table.column(alter.column().name()))
                .orElseThrow();
        var is = alter.column();
        if (!was.type().equals(is.type())) {
            find(LintRule.CONVERTS_VALUES, alter, count(alter.table(), is.name()));
        }
        if (!was.notNull() && is.notNull() && alter.fill() != null) {
            find(LintRule.FILLS_VALUES, alter, countNulls(alter.table(), is.name()));
        }
        if (isRequired(is) && !isRequired(was)) {
            find(LintRule.REQUIRES_VALUE, alter, null);
        }
    }

    private static boolean isRequired(Column column) {
        return column.notNull() && column.defaultSql() == null && column.generated() == null;
    }

    private void lookAtSteps(Change change) {
        var rules = new LinkedHashSet<LintRule>();
        @Nullable String copied = null;
        for (var step : planned.plan().stepsOf(number)) {
            if (step.check() != null) {
                rules.add(rule(step.check().kind()));
            } else if (step.tried()) {
                rules.add(LintRule.NEEDS_TRIAL);
            }
            if (step.copied() != null && !step.name().equals("keep_data")) {
                copied = step.copied();
            }
        }
        if (rules.size() > 1) {
            rules.remove(LintRule.NEEDS_TRIAL);
        }
        rules.forEach(rule -> find(rule, change, null));
        if (copied != null) {
            find(LintRule.COPIES_ROWS, change, count(copied, null));
        }
    }

    private static LintRule rule(DataCheck.Kind kind) {
        return switch (kind) {
            case NOT_NULL, FILL -> LintRule.NEEDS_VALUES;
            case UNIQUE -> LintRule.NEEDS_UNIQUE;
            case CHECK -> LintRule.NEEDS_CONDITION;
            case FOREIGN_KEY -> LintRule.NEEDS_PARENT;
            case TYPE, DIGITS -> LintRule.NEEDS_TYPE;
        };
    }

    private void find(LintRule rule, Change change, @Nullable String countSql) {
        findings.add(new Finding(rule, number, change.entity(), countSql));
    }

    /// Counts rows, or values of a column, by the names that hold before all changes; null for what was not there.
    private @Nullable String count(String tableName, @Nullable String columnName) {
        var table = original(tableName);
        if (columnName == null) {
            return table.map(each -> "SELECT count(*) FROM " + quote(each.name()))
                    .orElse(null);
        }
        return table.flatMap(each -> original(each, tableName, columnName)
                        .map(column -> "SELECT count(%s) FROM %s".formatted(quote(column.name()), quote(each.name()))))
                .orElse(null);
    }

    private @Nullable String countNulls(String tableName, String columnName) {
        return original(tableName)
                .flatMap(each -> original(each, tableName, columnName)
                        .map(column -> "SELECT count(*) FROM %s WHERE %s IS NULL"
                                .formatted(quote(each.name()), quote(column.name()))))
                .orElse(null);
    }

    private Optional<Table> original(String name) {
        return before.table(name).flatMap(table -> planned.from().tableOf(table.identity()));
    }

    private Optional<Column> original(Table original, String tableName, String columnName) {
        return before.table(tableName)
                .flatMap(table -> table.column(columnName))
                .flatMap(column -> original.columnOf(column.identity()));
    }
}
