package dev.templedb.branchdb.schema;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The JSON form of a schema and of its parts. What is usual (null, false, empty) is left out, and unknown members are
/// ignored.
public final class SchemaJson {
    private SchemaJson() {}

    static Json.Obj of(Schema schema) {
        return Json.Obj.empty()
                .with("tables", array(schema.tables(), SchemaJson::of))
                .with("views", array(schema.views(), SchemaJson::of))
                .with("triggers", array(schema.triggers(), SchemaJson::of));
    }

    static Schema schema(Json json) {
        var object = object(json, "a schema");
        return new Schema(
                list(object, "tables", SchemaJson::table),
                list(object, "views", SchemaJson::view),
                list(object, "triggers", SchemaJson::trigger));
    }

    /// A table as JSON.
    public static Json.Obj of(Table table) {
        var json = Json.Obj.empty();
        if (!table.identity().isEmpty()) {
            json = json.with("identity", table.identity());
        }
        json = json.with("name", table.name()).with("columns", array(table.columns(), SchemaJson::of));
        if (table.primaryKey() != null) {
            json = json.with("primary_key", of(table.primaryKey()));
        }
        json = add(json, "uniques", table.uniques(), SchemaJson::of);
        json = add(json, "checks", table.checks(), SchemaJson::of);
        json = add(json, "foreign_keys", table.foreignKeys(), SchemaJson::of);
        json = add(json, "indexes", table.indexes(), SchemaJson::of);
        return add(add(json, "without_rowid", table.withoutRowid()), "strict", table.strict());
    }

    /// Reads what [#of(Table)] made.
    public static Table table(Json json) {
        var object = object(json, "a table");
        return made(
                "table",
                () -> new Table(
                        text(object, "identity", ""),
                        text(object, "name"),
                        list(object, "columns", SchemaJson::column),
                        object.get("primary_key") == null ? null : primaryKey(object.object("primary_key")),
                        list(object, "uniques", SchemaJson::unique),
                        list(object, "checks", SchemaJson::check),
                        list(object, "foreign_keys", SchemaJson::foreignKey),
                        list(object, "indexes", SchemaJson::index),
                        flag(object, "without_rowid"),
                        flag(object, "strict")));
    }

    /// A column as JSON.
    public static Json.Obj of(Column column) {
        var json = Json.Obj.empty();
        if (!column.identity().isEmpty()) {
            json = json.with("identity", column.identity());
        }
        json = json.with("name", column.name()).with("type", column.type());
        json = add(json, "not_null", column.notNull());
        json = add(json, "on_null", column.onNull());
        json = add(json, "default", column.defaultSql());
        json = add(json, "collation", column.collation());
        if (column.generated() != null) {
            json = json.with(
                    "generated",
                    add(
                            Json.Obj.empty()
                                    .with("expression", column.generated().expression()),
                            "stored",
                            column.generated().stored()));
        }
        return json;
    }

    /// Reads what [#of(Column)] made.
    public static Column column(Json json) {
        var object = object(json, "a column");
        var generated = object.object("generated");
        return new Column(
                text(object, "identity", ""),
                text(object, "name"),
                text(object, "type", ""),
                flag(object, "not_null"),
                conflict(object, "on_null"),
                object.text("default").orElse(null),
                object.text("collation").orElse(null),
                object.get("generated") == null
                        ? null
                        : new Column.Generated(text(generated, "expression"), flag(generated, "stored")));
    }

    private static Json.Obj of(KeyColumn key) {
        return add(
                add(Json.Obj.empty().with("column", key.name()), "collation", key.collation()),
                "descending",
                key.descending());
    }

    private static KeyColumn keyColumn(Json json) {
        var object = object(json, "a column of a key");
        return new KeyColumn(text(object, "column"), object.text("collation").orElse(null), flag(object, "descending"));
    }

    private static Json.Obj of(PrimaryKey key) {
        var json = add(Json.Obj.empty(), "name", key.name()).with("columns", array(key.columns(), SchemaJson::of));
        json = add(add(json, "autoincrement", key.autoincrement()), "apart", key.apart());
        return add(json, "on_conflict", key.onConflict());
    }

