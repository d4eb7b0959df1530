package dev.templedb.branchdb.codegen;

import dev.templedb.branchdb.codegen.Relation.Field;
import dev.templedb.branchdb.codegen.Relation.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// TypeScript: one module with an interface of a row and a class over a driver for each table.
final class TypeScriptCode {
    /// No property or parameter is called like these.
    private static final Set<String> RESERVED =
            Set.of(("break case catch class const continue debugger default delete do else enum export extends false"
                            + " finally for function if import in instanceof new null return super switch this throw true"
                            + " try typeof var void while with as implements interface let package private protected"
                            + " public static yield await async arguments eval constructor prototype toString valueOf"
                            + " hasOwnProperty")
                    .split(" "));
    private static final Set<String> METHODS = Set.of("insert", "get", "update", "delete", "select", "driver");
    /// What the module has beside what is made from a schema.
    private static final Set<String> MODULE =
            Set.of("SqlValue", "Statement", "Driver", "Value", "Condition", "Column", "Raw", "Select");

    private final String head;
    private final Map<String, Named> named = new LinkedHashMap<>();

    private record Named(
            Relation relation, String row, String added, String access, Map<String, String> fields, Names methods) {}

    TypeScriptCode(String head, List<Relation> relations) {
        this.head = head;
        var types = Names.without(MODULE);
        for (var each : relations) {
            String base = Names.pascal(each.name());
            var fields = new LinkedHashMap<String, String>();
            var properties = Names.without(RESERVED);
            each.columns().forEach(field -> fields.put(field.name(), properties.give(Names.camel(field.name()))));
            var methods = Names.without(RESERVED);
            METHODS.forEach(methods::give);
            named.put(
                    each.name(),
                    new Named(
                            each,
                            types.give(base + "Row"),
                            types.give("New" + base + "Row"),
                            types.give(base + (each.isView() ? "View" : "Table")),
                            fields,
                            methods));
        }
    }

    List<GeneratedFile> files() {
        var source = new Source();
        source.line("// %s. Do not edit: changes are lost when it is made anew.".formatted(head));
        source.line(Source.resource("models.ts.txt").stripTrailing());
        for (var each : named.values()) {
            row(source, each);
            read(source, each);
            if (!each.relation().isView()) {
                added(source, each);
            }
            access(source, each);
        }
        return List.of(new GeneratedFile("models.ts", source.toString()));
    }

    private static void row(Source source, Named table) {
        documented(source.blank(), "A row of %s.".formatted(SqlParts.described(table.relation())));
        source.begin("export interface %s {".formatted(table.row()));
        for (var each : table.relation().columns()) {
            source.line("%s: %s;".formatted(table.fields().get(each.name()), type(each)));
        }
        source.end("}");
    }

    private static void read(Source source, Named table) {
        source.blank().begin("function read%s(row: Raw): %s {".formatted(table.row(), table.row()));
        source.begin("return {");
        for (var each : table.relation().columns()) {
            String value = "row[%s]".formatted(Source.literal(each.name()));
            String read = switch (each.kind()) {
                case INTEGER -> "whole(%s)".formatted(value);
                case BOOLEAN -> "truth(%s)".formatted(value);
                default -> value;
            };
            source.line("%s: %s as %s,".formatted(table.fields().get(each.name()), read, type(each)));
        }
        source.end("};").end("}");
    }

    private static void documented(Source source, String sentence) {
        source.line("/** " + sentence.replace("*/", "* /") + " */");
    }

    private static void added(Source source, Named table) {
        documented(
                source.blank(),
                "A row that is to be added to %s. What is not said gets its default."
                        .formatted(SqlParts.described(table.relation())));
        source.begin("export interface %s {".formatted(table.added()));
        for (var each : table.relation().written()) {
            source.line(
                    "%s%s: %s;".formatted(table.fields().get(each.name()), each.isOptional() ? "?" : "", type(each)));
        }
        source.end("}");
    }

    private void access(Source source, Named table) {
        var relation = table.relation();
        documented(
                source.blank(),
                "Reads %s%s.".formatted(relation.isView() ? "" : "and writes ", SqlParts.described(relation)));
        source.begin("export class %s {".formatted(table.access()));
        source.begin("static readonly columns = {");
        for (var each : relation.columns()) {
            source.line("%s: new Column<%s>(%s),"
                    .formatted(table.fields().get(each.name()), plain(each), Source.literal(each.quoted())));
        }
        source.end("};").blank();
        source.line("constructor(private readonly driver: Driver) {}");
        if (!relation.isView()) {
            insert(source, table);
        }
        if (!relation.key().isEmpty()) {
            byKey(source, table);
        }
        select(source, table);
        relation.references().forEach(each -> parent(source, table, each));
        for (var child : named.values()) {
            for (var reference : child.relation().references()) {
                if (reference.parent().equals(relation.name())) {
                    children(source, table, child, reference);
                }
            }
        }
        source.end("}");
    }

