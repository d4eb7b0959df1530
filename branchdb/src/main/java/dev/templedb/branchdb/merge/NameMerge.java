package dev.templedb.branchdb.merge;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.ColumnUse;
import dev.templedb.branchdb.changes.SchemaEditor;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaJson;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Gives tables and columns the same names on all three sides, so that what is left to merge are texts.
///
/// Where one side renamed something, the rename is made on the others, too, and SQLite rewrites what refers to it. What
/// both
/// sides made under one name is taken for the same thing.
final class NameMerge {
    private final Decisions decisions;

    NameMerge(Decisions decisions) {
        this.decisions = decisions;
    }

    Sides apply(Sides given) {
        var sides = new Sides(given.base(), given.ours(), unified(given));
        sides = withTableNames(sides);
        var renamed = new Renamed(given);
        for (var table : allTables(sides).values()) {
            sides = withColumnNames(sides, table, renamed.name(table));
        }
        return sides;
    }

    /// Theirs with the identities of ours for what both made under one name.
    private static Schema unified(Sides sides) {
        return sides.theirs()
                .withTables(sides.theirs().tables().stream()
                        .map(table -> unified(sides, table))
                        .toList());
    }

    private static Table unified(Sides sides, Table theirs) {
        var result = theirs;
        if (sides.base().tableOf(theirs.identity()).isEmpty()
                && sides.ours().tableOf(theirs.identity()).isEmpty()) {
            var made = sides.ours()
                    .table(theirs.name())
                    .filter(each -> sides.base().tableOf(each.identity()).isEmpty());
            if (made.isPresent()) {
                result = theirs.withIdentity(made.get().identity());
            }
        }
        var ours = sides.ours().tableOf(result.identity());
        if (ours.isEmpty()) {
            return result;
        }
        var base = sides.base().tableOf(result.identity());
        return result.withColumns(result.columns().stream()
                .map(column -> unified(base, ours.get(), column))
                .toList());
    }

    private static Column unified(Optional<Table> base, Table ours, Column theirs) {
        if (has(base, theirs) || has(Optional.of(ours), theirs)) {
            return theirs;
        }
        return ours.column(theirs.name())
                .filter(each -> !has(base, each))
                .map(each -> theirs.withIdentity(each.identity()))
                .orElse(theirs);
    }

    private static boolean has(Optional<Table> table, Column column) {
        return table.flatMap(each -> each.columnOf(column.identity())).isPresent();
    }

    /// What is named, on one side.
    ///
    /// @param <T> a table, or a column
    private record Named<T>(
            String kind, Function<T, String> identity, Function<T, String> name, Function<T, Json> json) {}

    private static final Named<Table> TABLES = new Named<>("table ", Table::identity, Table::name, SchemaJson::of);

    private Sides withTableNames(Sides sides) {
        var names = new Names<>(
                TABLES,
                sides.base().tables(),
                sides.ours().tables(),
                sides.theirs().tables());
        names.decide();
        return new Sides(
                renamed(names.kept(sides.base().tables(), sides.base()::withTables), names.names),
                renamed(names.kept(sides.ours().tables(), sides.ours()::withTables), names.names),
                renamed(names.kept(sides.theirs().tables(), sides.theirs()::withTables), names.names));
    }

    private Sides withColumnNames(Sides sides, Table table, String tableName) {
        String id = table.identity();
        var columns = new Named<Column>("column " + tableName + ".", Column::identity, Column::name, SchemaJson::of);
        var names =
                new Names<>(columns, columns(sides.base(), id), columns(sides.ours(), id), columns(sides.theirs(), id));
        names.decide();
        return new Sides(
                columnsRenamed(sides.base(), id, names),
                columnsRenamed(sides.ours(), id, names),
                columnsRenamed(sides.theirs(), id, names));
    }

    private static List<Column> columns(Schema schema, String table) {
        return schema.tableOf(table).map(Table::columns).orElse(List.of());
    }

    private static Map<String, Table> allTables(Sides sides) {
        var all = new LinkedHashMap<String, Table>();
        for (var schema : List.of(sides.ours(), sides.theirs())) {
            schema.tables().forEach(table -> all.putIfAbsent(table.identity(), table));
        }
        return all;
    }

    /// The names that things get, and which things are left out because another has their name.
    private final class Names<T> {
        private final Named<T> named;
        private final Map<String, T> base;
        private final Map<String, T> ours;
        private final Map<String, T> theirs;
        final Map<String, String> names = new LinkedHashMap<>();
        private final Set<String> leftOut = new LinkedHashSet<>();

        Names(Named<T> named, List<T> base, List<T> ours, List<T> theirs) {
            this.named = named;
            this.base = byIdentity(base);
            this.ours = byIdentity(ours);
            this.theirs = byIdentity(theirs);
        }

        private Map<String, T> byIdentity(List<T> things) {
            var map = new LinkedHashMap<String, T>();
            things.forEach(each -> map.put(named.identity().apply(each), each));
            return map;
        }

        void decide() {
            var all = new LinkedHashSet<>(ours.keySet());
            all.addAll(theirs.keySet());
            for (var id : all) {
                names.put(id, name(id));
            }
            var holders = new HashMap<String, String>();
            for (var id : all) {
                if (isLive(id)) {
                    String other = holders.putIfAbsent(SqlName.key(named(id)), id);
                    if (other != null) {
                        collide(other, id);
                    }
                }
            }
        }

