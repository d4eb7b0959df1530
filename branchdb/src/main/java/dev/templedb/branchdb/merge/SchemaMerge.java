package dev.templedb.branchdb.merge;

import dev.templedb.branchdb.changes.SchemaEditor;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaJson;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import dev.templedb.branchdb.schema.View;
import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Joins what two sides did to a schema since their common base.
///
/// A merge with a side that did nothing gives the other side, exactly. All three models need identities. Costs less
/// than a
/// millisecond when nothing was renamed, some milliseconds for each rename, and what it takes SQLite to look at the
/// result.
public final class SchemaMerge {
    private static final Decisions.Form<Table> TABLE = new Decisions.Form<>(SchemaJson::of, SchemaJson::table);
    private static final Decisions.Form<View> VIEW = new Decisions.Form<>(SchemaJson::of, SchemaJson::view);
    private static final Decisions.Form<Trigger> TRIGGER = new Decisions.Form<>(SchemaJson::of, SchemaJson::trigger);
    private static final Decisions.Form<Placed> INDEX = new Decisions.Form<>(Placed::toJson, Placed::fromJson);

    /// How SQLite begins its objections: `error in view v: no such column: a`.
    private static final Pattern BROKEN = Pattern.compile("error in (view|trigger) (\\S+?):? .*", Pattern.DOTALL);

    private final Decisions decisions;
    private final Renamed renamed;

    private SchemaMerge(Sides sides, Map<String, Resolution> resolutions) {
        this.decisions = new Decisions(resolutions);
        this.renamed = new Renamed(sides);
    }

    /// Merges `theirs` into `ours`.
    ///
    /// @param base        the model that both come from
    /// @param ours        the target
    /// @param theirs      the source
    /// @param resolutions by the entity of a conflict; those for which there is no conflict are not looked at
    public static MergeResult merge(Schema base, Schema ours, Schema theirs, Map<String, Resolution> resolutions) {
        if (theirs.equals(base) || theirs.equals(ours)) {
            return new MergeResult(ours, List.of(), List.of());
        }
        if (ours.equals(base)) {
            return new MergeResult(theirs, List.of(), List.of());
        }
        return mergeAll(base, ours, theirs, resolutions);
    }

    /// As [#merge], even when one side did nothing.
    static MergeResult mergeAll(Schema base, Schema ours, Schema theirs, Map<String, Resolution> resolutions) {
        var sides = new Sides(base, ours, theirs);
        return new SchemaMerge(sides, resolutions).merge(sides);
    }

    private MergeResult merge(Sides given) {
        var sides = new NameMerge(decisions).apply(given);
        var common = common(sides);
        var indexes = indexes(sides, common);
        var tables = tables(sides).stream()
                .map(table -> common.contains(table.identity()) ? table.withIndexes(of(table, indexes)) : table)
                .toList();
        var merged = new Schema(
                tables, named(sides, Schema::views, View::name, "view ", VIEW), triggers(sides, tables, common));
        // What a side has for the time being says nothing about what fits in the end.
        var result = decisions.open().isEmpty() ? whole(sides, merged) : merged;
        return new MergeResult(result, decisions.open(), decisions.resolved());
    }

    /// The identities of the tables that all sides have. What belongs to the others comes and goes with them.
    private static Set<String> common(Sides sides) {
        return sides.base().tables().stream()
                .map(Table::identity)
                .filter(id -> sides.ours().tableOf(id).isPresent()
                        && sides.theirs().tableOf(id).isPresent())
                .collect(Collectors.toSet());
    }

    private List<Table> tables(Sides sides) {
        var result = new ArrayList<Table>();
        var ids = new LinkedHashSet<String>();
        sides.ours().tables().forEach(each -> ids.add(each.identity()));
        sides.theirs().tables().forEach(each -> ids.add(each.identity()));
        for (var id : ids) {
            var merged = table(
                    sides,
                    sides.base().tableOf(id).orElse(null),
                    sides.ours().tableOf(id).orElse(null),
                    sides.theirs().tableOf(id).orElse(null));
            if (merged != null) {
                result.add(merged);
            }
        }
        return result;
    }

