package dev.templedb.branchdb.merge;

import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.PrimaryKey;
import dev.templedb.branchdb.schema.SchemaJson;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SqlText;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Joins three forms of a table that all sides have, under one name, without its indexes.
final class TableMerge {
    private static final Decisions.Form<Column> COLUMN = new Decisions.Form<>(SchemaJson::of, SchemaJson::column);

    private final Decisions decisions;
    private final Renamed renamed;
    private final Table base;
    private Table ours;
    private Table theirs;

    TableMerge(Decisions decisions, Renamed renamed, Table base, Table ours, Table theirs) {
        this.decisions = decisions;
        this.renamed = renamed;
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
    }

    Table merge() {
        var columns = columns();
        var merged = ours.withColumns(columns)
                .withUniques(joined(Table::uniques, Unique::name, "unique columns "))
                .withChecks(joined(Table::checks, Check::name, "check "))
                .withForeignKeys(joined(Table::foreignKeys, ForeignKey::name, "foreign key "));
        merged = merged.withPrimaryKey(primaryKey());
        return options(without(merged, gone(columns)));
    }

    /// The columns in the order of the side that changed it; those that theirs made, last.
    private List<Column> columns() {
        var result = new LinkedHashMap<String, Column>();
        for (var id : order()) {
            var column = column(id);
            if (column != null) {
                result.put(id, column.withIdentity(id));
            }
        }
        return List.copyOf(result.values());
    }

    private Set<String> order() {
        var first = ids(ours).equals(ids(base)) ? theirs : ours;
        var order = new LinkedHashSet<>(ids(first));
        order.addAll(ids(ours));
        order.addAll(ids(theirs));
        return order;
    }

    private static List<String> ids(Table table) {
        return table.columns().stream().map(Column::identity).toList();
    }

    private @Nullable Column column(String id) {
        var b = find(base, id);
        var o = find(ours, id);
        var t = find(theirs, id);
        var known = o != null ? o : t != null ? t : Objects.requireNonNull(b);
        String entity = "column " + renamed.name(ours, known);
        if (b != null
                && o == null
                && t != null
                && t.equals(b)
                && (renamed.byTheirs(base, b) || isUsedAnew(theirs, b.name()))) {
            return decide(entity, "dropped by ours, used anew by theirs", b, null, t);
        }
        if (b != null
                && t == null
                && o != null
                && o.equals(b)
                && (renamed.byOurs(base, b) || isUsedAnew(ours, b.name()))) {
            return decide(entity, "used anew by ours, dropped by theirs", b, o, null);
        }
        var decided = decisions.between(entity, COLUMN, b, o, t);
        return decided == null ? null : keepUses(b, o, t, decided);
    }

    private @Nullable Column decide(
            String entity, String reason, @Nullable Column b, @Nullable Column o, @Nullable Column t) {
        var decided = decisions.conflicting(entity, reason, COLUMN, b, o, t);
        return decided == null ? null : keepUses(b, o, t, decided);
    }

    /// A column that comes back although one side dropped it, has the constraints that went with it.
    private Column keepUses(@Nullable Column b, @Nullable Column o, @Nullable Column t, Column decided) {
        if (b != null && o == null) {
            ours = withUses(ours, b.name());
        } else if (b != null && t == null) {
            theirs = withUses(theirs, b.name());
        }
        return decided;
    }

    private Table withUses(Table side, String column) {
        var uniques = new ArrayList<>(side.uniques());
        base.uniques().stream().filter(each -> uses(each, column)).forEach(uniques::add);
        var checks = new ArrayList<>(side.checks());
        base.checks().stream().filter(each -> uses(each, column)).forEach(checks::add);
        var keys = new ArrayList<>(side.foreignKeys());
        base.foreignKeys().stream().filter(each -> uses(each, column)).forEach(keys::add);
        return side.withUniques(uniques).withChecks(checks).withForeignKeys(keys);
    }

    private boolean isUsedAnew(Table side, String column) {
        return side.uniques().stream()
                        .anyMatch(each -> uses(each, column) && !base.uniques().contains(each))
                || side.checks().stream()
                        .anyMatch(each -> uses(each, column) && !base.checks().contains(each))
                || side.foreignKeys().stream()
                        .anyMatch(each ->
                                uses(each, column) && !base.foreignKeys().contains(each))
                || side.indexes().stream()
                        .anyMatch(each -> uses(each, column) && !base.indexes().contains(each))
                || side.columns().stream()
                        .filter(each ->
                                each.generated() != null && !base.columns().contains(each))
                        .anyMatch(each -> each.generated() != null
                                && SqlText.mentions(each.generated().expression(), column));
    }