    private static PrimaryKey primaryKey(Json.Obj json) {
        return made(
                "primary key",
                () -> new PrimaryKey(
                        json.text("name").orElse(null),
                        list(json, "columns", SchemaJson::keyColumn),
                        flag(json, "autoincrement"),
                        flag(json, "apart"),
                        conflict(json, "on_conflict")));
    }

    /// A unique constraint as JSON.
    public static Json.Obj of(Unique unique) {
        var json =
                add(Json.Obj.empty(), "name", unique.name()).with("columns", array(unique.columns(), SchemaJson::of));
        return add(json, "on_conflict", unique.onConflict());
    }

    /// Reads what [#of(Unique)] made.
    public static Unique unique(Json json) {
        var object = object(json, "unique columns");
        return made(
                "unique columns",
                () -> new Unique(
                        object.text("name").orElse(null),
                        list(object, "columns", SchemaJson::keyColumn),
                        conflict(object, "on_conflict")));
    }

    /// A check as JSON.
    public static Json.Obj of(Check check) {
        return add(Json.Obj.empty(), "name", check.name()).with("expression", check.expression());
    }

    /// Reads what [#of(Check)] made.
    public static Check check(Json json) {
        var object = object(json, "a check");
        return new Check(object.text("name").orElse(null), text(object, "expression"));
    }

    /// A foreign key as JSON.
    public static Json.Obj of(ForeignKey key) {
        var json = add(Json.Obj.empty(), "name", key.name())
                .with("columns", Json.Arr.ofTexts(key.columns()))
                .with("table", key.parent());
        if (!key.parentColumns().isEmpty()) {
            json = json.with("parent_columns", Json.Arr.ofTexts(key.parentColumns()));
        }
        json = add(json, "on_delete", word(key.onDelete(), ForeignKey.Action.NO_ACTION));
        json = add(json, "on_update", word(key.onUpdate(), ForeignKey.Action.NO_ACTION));
        return add(json, "deferred", key.deferred());
    }

    /// Reads what [#of(ForeignKey)] made.
    public static ForeignKey foreignKey(Json json) {
        var object = object(json, "a foreign key");
        return made(
                "foreign key",
                () -> new ForeignKey(
                        object.text("name").orElse(null),
                        texts(object, "columns"),
                        text(object, "table"),
                        texts(object, "parent_columns"),
                        value(ForeignKey.Action.class, object, "on_delete", ForeignKey.Action.NO_ACTION),
                        value(ForeignKey.Action.class, object, "on_update", ForeignKey.Action.NO_ACTION),
                        flag(object, "deferred")));
    }

    /// An index as JSON.
    public static Json.Obj of(Index index) {
        var json = add(Json.Obj.empty().with("name", index.name()), "unique", index.unique())
                .with("terms", array(index.terms(), SchemaJson::of));
        return add(json, "where", index.where());
    }

    private static Json.Obj of(Index.Term term) {
        var json = Json.Obj.empty().with(term.expression() ? "expression" : "column", term.text());
        return add(add(json, "collation", term.collation()), "descending", term.descending());
    }

    /// Reads what [#of(Index)] made.
    public static Index index(Json json) {
        var object = object(json, "an index");
        return made(
                "index",
                () -> new Index(
                        text(object, "name"),
                        flag(object, "unique"),
                        list(object, "terms", SchemaJson::term),
                        object.text("where").orElse(null)));
    }

    private static Index.Term term(Json json) {
        var object = object(json, "a term of an index");
        boolean isExpression = object.get("expression") != null;
        return new Index.Term(
                text(object, isExpression ? "expression" : "column"),
                isExpression,
                object.text("collation").orElse(null),
                flag(object, "descending"));
    }

    /// A view as JSON.
    public static Json.Obj of(View view) {
        var json = Json.Obj.empty().with("name", view.name());
        if (!view.columns().isEmpty()) {
            json = json.with("columns", Json.Arr.ofTexts(view.columns()));
        }
        return json.with("query", view.query());
    }