    private @Nullable Table table(Sides sides, @Nullable Table base, @Nullable Table ours, @Nullable Table theirs) {
        if (base != null && ours != null && theirs != null) {
            return new TableMerge(decisions, renamed, base, ours, theirs).merge();
        }
        if (base != null
                && ours == null
                && theirs != null
                && (renamed.byTheirs(base) || isUsedAnew(sides.base(), sides.theirs(), base))) {
            return decisions.conflicting(
                    "table " + renamed.name(base), "dropped by ours, used anew by theirs", TABLE, base, null, theirs);
        }
        if (base != null
                && theirs == null
                && ours != null
                && (renamed.byOurs(base) || isUsedAnew(sides.base(), sides.ours(), base))) {
            return decisions.conflicting(
                    "table " + renamed.name(base), "used anew by ours, dropped by theirs", TABLE, base, ours, null);
        }
        Table known = ours == null ? theirs == null ? base : theirs : ours;
        if (known == null) {
            return null;
        }
        var decided = decisions.between("table " + renamed.name(known), TABLE, base, ours, theirs);
        // A form that was given by hand is of the table that it is for.
        return decided == null ? null : decided.withIdentity(known.identity()).identifiedBy(known);
    }

    /// Whether a side that still has a table did something with it: changed it, referred to it, hung a trigger on
    /// it.
    private static boolean isUsedAnew(Schema base, Schema side, Table table) {
        boolean referred = side.tables().stream()
                .filter(each -> !each.identity().equals(table.identity()))
                .anyMatch(each -> refersAnew(base, each, table));
        boolean hung = side.triggersOf(table.name()).stream()
                .anyMatch(each -> !base.triggers().contains(each));
        return side.tableOf(table.identity()).filter(table::equals).isPresent() && (referred || hung);
    }

    private static boolean refersAnew(Schema base, Table child, Table parent) {
        var before = base.tableOf(child.identity()).map(Table::foreignKeys).orElse(List.<ForeignKey>of());
        return child.foreignKeys().stream()
                .anyMatch(key -> SqlName.same(key.parent(), parent.name()) && !before.contains(key));
    }

    /// An index and its table.
    private record Placed(String table, Index index) {
        Json toJson() {
            return SchemaJson.of(index).with("table", table);
        }

        static Placed fromJson(Json json) {
            return new Placed(SchemaJson.text(SchemaJson.object(json, "an index"), "table"), SchemaJson.index(json));
        }
    }

    private List<Placed> indexes(Sides sides, Set<String> common) {
        return named(
                sides,
                schema -> schema.tables().stream()
                        .filter(table -> common.contains(table.identity()))
                        .flatMap(table -> table.indexes().stream().map(index -> new Placed(table.name(), index)))
                        .toList(),
                placed -> placed.index().name(),
                "index ",
                INDEX);
    }

    /// The indexes of a merged table; those of columns that went are gone with them.
    private static List<Index> of(Table table, List<Placed> indexes) {
        return indexes.stream()
                .filter(each -> SqlName.same(each.table(), table.name()))
                .map(Placed::index)
                .filter(index -> index.terms().stream()
                        .allMatch(term ->
                                term.expression() || table.column(term.text()).isPresent()))
                .toList();
    }

    private List<Trigger> triggers(Sides sides, List<Table> tables, Set<String> common) {
        var result = new ArrayList<>(named(
                sides,
                schema -> schema.triggers().stream()
                        .filter(each -> schema.table(each.target())
                                .map(table -> common.contains(table.identity()))
                                .orElse(true))
                        .toList(),
                Trigger::name,
                "trigger ",
                TRIGGER));
        for (var table : tables) {
            if (!common.contains(table.identity())) {
                addAll(result, sides.ours(), table);
                addAll(result, sides.theirs(), table);
            }
        }
        return result;
    }