    private static boolean uses(Unique unique, String column) {
        return has(unique.columnNames(), column);
    }

    private static boolean uses(Check check, String column) {
        return SqlText.mentions(check.expression(), column);
    }

    private static boolean uses(ForeignKey key, String column) {
        return has(key.columns(), column);
    }

    static boolean uses(Index index, String column) {
        return index.hasColumn(column)
                || index.where() != null && SqlText.mentions(index.where(), column)
                || index.terms().stream().anyMatch(term -> term.expression() && SqlText.mentions(term.text(), column));
    }

    private static boolean has(List<String> columns, String column) {
        return columns.stream().anyMatch(each -> SqlName.same(each, column));
    }

    private static @Nullable Column find(Table table, String id) {
        return table.columnOf(id).orElse(null);
    }

    /// Names of columns that one of the sides has, and the merge has not.
    private List<String> gone(List<Column> columns) {
        var names = new ArrayList<String>();
        for (var side : List.of(ours, theirs)) {
            for (var column : side.columns()) {
                if (columns.stream().noneMatch(each -> SqlName.same(each.name(), column.name()))) {
                    names.add(column.name());
                }
            }
        }
        return names;
    }

    private static Table without(Table table, List<String> gone) {
        var result = table;
        for (var name : gone) {
            result = result.withUniques(result.uniques().stream()
                            .filter(each -> !uses(each, name))
                            .toList())
                    .withChecks(result.checks().stream()
                            .filter(each -> !uses(each, name))
                            .toList())
                    .withForeignKeys(result.foreignKeys().stream()
                            .filter(each -> !uses(each, name))
                            .toList());
        }
        return result;
    }

    /// What both have, and what one of them made; those of one name have to agree.
    private <T> List<T> joined(Function<Table, List<T>> part, Function<T, @Nullable String> name, String kind) {
        var before = part.apply(base);
        var result = new LinkedHashSet<T>();
        for (var each : part.apply(ours)) {
            if (part.apply(theirs).contains(each) || !before.contains(each)) {
                result.add(each);
            }
        }
        for (var each : part.apply(theirs)) {
            if (before.contains(each) || result.contains(each)) {
                continue;
            }
            var rival = result.stream()
                    .filter(other -> name.apply(other) != null && Objects.equals(name.apply(other), name.apply(each)))
                    .findFirst();
            if (rival.isEmpty()) {
                result.add(each);
            } else if (theirsWins(kind + name.apply(each), rival.get(), each)) {
                result.remove(rival.get());
                result.add(each);
            }
        }
        return List.copyOf(result);
    }

    private boolean theirsWins(String what, Object ourOne, Object theirOne) {
        var resolution = decisions.resolution(
                what + " of " + renamed.name(ours),
                "changed on both sides",
                Json.NULL,
                new Json.Str(ourOne.toString()),
                new Json.Str(theirOne.toString()));
        return resolution instanceof Resolution.Theirs;
    }

    private @Nullable PrimaryKey primaryKey() {
        var form = new Decisions.Form<Table>(SchemaJson::of, SchemaJson::table);
        if (Objects.equals(ours.primaryKey(), theirs.primaryKey())
                || Objects.equals(base.primaryKey(), theirs.primaryKey())) {
            return ours.primaryKey();
        }
        if (Objects.equals(base.primaryKey(), ours.primaryKey())) {
            return theirs.primaryKey();
        }
        var chosen = decisions.conflicting(
                "primary key of " + renamed.name(ours), "changed on both sides", form, base, ours, theirs);
        return chosen == null ? null : chosen.primaryKey();
    }

    private Table options(Table merged) {
        return merged.withOptions(
                either(base.withoutRowid(), ours.withoutRowid(), theirs.withoutRowid()),
                either(base.strict(), ours.strict(), theirs.strict()));
    }

    /// Of two values there is no third: who changed it, wins.
    private static boolean either(boolean base, boolean ours, boolean theirs) {
        return ours == base ? theirs : ours;
    }
}
