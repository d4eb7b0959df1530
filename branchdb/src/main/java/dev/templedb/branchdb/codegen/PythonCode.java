package dev.templedb.branchdb.codegen;

import dev.templedb.branchdb.codegen.Relation.Field;
import dev.templedb.branchdb.codegen.Relation.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Python: one module with a dataclass of a row and a class over a connection for each table.
final class PythonCode {
    private static final Set<String> RESERVED = Set.of(
            ("False None True and as assert async await break class continue def del elif else except finally for"
                            + " from global if import in is lambda nonlocal not or pass raise return try while with"
                            + " self cls int str bool bytes float list tuple dict")
                    .split(" "));
    private static final Set<String> METHODS = Set.of("insert", "get", "update", "delete", "select", "columns");
    /// What the module has beside what is made from a schema.
    private static final Set<String> MODULE = Set.of(
            "R",
            "Unset",
            "UNSET",
            "Condition",
            "Column",
            "Select",
            "Any",
            "Callable",
            "Generic",
            "Iterable",
            "TypeVar",
            "Decimal");

    private final String head;
    private final Map<String, Named> named = new LinkedHashMap<>();

    private record Named(
            Relation relation, String row, String access, String columns, Map<String, String> fields, Names methods) {}

    PythonCode(String head, List<Relation> relations) {
        this.head = head;
        var classes = Names.without(MODULE);
        for (var each : relations) {
            String base = Names.pascal(each.name());
            var fields = new LinkedHashMap<String, String>();
            var attributes = Names.without(RESERVED);
            each.columns().forEach(field -> fields.put(field.name(), attributes.give(Names.snake(field.name()))));
            var methods = Names.without(RESERVED);
            METHODS.forEach(methods::give);
            named.put(
                    each.name(),
                    new Named(
                            each,
                            classes.give(base + "Row"),
                            classes.give(base + (each.isView() ? "View" : "Table")),
                            classes.give(base + "Columns"),
                            fields,
                            methods));
        }
    }

    List<GeneratedFile> files() {
        var source = new Source();
        source.line("# %s. Do not edit: changes are lost when it is made anew.".formatted(head));
        source.line(Source.resource("models.py.txt").stripTrailing());
        for (var each : named.values()) {
            row(source, each);
            columns(source, each);
            access(source, each);
        }
        return List.of(new GeneratedFile("models.py", source.toString()));
    }

    private static void row(Source source, Named table) {
        source.blank().blank();
        source.line("@dataclass(frozen=True)").begin("class %s:".formatted(table.row()));
        documented(source, "A row of %s.".formatted(SqlParts.described(table.relation())));
        source.blank();
        for (var each : table.relation().columns()) {
            source.line("%s: %s".formatted(table.fields().get(each.name()), type(each)));
        }
        source.end();
    }

    /// A text between double quotes may have what Python reads as more than a text.
    private static void documented(Source source, String sentence) {
        source.line("\"\"\"" + sentence.replace("\\", "\\\\").replace("\"", "'") + "\"\"\"");
    }

    private static void columns(Source source, Named table) {
        source.blank().blank().begin("class %s:".formatted(table.columns()));
        documented(source, "The columns of %s.".formatted(SqlParts.described(table.relation())));
        source.blank();
        for (var each : table.relation().columns()) {
            source.line("%s = Column(%s)".formatted(table.fields().get(each.name()), Source.literal(each.quoted())));
        }
        source.end();
    }

    private void access(Source source, Named table) {
        var relation = table.relation();
        source.blank().blank().begin("class %s:".formatted(table.access()));
        documented(
                source, "Reads %s%s.".formatted(relation.isView() ? "" : "and writes ", SqlParts.described(relation)));
        source.blank().line("columns = %s".formatted(table.columns())).blank();
        source.begin("def __init__(self, connection: sqlite3.Connection) -> None:")
                .line("self._connection = connection")
                .end();
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
        source.end();
    }

    private static void insert(Source source, Named table) {
        var relation = table.relation();
        var parameters = relation.written().stream()
                .map(each -> each.isOptional()
                        ? "%s: %s | Unset = UNSET".formatted(table.fields().get(each.name()), type(each))
                        : "%s: %s".formatted(table.fields().get(each.name()), type(each)))
                .collect(Collectors.joining(", "));
        source.blank()
                .begin("def insert(self%s) -> %s:"
                        .formatted(parameters.isEmpty() ? "" : ", *, " + parameters, table.row()));
        documented(source, "Adds a row and returns it; what is not said gets its default.");
        String row = relation.written().stream()
                .map(each -> "%s: %s"
                        .formatted(Source.literal(each.quoted()), table.fields().get(each.name())))
                .collect(Collectors.joining(", ", "{", "}"));
        if (SqlParts.hasSureKey(relation)) {
            source.line("key = _insert(self._connection, %s, %s, %s)"
                            .formatted(
                                    Source.literal(relation.quoted()),
                                    row,
                                    Source.literal(SqlParts.list(relation.key()))))
                    .line("return self.select().where(Condition(%s, key)).list()[0]"
                            .formatted(Source.literal(SqlParts.equal(relation.key()))));
        } else {
            source.line("return self._read(_insert(self._connection, %s, %s, %s))"
                    .formatted(
                            Source.literal(relation.quoted()), row, Source.literal(SqlParts.list(relation.columns()))));
        }
        source.end();
    }