    private static void addAll(List<Trigger> triggers, Schema side, Table table) {
        if (side.tableOf(table.identity()).isPresent()) {
            side.triggersOf(table.name()).stream()
                    .filter(each -> triggers.stream().noneMatch(other -> SqlName.same(other.name(), each.name())))
                    .forEach(triggers::add);
        }
    }

    private <T> List<T> named(
            Sides sides,
            Function<Schema, List<T>> part,
            Function<T, String> name,
            String kind,
            Decisions.Form<T> form) {
        var base = byName(part.apply(sides.base()), name);
        var ours = byName(part.apply(sides.ours()), name);
        var theirs = byName(part.apply(sides.theirs()), name);
        var names = new LinkedHashSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        var result = new ArrayList<T>();
        for (var each : names) {
            var decided = decisions.between(kind + each, form, base.get(each), ours.get(each), theirs.get(each));
            if (decided != null) {
                result.add(decided);
            }
        }
        return result;
    }

    private static <T> Map<String, T> byName(List<T> things, Function<T, String> name) {
        var map = new LinkedHashMap<String, T>();
        things.forEach(each -> map.put(SqlName.key(name.apply(each)), each));
        return map;
    }

    /// Views and triggers that SQLite does not take in the joined schema are conflicts as well: one side uses what
    /// the other
    /// dropped.
    private Schema whole(Sides sides, Schema merged) {
        var result = merged;
        for (int i = 0; i <= merged.views().size() + merged.triggers().size(); i++) {
            var objection = SchemaEditor.objection(result);
            if (objection.isEmpty()) {
                return result;
            }
            var broken = BROKEN.matcher(objection.get());
            var repaired = broken.matches()
                    ? repaired(sides, result, broken.group(1), broken.group(2), objection.get())
                    : Optional.<Schema>empty();
            if (repaired.isEmpty()) {
                boolean isKnown = broken.matches() && decisions.isOpen(broken.group(1) + " " + broken.group(2));
                if (!isKnown) {
                    decisions.resolution("schema", objection.get(), Json.NULL, Json.NULL, Json.NULL);
                }
                return result;
            }
            result = repaired.get();
        }
        return result;
    }

    /// The schema with another form of the view or trigger; nothing when there is none to choose.
    private Optional<Schema> repaired(Sides sides, Schema merged, String kind, String name, String objection) {
        if (kind.equals("view")) {
            var view = merged.view(name);
            return view.flatMap(each -> replaced(
                            each,
                            "view " + name,
                            objection,
                            VIEW,
                            sides.base().view(name),
                            sides.ours().view(name),
                            sides.theirs().view(name)))
                    .map(views -> merged.withViews(replace(merged.views(), view.get(), views)));
        }
        var trigger = merged.trigger(name);
        return trigger.flatMap(each -> replaced(
                        each,
                        "trigger " + name,
                        objection,
                        TRIGGER,
                        sides.base().trigger(name),
                        sides.ours().trigger(name),
                        sides.theirs().trigger(name)))
                .map(triggers -> merged.withTriggers(replace(merged.triggers(), trigger.get(), triggers)));
    }

    /// One form in a list, or an empty list for none; nothing when the decision is for the form that is broken.
    private <T> Optional<List<T>> replaced(
            T broken,
            String entity,
            String objection,
            Decisions.Form<T> form,
            Optional<T> base,
            Optional<T> ours,
            Optional<T> theirs) {
        @Nullable
        T decided = decisions.conflicting(
                entity, objection, form, base.orElse(null), ours.orElse(null), theirs.orElse(null));
        if (broken.equals(decided)) {
            return Optional.empty();
        }
        return Optional.of(decided == null ? List.of() : List.of(decided));
    }

    private static <T> List<T> replace(List<T> all, T one, List<T> others) {
        var result = new ArrayList<>(all);
        result.remove(one);
        result.addAll(others);
        return result;
    }
}