    /// Reads what [#of(View)] made.
    public static View view(Json json) {
        var object = object(json, "a view");
        return new View(text(object, "name"), texts(object, "columns"), text(object, "query"));
    }

    /// A trigger as JSON.
    public static Json.Obj of(Trigger trigger) {
        return Json.Obj.empty()
                .with("name", trigger.name())
                .with("on", trigger.target())
                .with("event", trigger.event())
                .with("body", trigger.body());
    }

    /// Reads what [#of(Trigger)] made.
    public static Trigger trigger(Json json) {
        var object = object(json, "a trigger");
        return new Trigger(text(object, "name"), text(object, "on"), text(object, "event"), text(object, "body"));
    }

    /// `json` as an object, or a refusal that says what was to be read.
    public static Json.Obj object(Json json, String what) {
        if (json instanceof Json.Obj object) {
            return object;
        }
        throw invalid("%s is not a JSON object".formatted(what));
    }

    /// The text `name` of `json`, which must have it.
    public static String text(Json.Obj json, String name) {
        return json.text(name).orElseThrow(() -> invalid("the text '%s' is missing".formatted(name)));
    }

    /// The array `name` of `json`, each element read by `reader`.
    public static <T> List<T> list(Json.Obj json, String name, Function<Json, T> reader) {
        return json.list(name).stream().map(reader).toList();
    }

    /// The flag `name` of `json`; false when it is missing.
    public static boolean flag(Json.Obj json, String name) {
        return json.get(name) instanceof Json.Bool(var truth) && truth;
    }

    /// Each of `values` written by `writer`.
    public static <T> Json.Arr array(List<T> values, Function<T, Json> writer) {
        return new Json.Arr(values.stream().map(writer).toList());
    }

    /// `json` with `name` when there is a value.
    public static Json.Obj add(Json.Obj json, String name, @Nullable String value) {
        return value == null ? json : json.with(name, value);
    }

    private static Json.Obj add(Json.Obj json, String name, boolean value) {
        return value ? json.with(name, true) : json;
    }

    private static Json.Obj add(Json.Obj json, String name, @Nullable Enum<?> value) {
        return value == null ? json : json.with(name, value.name().toLowerCase(Locale.ROOT));
    }

    private static <T> Json.Obj add(Json.Obj json, String name, List<T> values, Function<T, Json> writer) {
        return values.isEmpty() ? json : json.with(name, array(values, writer));
    }

    private static <E extends Enum<E>> @Nullable E word(E value, E usual) {
        return value == usual ? null : value;
    }

    private static String text(Json.Obj json, String name, String otherwise) {
        return json.text(name).orElse(otherwise);
    }

    private static List<String> texts(Json.Obj json, String name) {
        return list(json, name, each -> {
            if (each instanceof Json.Str(var text)) {
                return text;
            }
            throw invalid("'%s' has something that is no text".formatted(name));
        });
    }

    private static @Nullable Conflict conflict(Json.Obj json, String name) {
        return json.text(name).isEmpty() ? null : value(Conflict.class, json, name, Conflict.FAIL);
    }

    /// The word `name` of `json` as one of `type`; `usual` when it is missing.
    public static <E extends Enum<E>> E value(Class<E> type, Json.Obj json, String name, E usual) {
        var word = json.text(name);
        if (word.isEmpty()) {
            return usual;
        }
        try {
            return Enum.valueOf(type, word.get().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw invalid("'%s' cannot be '%s'".formatted(name, word.get()));
        }
    }

    private interface Maker<T> {
        T make();
    }

    private static <T> T made(String what, Maker<T> maker) {
        try {
            return maker.make();
        } catch (IllegalArgumentException e) {
            throw new TempleException(
                    ErrorCode.CHANGE_INVALID, "The JSON of a %s is not valid: %s.".formatted(what, e.getMessage()), e);
        }
    }

    private static TempleException invalid(String what) {
        return new TempleException(
                ErrorCode.CHANGE_INVALID, "The JSON of a schema or change is not valid: %s.".formatted(what));
    }
}
