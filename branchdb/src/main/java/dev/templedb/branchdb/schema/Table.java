package dev.templedb.branchdb.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A table with everything that belongs to it, its triggers apart.
///
/// @param identity     what the table is, whatever it is called; empty when that is not known, as in a file
/// @param name         what it is called
/// @param columns      in their order, those of the system among them
/// @param primaryKey   or null
/// @param uniques      sorted
/// @param checks       sorted
/// @param foreignKeys  sorted
/// @param indexes      sorted
/// @param withoutRowid whether its rows lie in the order of the primary key
/// @param strict       whether values must have the declared type
public record Table(
        String identity,
        String name,
        List<Column> columns,
        @Nullable PrimaryKey primaryKey,
        List<Unique> uniques,
        List<Check> checks,
        List<ForeignKey> foreignKeys,
        List<Index> indexes,
        boolean withoutRowid,
        boolean strict) {
    public Table {
        columns = List.copyOf(columns);
        uniques = uniques.stream()
                .distinct()
                .sorted(Comparator.comparing(Unique::tableSql))
                .toList();
        checks = checks.stream()
                .map(each -> new Check(each.name(), SqlText.unqualified(each.expression(), name)))
                .distinct()
                .sorted(Comparator.comparing(Check::sql))
                .toList();
        foreignKeys = foreignKeys.stream()
                .distinct()
                .sorted(Comparator.comparing(ForeignKey::tableSql))
                .toList();
        indexes = indexes.stream()
                .sorted(Comparator.comparing(index -> SqlName.key(index.name())))
                .toList();
    }

    /// A table with the columns of the system (`id`, `created_at`, `updated_at`) and no others yet.
    public static Table define(String name) {
        return new Table(
                "",
                name,
                SystemColumns.ALL,
                PrimaryKey.of(SystemColumns.ID),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                false);
    }

    /// A table without any columns: for those that are not ours.
    public static Table bare(String name, List<Column> columns) {
        return new Table("", name, columns, null, List.of(), List.of(), List.of(), List.of(), false, false);
    }

    /// The column of that name, in upper or lower case.
    public Optional<Column> column(String column) {
        return columns.stream()
                .filter(each -> SqlName.same(each.name(), column))
                .findFirst();
    }

    /// The column with that identity.
    public Optional<Column> columnOf(String columnIdentity) {
        return columns.stream()
                .filter(each -> each.identity().equals(columnIdentity))
                .findFirst();
    }

    /// The index of that name.
    public Optional<Index> index(String index) {
        return indexes.stream().filter(each -> SqlName.same(each.name(), index)).findFirst();
    }

    /// The columns that are not the system's.
    public List<Column> userColumns() {
        return columns.stream()
                .filter(each -> !Column.isSystemName(each.name()))
                .toList();
    }

    /// Whether it keeps its own time of update: it has the columns of the system, and so the trigger that moves
    /// `updated_at`.
    public boolean hasSystemColumns() {
        return SystemColumns.ALL.stream().allMatch(each -> column(each.name()).isPresent());
    }

    public Table withIdentity(String newIdentity) {
        return new Table(
                newIdentity, name, columns, primaryKey, uniques, checks, foreignKeys, indexes, withoutRowid, strict);
    }

    /// Under another name. References to it, from itself too, stay as they are.
    public Table withName(String newName) {
        return new Table(
                identity, newName, columns, primaryKey, uniques, checks, foreignKeys, indexes, withoutRowid, strict);
    }

    public Table withColumns(List<Column> newColumns) {
        return new Table(
                identity, name, newColumns, primaryKey, uniques, checks, foreignKeys, indexes, withoutRowid, strict);
    }

    /// With one more column, behind the others.
    public Table withColumn(Column column) {
        var more = new ArrayList<>(columns);
        more.add(column);
        return withColumns(more);
    }

    /// With `column` in the place of the one of its name.
    public Table replacing(Column column) {
        return withColumns(columns.stream()
                .map(each -> SqlName.same(each.name(), column.name()) ? column : each)
                .toList());
    }

    public Table withPrimaryKey(@Nullable PrimaryKey newKey) {
        return new Table(identity, name, columns, newKey, uniques, checks, foreignKeys, indexes, withoutRowid, strict);
    }

    public Table withUniques(List<Unique> newUniques) {
        return new Table(
                identity, name, columns, primaryKey, newUniques, checks, foreignKeys, indexes, withoutRowid, strict);
    }

    /// With one more constraint.
    public Table with(Unique unique) {
        return withUniques(and(uniques, unique));
    }

    public Table withChecks(List<Check> newChecks) {
        return new Table(
                identity, name, columns, primaryKey, uniques, newChecks, foreignKeys, indexes, withoutRowid, strict);
    }

    /// With one more constraint.
    public Table with(Check check) {
        return withChecks(and(checks, check));
    }

    public Table withForeignKeys(List<ForeignKey> newKeys) {
        return new Table(identity, name, columns, primaryKey, uniques, checks, newKeys, indexes, withoutRowid, strict);
    }

    /// With one more constraint.
    public Table with(ForeignKey key) {
        return withForeignKeys(and(foreignKeys, key));
    }

    public Table withIndexes(List<Index> newIndexes) {
        return new Table(
                identity, name, columns, primaryKey, uniques, checks, foreignKeys, newIndexes, withoutRowid, strict);
    }

    /// With one more index.
    public Table with(Index index) {
        return withIndexes(and(indexes, index));
    }

    public Table withOptions(boolean newWithoutRowid, boolean newStrict) {
        return new Table(
                identity, name, columns, primaryKey, uniques, checks, foreignKeys, indexes, newWithoutRowid, newStrict);
    }

    /// With the identities of `known`, the same table, where it has none of its own: the table's, and those of
    /// columns
    /// of the same names; and new ones for what `known` does not have.
    public Table identifiedBy(Table known) {
        return identified(known, path -> Schema.newIdentity());
    }

    /// With the identities that `known`, the same table, gives to columns of the same names, and new ones from
    /// `fresh` for
    /// all that have none.
    Table identified(@Nullable Table known, UnaryOperator<String> fresh) {
        var ids = new HashMap<String, String>();
        if (known != null) {
            known.columns().forEach(each -> ids.put(SqlName.key(each.name()), each.identity()));
        }
        return withIdentity(identity(identity, known == null ? "" : known.identity(), fresh, name))
                .withColumns(columns.stream()
                        .map(each -> each.withIdentity(identity(
                                each.identity(),
                                ids.getOrDefault(SqlName.key(each.name()), ""),
                                fresh,
                                name + "." + each.name())))
                        .toList());
    }

    private static String identity(String own, String known, UnaryOperator<String> fresh, String path) {
        if (!own.isEmpty()) {
            return own;
        }
        return known.isEmpty() ? fresh.apply(path) : known;
    }

    /// The table as a file has it.
    public Table withoutIdentities() {
        return withIdentity("")
                .withColumns(columns.stream().map(each -> each.withIdentity("")).toList());
    }

    /// The statement that makes the table, without its indexes and triggers.
    public String createSql() {
        return createSql(name);
    }

    /// The statement that makes a table with another name of the same form.
    public String createSql(String otherName) {
        return new TableSql(this).create(otherName);
    }

    /// All statements that make the table: itself, the system's trigger where it has one, its indexes.
    public List<String> createStatements() {
        var all = new ArrayList<String>();
        all.add(createSql());
        touchTrigger().ifPresent(all::add);
        indexes.forEach(each -> all.add(each.createSql(name)));
        return all;
    }

    /// The statement that makes the trigger that moves `updated_at`; nothing for a table without it.
    public Optional<String> touchTrigger() {
        return hasSystemColumns() ? Optional.of(SystemColumns.touchTrigger(name)) : Optional.empty();
    }

    /// The columns by name, as SQLite compares them.
    public Map<String, Column> columnsByKey() {
        var byKey = new HashMap<String, Column>();
        columns.forEach(each -> byKey.put(SqlName.key(each.name()), each));
        return byKey;
    }

    private static <T> List<T> and(List<T> some, T one) {
        var more = new ArrayList<>(some);
        more.add(one);
        return more;
    }
}
