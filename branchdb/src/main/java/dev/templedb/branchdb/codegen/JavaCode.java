package dev.templedb.branchdb.codegen;

import dev.templedb.branchdb.codegen.Relation.Field;
import dev.templedb.branchdb.codegen.Relation.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Java: for each table a record of a row and a class over a transaction of branchdb, in a file each.
final class JavaCode {
    /// Words that no identifier may be, and methods of records that no component may be called like.
    static final Set<String> RESERVED = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum"
                            + " extends false final finally float for goto if implements import instanceof int interface"
                            + " long native new null package private protected public return short static strictfp super"
                            + " switch synchronized this throw throws transient true try var void volatile while yield"
                            + " clone finalize getClass hashCode notify notifyAll toString wait"
                            + " equals")
                    .split(" "));
    private static final Set<String> METHODS = Set.of("insert", "get", "update", "delete", "select", "read");
    private static final Set<String> CONSTANTS = Set.of("TABLE", "ALL_COLUMNS");

    private final String packageName;
    private final String head;
    private final Map<String, Named> named = new LinkedHashMap<>();

    /// What a table is called in Java.
    ///
    /// @param row     the record
    /// @param access  the class
    /// @param fields  the names of components, by column
    /// @param methods those that the class has already
    private record Named(Relation relation, String row, String access, Map<String, String> fields, Names methods) {}

    JavaCode(String packageName, String head, List<Relation> relations) {
        this.packageName = packageName;
        this.head = head;
        var files = Names.ofFiles();
        for (var each : relations) {
            String base = Names.pascal(each.name());
            var fields = new LinkedHashMap<String, String>();
            var components = Names.without(RESERVED);
            each.columns().forEach(field -> fields.put(field.name(), components.give(Names.camel(field.name()))));
            var methods = Names.without(RESERVED);
            METHODS.forEach(methods::give);
            named.put(
                    each.name(),
                    new Named(
                            each,
                            files.give(base + "Row"),
                            files.give(base + (each.isView() ? "View" : "Table")),
                            fields,
                            methods));
        }
    }

    List<GeneratedFile> files() {
        var files = new ArrayList<GeneratedFile>();
        files.add(new GeneratedFile("Sql.java", start() + Source.resource("Sql.java.txt")));
        for (var each : named.values()) {
            files.add(new GeneratedFile(each.row() + ".java", row(each)));
            files.add(new GeneratedFile(each.access() + ".java", access(each)));
        }
        files.sort(Comparator.comparing(GeneratedFile::name));
        return List.copyOf(files);
    }

    private String start() {
        return "// %s. Do not edit: changes are lost when it is made anew.\npackage %s;\n\n"
                .formatted(head, packageName);
    }

    private String row(Named table) {
        String components = table.relation().columns().stream()
                .map(each -> type(each) + " " + table.fields().get(each.name()))
                .collect(Collectors.joining(", "));
        return start()
                + "/// A row of %s. Types with capitals can be null.\n".formatted(SqlParts.described(table.relation()))
                + "public record %s(%s) {}\n".formatted(table.row(), components);
    }

    private String access(Named table) {
        var relation = table.relation();
        var source = new Source();
        for (var type : List.of(
                "dev.templedb.sqlite.Row",
                "dev.templedb.sqlite.Transaction",
                "java.util.LinkedHashMap",
                "java.util.List",
                "java.util.Map",
                "java.util.Optional")) {
            source.line("import " + type + ";");
        }
        source.blank()
                .line("/// Reads %s %s in one transaction."
                        .formatted(relation.isView() ? "" : "and writes", SqlParts.described(relation))
                        .replace("Reads  ", "Reads "));
        source.line("@SuppressWarnings(\"unused\")").begin("public final class %s {".formatted(table.access()));
        constants(source, table);
        source.blank().line("private final Transaction tx;").blank();
        source.begin("public %s(Transaction tx) {".formatted(table.access()))
                .line("this.tx = tx;")
                .end("}");
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
        read(source, table);
        return start() + source.end("}");
    }

    private static void constants(Source source, Named table) {
        var names = Names.without(CONSTANTS);
        for (var each : table.relation().columns()) {
            source.line("public static final Sql.Column<%s> %s = new Sql.Column<>(%s);"
                    .formatted(boxed(each), names.give(Names.constant(each.name())), Source.literal(each.quoted())));
        }
        source.blank()
                .line("private static final String TABLE = %s;"
                        .formatted(Source.literal(table.relation().quoted())))
                .line("private static final String ALL_COLUMNS = %s;"
                        .formatted(Source.literal(SqlParts.list(table.relation().columns()))));
    }

    private void insert(Source source, Named table) {
        var relation = table.relation();
        var written = relation.written();
        var required = written.stream().filter(each -> !each.isOptional()).toList();
        source.blank()
                .line("/// A row that is to be added. What is not said gets its default.")
                .begin("public static final class New {")
                .line("private final Map<String, Object> values = new LinkedHashMap<>();")
                .blank()
                .begin("public New(%s) {".formatted(parameters(table, required)));
        for (var each : required) {
            source.line("this.values.put(%s, %s);"
                    .formatted(Source.literal(each.quoted()), table.fields().get(each.name())));
        }
        source.end("}");
        for (var each : written) {
            if (each.isOptional()) {
                source.blank()
                        .begin("public New %s(%s value) {"
                                .formatted(table.fields().get(each.name()), type(each)))
                        .line("this.values.put(%s, value);".formatted(Source.literal(each.quoted())))
                        .line("return this;")
                        .end("}");
            }
        }
        source.end("}").blank();
        source.line("/// Adds a row, and returns it with its defaults.");
        source.begin("public %s insert(New row) {".formatted(table.row()));
        var key = relation.key();
        if (SqlParts.hasSureKey(relation)) {
            source.line(
                            "Sql.Condition key = Sql.insert(tx, TABLE, row.values, %s, it -> new Sql.Condition(%s, Sql.values(%s)));"
                                    .formatted(
                                            Source.literal(SqlParts.list(key)),
                                            Source.literal(SqlParts.equal(key)),
                                            IntStream.range(0, key.size())
                                                    .mapToObj(i -> get(key.get(i), i + 1))
                                                    .collect(Collectors.joining(", "))))
                    .line("return select().where(key).first().orElseThrow();");
        } else {
            source.line("return Sql.insert(tx, TABLE, row.values, ALL_COLUMNS, %s::read);".formatted(table.access()));
        }
        source.end("}");
    }

    private void byKey(Source source, Named table) {
        var key = table.relation().key();
        String condition = SqlParts.equal(key);
        source.blank()
                .line("/// The row with that key.")
                .begin("public Optional<%s> get(%s) {".formatted(table.row(), parameters(table, key)))
                .line("return select().where(new Sql.Condition(%s, Sql.values(%s))).first();"
                        .formatted(Source.literal(condition), arguments(table, key)))
                .end("}");
        if (!table.relation().changed().isEmpty()) {
            source.blank()
                    .line("/// Gives the row with the key of `row` all its values.")
                    .line("///")
                    .line("/// @return whether there is one")
                    .begin("public boolean update(%s row) {".formatted(table.row()))
                    .line("return Sql.execute(tx, %s, Sql.values(%s)) > 0;"
                            .formatted(
                                    Source.literal(SqlParts.update(table.relation())),
                                    SqlParts.updated(table.relation()).stream()
                                            .map(each -> "row." + table.fields().get(each.name()) + "()")
                                            .collect(Collectors.joining(", "))))
                    .end("}");
        }
        source.blank()
                .line("/// Deletes the row with that key.")
                .line("///")
                .line("/// @return whether there was one")
                .begin("public boolean delete(%s) {".formatted(parameters(table, key)))
                .line("return Sql.execute(tx, %s, Sql.values(%s)) > 0;"
                        .formatted(Source.literal(SqlParts.delete(table.relation())), arguments(table, key)))
                .end("}");
    }

    private static void select(Source source, Named table) {
        source.blank()
                .line("/// All rows; narrow it with [Sql.Select#where].")
                .begin("public Sql.Select<%s> select() {".formatted(table.row()))
                .line("return Sql.Select.of(tx, TABLE, ALL_COLUMNS, %s::read);".formatted(table.access()))
                .end("}");
    }

    /// The row that a row refers to.
    private void parent(Source source, Named table, Reference reference) {
        var parent = named.get(reference.parent());
        if (parent == null) {
            return;
        }
        String name = table.methods().give(Names.camel(SqlParts.target(reference.columns())));
        source.blank()
                .line("/// The row of %s that `row` refers to.".formatted(SqlParts.described(parent.relation())))
                .begin("public Optional<%s> %s(%s row) {".formatted(parent.row(), name, table.row()));
        source.line("return new %s(tx).select().where(%s).first();"
                        .formatted(parent.access(), matching(reference.parentColumns(), reference.columns(), table)))
                .end("}");
    }

    /// The rows that refer to a row.
    private void children(Source source, Named table, Named child, Reference reference) {
        String name = table.methods().give(Names.camel(SqlParts.referrers(child.relation(), reference.columns())));
        source.blank()
                .line("/// The rows of %s that refer to `row`.".formatted(SqlParts.described(child.relation())))
                .begin("public Sql.Select<%s> %s(%s row) {".formatted(child.row(), name, table.row()))
                .line("return new %s(tx).select().where(%s);"
                        .formatted(child.access(), matching(reference.columns(), reference.parentColumns(), table)))
                .end("}");
    }

    /// That `columns` have the values that `row` of `table` has in `others`.
    private static String matching(List<Field> columns, List<Field> others, Named table) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> "new Sql.Condition(%s, Sql.values(row.%s()))"
                        .formatted(
                                Source.literal(columns.get(i).quoted() + " = ?"),
                                table.fields().get(others.get(i).name())))
                .reduce((one, other) -> one + ".and(" + other + ")")
                .orElseThrow();
    }

    private static void read(Source source, Named table) {
        var columns = table.relation().columns();
        source.blank()
                .begin("static %s read(Row row) {".formatted(table.row()))
                .line("return new %s(%s);"
                        .formatted(
                                table.row(),
                                IntStream.range(0, columns.size())
                                        .mapToObj(
                                                i -> get(columns.get(i), i + 1).replaceFirst("\\bit\\b", "row"))
                                        .collect(Collectors.joining(", "))))
                .end("}");
    }

    private static String parameters(Named table, List<Field> columns) {
        return columns.stream()
                .map(each -> type(each) + " " + table.fields().get(each.name()))
                .collect(Collectors.joining(", "));
    }

    private static String arguments(Named table, List<Field> columns) {
        return columns.stream().map(each -> table.fields().get(each.name())).collect(Collectors.joining(", "));
    }

    private static String type(Field column) {
        if (column.isNullable()) {
            return boxed(column);
        }
        return switch (column.kind()) {
            case INTEGER -> "long";
            case REAL -> "double";
            case BOOLEAN -> "boolean";
            default -> boxed(column);
        };
    }

    private static String boxed(Field column) {
        return switch (column.kind()) {
            case TEXT -> "String";
            case INTEGER -> "Long";
            case REAL -> "Double";
            case NUMERIC -> "java.math.BigDecimal";
            case BOOLEAN -> "Boolean";
            case BLOB, ANY -> "byte[]";
        };
    }

    /// The value of a column of the row `it`.
    private static String get(Field column, int number) {
        String form = column.isNullable()
                ? switch (column.kind()) {
                    case TEXT -> "it.nullableText(%d)";
                    case INTEGER -> "Sql.integer(it, %d)";
                    case REAL -> "Sql.real(it, %d)";
                    case NUMERIC -> "Sql.decimal(it, %d)";
                    case BOOLEAN -> "Sql.truth(it, %d)";
                    case BLOB, ANY -> "it.nullableBytes(%d)";
                }
                : switch (column.kind()) {
                    case TEXT -> "it.text(%d)";
                    case INTEGER -> "it.longValue(%d)";
                    case REAL -> "it.doubleValue(%d)";
                    case NUMERIC -> "Sql.decimal(it, %d)";
                    case BOOLEAN -> "it.booleanValue(%d)";
                    case BLOB, ANY -> "it.bytes(%d)";
                };
        return form.formatted(number);
    }
}