    private static void byKey(Source source, Named table) {
        var key = table.relation().key();
        var parameters = key.stream()
                .map(each -> "%s: %s".formatted(table.fields().get(each.name()), type(each)))
                .collect(Collectors.joining(", "));
        var values = key.stream()
                .map(each -> "_bound(%s),".formatted(table.fields().get(each.name())))
                .collect(Collectors.joining(" "));
        source.blank().begin("def get(self, %s) -> %s | None:".formatted(parameters, table.row()));
        source.line("return self.select().where(Condition(%s, (%s))).first()"
                        .formatted(Source.literal(SqlParts.equal(key)), values))
                .end();
        if (!table.relation().changed().isEmpty()) {
            source.blank().begin("def update(self, row: %s) -> bool:".formatted(table.row()));
            documented(source, "Gives the row with the key of `row` all its values, and says whether there is one.");
            source.line("return _change(self._connection, %s, (%s,))"
                            .formatted(
                                    Source.literal(SqlParts.update(table.relation())),
                                    SqlParts.updated(table.relation()).stream()
                                            .map(each -> "row." + table.fields().get(each.name()))
                                            .collect(Collectors.joining(", "))))
                    .end();
        }
        source.blank().begin("def delete(self, %s) -> bool:".formatted(parameters));
        documented(source, "Deletes the row with that key, and says whether there was one.");
        source.line("return _change(self._connection, %s, (%s))"
                        .formatted(Source.literal(SqlParts.delete(table.relation())), values))
                .end();
    }

    private static void select(Source source, Named table) {
        var columns = table.relation().columns();
        source.blank().begin("def select(self) -> Select[%s]:".formatted(table.row()));
        source.line("return Select(self._connection, %s, %s, self._read)"
                        .formatted(Source.literal(table.relation().quoted()), Source.literal(SqlParts.list(columns))))
                .end();
        source.blank().line("@staticmethod").begin("def _read(values: tuple) -> %s:".formatted(table.row()));
        source.line("return %s(%s)"
                        .formatted(
                                table.row(),
                                IntStream.range(0, columns.size())
                                        .mapToObj(i -> read(columns.get(i), "values[%d]".formatted(i)))
                                        .collect(Collectors.joining(", "))))
                .end();
    }

    private void parent(Source source, Named table, Reference reference) {
        var parent = named.get(reference.parent());
        if (parent == null) {
            return;
        }
        String name = table.methods().give(Names.snake(SqlParts.target(reference.columns())));
        source.blank().begin("def %s(self, row: %s) -> %s | None:".formatted(name, table.row(), parent.row()));
        documented(source, "The row of %s that `row` refers to.".formatted(SqlParts.described(parent.relation())));
        source.line("return %s(self._connection).select().where(%s).first()"
                        .formatted(parent.access(), matching(reference.parentColumns(), reference.columns(), table)))
                .end();
    }

    private static void children(Source source, Named table, Named child, Reference reference) {
        String name = table.methods().give(Names.snake(SqlParts.referrers(child.relation(), reference.columns())));
        source.blank().begin("def %s(self, row: %s) -> Select[%s]:".formatted(name, table.row(), child.row()));
        documented(source, "The rows of %s that refer to `row`.".formatted(SqlParts.described(child.relation())));
        source.line("return %s(self._connection).select().where(%s)"
                        .formatted(child.access(), matching(reference.columns(), reference.parentColumns(), table)))
                .end();
    }

    /// That `columns` have the values that `row` of `table` has in `others`; a NULL matches nothing.
    private static String matching(List<Field> columns, List<Field> others, Named table) {
        return "Condition(%s, (%s,))"
                .formatted(
                        Source.literal(SqlParts.equal(columns)),
                        others.stream()
                                .map(each -> "_bound(row.%s)"
                                        .formatted(table.fields().get(each.name())))
                                .collect(Collectors.joining(", ")));
    }

    private static String type(Field column) {
        String type = switch (column.kind()) {
            case TEXT -> "str";
            case INTEGER -> "int";
            case REAL -> "float";
            case NUMERIC -> "Decimal";
            case BOOLEAN -> "bool";
            case BLOB -> "bytes";
            case ANY -> "Any";
        };
        return column.isNullable() && column.kind() != ValueKind.ANY ? type + " | None" : type;
    }

    private static String read(Field column, String value) {
        return switch (column.kind()) {
            case BOOLEAN -> "_truth(%s)".formatted(value);
            case NUMERIC -> "_decimal(%s)".formatted(value);
            default -> value;
        };
    }
}
