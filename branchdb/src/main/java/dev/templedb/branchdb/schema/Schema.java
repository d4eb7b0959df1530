package dev.templedb.branchdb.schema;

import dev.templedb.core.Sha256;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// All tables, views and triggers of a database.
///
/// Immutable; two schemas that mean the same to SQLite are equal, up to identities, texts of expressions, and the case
/// of
/// names.
///
/// @param tables   sorted by name
/// @param views    sorted by name
/// @param triggers sorted by name
public record Schema(List<Table> tables, List<View> views, List<Trigger> triggers) {
    /// A schema without anything.
    public static final Schema EMPTY = new Schema(List.of(), List.of(), List.of());

    public Schema {
        tables = sorted(tables, Comparator.comparing(each -> SqlName.key(each.name())));
        views = sorted(views, Comparator.comparing(each -> SqlName.key(each.name())));
        triggers = sorted(triggers, Comparator.comparing(each -> SqlName.key(each.name())));
    }

    /// Reads the JSON that [#toJson] made.
    ///
    /// @throws dev.templedb.core.TempleException with `CHANGE_INVALID` for anything else
    public static Schema fromJson(Json json) {
        return SchemaJson.schema(json);
    }

    /// The model as JSON, identities included. Defaults are left out.
    public Json.Obj toJson() {
        return SchemaJson.of(this);
    }

    /// Names the form of the schema: files with the same hash have the same tables, views and triggers, text for
    /// text.
    /// Identities do not count. Costs one pass over the model; keep it.
    public Sha256 hash() {
        return Sha256.of(CanonicalJson.write(withoutIdentities().toJson()));
    }

    /// The table of that name, in upper or lower case.
    public Optional<Table> table(String name) {
        return tables.stream().filter(each -> SqlName.same(each.name(), name)).findFirst();
    }

    /// The table with that identity.
    public Optional<Table> tableOf(String identity) {
        return tables.stream().filter(each -> each.identity().equals(identity)).findFirst();
    }

    /// The view of that name.
    public Optional<View> view(String name) {
        return views.stream().filter(each -> SqlName.same(each.name(), name)).findFirst();
    }

    /// The trigger of that name.
    public Optional<Trigger> trigger(String name) {
        return triggers.stream().filter(each -> SqlName.same(each.name(), name)).findFirst();
    }

    /// The table that has an index of that name.
    public Optional<Table> tableOfIndex(String index) {
        return tables.stream().filter(each -> each.index(index).isPresent()).findFirst();
    }

    /// The triggers of a table or view.
    public List<Trigger> triggersOf(String target) {
        return triggers.stream()
                .filter(each -> SqlName.same(each.target(), target))
                .toList();
    }

    public Schema withTables(List<Table> newTables) {
        return new Schema(newTables, views, triggers);
    }

    public Schema withViews(List<View> newViews) {
        return new Schema(tables, newViews, triggers);
    }

    public Schema withTriggers(List<Trigger> newTriggers) {
        return new Schema(tables, views, newTriggers);
    }

    /// With `table` in the place of the one called `name`, or added when `name` is null.
    public Schema with(@Nullable String name, Table table) {
        var all = new ArrayList<>(tables);
        all.removeIf(each -> name != null && SqlName.same(each.name(), name));
        all.add(table);
        return withTables(all);
    }

    /// With new identities for all tables and columns that have none.
    public Schema identified() {
        return identifiedBy(EMPTY, path -> newIdentity());
    }

    /// With the identities of `known` for what has the same name there, and new ones for the rest: how a model that
    /// was
    /// read from a file gets its identities back.
    public Schema identifiedBy(Schema known) {
        return identifiedBy(known, path -> newIdentity());
    }

    /// As [#identifiedBy(Schema)], with identities from `fresh`, which is asked with `TABLE` or `TABLE.COLUMN`.
    public Schema identifiedBy(Schema known, UnaryOperator<String> fresh) {
        return withTables(tables.stream()
                .map(each -> each.identified(known.table(each.name()).orElse(null), fresh))
                .toList());
    }

    /// The model as a file has it.
    public Schema withoutIdentities() {
        return withTables(tables.stream().map(Table::withoutIdentities).toList());
    }

    /// Whether files cannot tell the two apart.
    public boolean looksLike(Schema other) {
        return withoutIdentities().equals(other.withoutIdentities());
    }

    /// Everything that makes a new file, in order: tables, each with its indexes and the system's trigger, views,
    /// triggers.
    public List<String> createStatements() {
        var all = new ArrayList<String>();
        tables.forEach(each -> all.addAll(each.createStatements()));
        views.forEach(each -> all.add(each.createSql()));
        triggers.forEach(each -> all.add(each.createSql()));
        return all;
    }

    static String newIdentity() {
        return UUID.randomUUID().toString();
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list.stream().sorted(order).toList();
    }
}