    private static void insert(Source source, Named table) {
        var relation = table.relation();
        documented(source.blank(), "Adds a row and returns it with its defaults.");
        source.begin("insert(row: %s): %s {".formatted(table.added(), table.row()));
        source.begin("const key = insert(this.driver, %s, [".formatted(Source.literal(relation.quoted())));
        for (var each : relation.written()) {
            source.line("[%s, row.%s],"
                    .formatted(Source.literal(each.quoted()), table.fields().get(each.name())));
        }
        boolean isSure = SqlParts.hasSureKey(relation);
        source.end("], %s);".formatted(Source.literal(SqlParts.list(isSure ? relation.key() : relation.columns()))));
        if (isSure) {
            source.line("return this.select().where(new Condition(%s, [%s])).list()[0];"
                    .formatted(
                            Source.literal(SqlParts.equal(relation.key())),
                            relation.key().stream()
                                    .map(each -> "key[%s]".formatted(Source.literal(each.name())))
                                    .collect(Collectors.joining(", "))));
        } else {
            source.line("return read%s(key);".formatted(table.row()));
        }
        source.end("}");
    }

    private static void byKey(Source source, Named table) {
        var key = table.relation().key();
        var parameters = key.stream()
                .map(each -> "%s: %s".formatted(table.fields().get(each.name()), type(each)))
                .collect(Collectors.joining(", "));
        var values = key.stream().map(each -> table.fields().get(each.name())).collect(Collectors.joining(", "));
        documented(source.blank(), "The row with that key.");
        source.begin("get(%s): %s | undefined {".formatted(parameters, table.row()))
                .line("return this.select().where(new Condition(%s, [%s].map(bound))).first();"
                        .formatted(Source.literal(SqlParts.equal(key)), values))
                .end("}");
        if (!table.relation().changed().isEmpty()) {
            documented(
                    source.blank(),
                    "Gives the row with the key of `row` all its values, and says whether there is one.");
            source.begin("update(row: %s): boolean {".formatted(table.row()))
                    .line("return change(this.driver, %s, [%s]);"
                            .formatted(
                                    Source.literal(SqlParts.update(table.relation())),
                                    SqlParts.updated(table.relation()).stream()
                                            .map(each -> "row." + table.fields().get(each.name()))
                                            .collect(Collectors.joining(", "))))
                    .end("}");
        }
        documented(source.blank(), "Deletes the row with that key, and says whether there was one.");
        source.begin("delete(%s): boolean {".formatted(parameters))
                .line("return change(this.driver, %s, [%s]);"
                        .formatted(Source.literal(SqlParts.delete(table.relation())), values))
                .end("}");
    }

    private static void select(Source source, Named table) {
        var relation = table.relation();
        documented(source.blank(), "All rows; narrow it with `where`.");
        source.begin("select(): Select<%s> {".formatted(table.row()))
                .line("return new Select(this.driver, %s, %s, read%s);"
                        .formatted(
                                Source.literal(relation.quoted()),
                                Source.literal(SqlParts.list(relation.columns())),
                                table.row()))
                .end("}");
    }

    private void parent(Source source, Named table, Reference reference) {
        var parent = named.get(reference.parent());
        if (parent == null) {
            return;
        }
        String name = table.methods().give(Names.camel(SqlParts.target(reference.columns())));
        documented(
                source.blank(), "The row of %s that `row` refers to.".formatted(SqlParts.described(parent.relation())));
        source.begin("%s(row: %s): %s | undefined {".formatted(name, table.row(), parent.row()))
                .line("return new %s(this.driver).select().where(%s).first();"
                        .formatted(parent.access(), matching(reference.parentColumns(), reference.columns(), table)))
                .end("}");
    }

    private static void children(Source source, Named table, Named child, Reference reference) {
        String name = table.methods().give(Names.camel(SqlParts.referrers(child.relation(), reference.columns())));
        documented(
                source.blank(), "The rows of %s that refer to `row`.".formatted(SqlParts.described(child.relation())));
        source.begin("%s(row: %s): Select<%s> {".formatted(name, table.row(), child.row()))
                .line("return new %s(this.driver).select().where(%s);"
                        .formatted(child.access(), matching(reference.columns(), reference.parentColumns(), table)))
                .end("}");
    }

    /// That `columns` have the values that `row` of `table` has in `others`; a NULL matches nothing.
    private static String matching(List<Field> columns, List<Field> others, Named table) {
        return "new Condition(%s, [%s].map(bound))"
                .formatted(
                        Source.literal(SqlParts.equal(columns)),
                        others.stream()
                                .map(each -> "row." + table.fields().get(each.name()))
                                .collect(Collectors.joining(", ")));
    }

    private static String type(Field column) {
        String type = plain(column);
        return column.isNullable() ? type + " | null" : type;
    }

    private static String plain(Field column) {
        return switch (column.kind()) {
            case TEXT -> "string";
            case INTEGER, REAL -> "number";
            case NUMERIC -> "number | bigint | string";
            case BOOLEAN -> "boolean";
            case BLOB -> "Uint8Array";
            case ANY -> "number | bigint | string | Uint8Array";
        };
    }
}