        private String name(String id) {
            var b = base.get(id);
            var o = ours.get(id);
            var t = theirs.get(id);
            if (o == null || t == null) {
                return named.name().apply(o == null ? Objects.requireNonNull(t) : o);
            }
            String ourName = named.name().apply(o);
            String theirName = named.name().apply(t);
            if (b == null || ourName.equals(theirName) || named.name().apply(b).equals(theirName)) {
                return ourName;
            }
            if (named.name().apply(b).equals(ourName)) {
                return theirName;
            }
            var resolution = decisions.resolution(
                    named.kind() + named.name().apply(b),
                    "renamed on both sides, to %s and %s".formatted(ourName, theirName),
                    named.json().apply(b),
                    named.json().apply(o),
                    named.json().apply(t));
            return switch (resolution) {
                case Resolution.Ours() -> ourName;
                case Resolution.Theirs() -> theirName;
                case Resolution.ByHand(var form) ->
                    SchemaJson.text(SchemaJson.object(form, "a form given by hand"), "name");
            };
        }

        /// The name that is decided for `id`.
        private String named(String id) {
            return Objects.requireNonNull(names.get(id));
        }

        private boolean isLive(String id) {
            return !base.containsKey(id) || ours.containsKey(id) && theirs.containsKey(id);
        }

        /// Two things would have one name: what the losing side made is left out, or its rename is.
        private void collide(String one, String other) {
            boolean oneIsOurs = isFrom(one, ours);
            String our = oneIsOurs ? one : other;
            String their = oneIsOurs ? other : one;
            String name = named(our);
            var resolution = decisions.resolution(
                    named.kind() + name,
                    "two things would have this name",
                    Json.NULL,
                    json(ours.get(our)),
                    json(theirs.get(their)));
            String loser = resolution instanceof Resolution.Theirs ? our : their;
            var before = base.get(loser);
            if (before == null) {
                leftOut.add(loser);
            } else {
                names.put(loser, named.name().apply(before));
            }
        }

        /// Whether it is this side that gave it the name it gets.
        private boolean isFrom(String id, Map<String, T> side) {
            var own = side.get(id);
            var before = base.get(id);
            return own != null
                    && named.name().apply(own).equals(named(id))
                    && (before == null || !named.name().apply(before).equals(named(id)));
        }

        private Json json(@Nullable T thing) {
            return thing == null ? Json.NULL : named.json().apply(thing);
        }

        /// `table` without the columns that are left out, and without what is about them alone.
        Table without(Table table) {
            var left = table;
            for (var column : table.columns()) {
                if (leftOut.contains(column.identity())) {
                    left = ColumnUse.of(left, column.name()).without();
                }
            }
            return left;
        }

        <S> S kept(List<T> things, Function<List<T>, S> with) {
            return with.apply(things.stream()
                    .filter(each -> !leftOut.contains(named.identity().apply(each)))
                    .toList());
        }
    }

    private Schema renamed(Schema schema, Map<String, String> names) {
        return apply(
                schema,
                current -> current.tables().stream()
                        .map(each -> new Renames.Item(each.identity(), each.name()))
                        .toList(),
                names,
                Change.RenameTable::new);
    }

    private Schema columnsRenamed(Schema schema, String id, Names<Column> names) {
        var table = schema.tableOf(id);
        if (table.isEmpty()) {
            return schema;
        }
        var kept = names.without(table.get());
        var without = kept.equals(table.get()) ? schema : schema.with(kept.name(), kept);
        BiFunction<String, String, Change> rename = (from, to) -> new Change.RenameColumn(kept.name(), from, to);
        return apply(
                without,
                current -> columns(current, id).stream()
                        .map(each -> new Renames.Item(each.identity(), each.name()))
                        .toList(),
                names.names,
                rename);
    }

    /// Makes the renames; while something is undecided, a side that what was left out has left broken keeps its
    /// names,
    /// for nothing comes of it.
    private Schema apply(
            Schema schema,
            Function<Schema, List<Renames.Item>> items,
            Map<String, String> names,
            BiFunction<String, String, Change> rename) {
        try {
            return Renames.apply(schema, items, names, rename);
        } catch (TempleException e) {
            if (e.code() == ErrorCode.SCHEMA_SQL_INVALID && !decisions.open().isEmpty()) {
                return schema;
            }
            throw e;
        }
    }

    /// Makes renames in an order in which each finds its name free.
    private record Renames(Schema schema) {
        record Item(String identity, String name) {}

        static Schema apply(
                Schema schema,
                Function<Schema, List<Item>> items,
                Map<String, String> names,
                BiFunction<String, String, Change> rename) {
            var now = schema;
            var done = new HashSet<String>();
            while (true) {
                var current = items.apply(now);
                var next = current.stream()
                        .filter(each -> !each.name().equals(names.getOrDefault(each.identity(), each.name())))
                        .filter(each -> !done.contains(each.identity()))
                        .findFirst();
                if (next.isEmpty()) {
                    return now;
                }
                String wanted =
                        names.getOrDefault(next.get().identity(), next.get().name());
                var inTheWay = current.stream()
                        .filter(each -> SqlName.same(each.name(), wanted)
                                && !each.identity().equals(next.get().identity()))
                        .findFirst();
                if (inTheWay.isPresent()) {
                    // It goes anyway, or gets its own new name later.
                    var blocking = inTheWay.get();
                    now = SchemaEditor.lenient().apply(now, rename.apply(blocking.name(), parked(blocking.identity())));
                    if (blocking.name().equals(names.getOrDefault(blocking.identity(), blocking.name()))) {
                        done.add(blocking.identity());
                    }
                }
                now = SchemaEditor.lenient().apply(now, rename.apply(next.get().name(), wanted));
            }
        }

        private static String parked(String identity) {
            return "parked_" + Integer.toHexString(identity.hashCode());
        }
    }
}
