package dev.templedb.branchdb.schema;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the model of a SQLite file, whoever made it.
///
/// Costs one query and one pass over the text of the schema; a file of a hundred tables takes a few milliseconds.
public final class SchemaReader {
    private static final String OBJECTS = """
            SELECT type, name, tbl_name, sql
              FROM sqlite_schema
             WHERE sql IS NOT NULL
             ORDER BY rowid
            """;

    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Map<String, List<Index>> indexes = new HashMap<>();
    private final List<View> views = new ArrayList<>();
    private final List<Trigger> triggers = new ArrayList<>();

    private SchemaReader() {}

    /// The schema that `tx` sees, without identities and without what belongs to the engine.
    ///
    /// @throws TempleException with `SCHEMA_UNREADABLE` when there is a virtual table, or a text that SQLite itself
    /// would
    ///         not have kept
    public static Schema read(Transaction tx) {
        var reader = new SchemaReader();
        tx.query(OBJECTS).forEach(row -> reader.add(row.text(1), row.text(2), row.text(3), row.text(4)));
        return reader.schema();
    }

    /// The table that a `CREATE TABLE` statement makes; nothing is run.
    ///
    /// @throws TempleException with `SCHEMA_UNREADABLE`
    public static Table readTable(String createTable) {
        return TableParser.parse(createTable);
    }

    /// The trigger that a `CREATE TRIGGER` statement makes; nothing is run.
    ///
    /// @throws TempleException with `SCHEMA_UNREADABLE`
    public static Trigger readTrigger(String createTrigger) {
        return trigger(createTrigger);
    }

    private void add(String type, String name, String table, String sql) {
        if (SqlName.isInternal(name) || SqlName.isInternal(table)) {
            return;
        }
        switch (type) {
            case "table" -> addTable(name, sql);
            case "index" ->
                indexes.computeIfAbsent(SqlName.key(table), key -> new ArrayList<>())
                        .add(index(sql));
            case "view" -> views.add(view(sql));
            case "trigger" -> triggers.add(trigger(sql));
            default -> throw unreadable("The schema has something unknown: " + Printable.text(type) + ".");
        }
    }

    private void addTable(String name, String sql) {
        if (new SqlCursor(sql).isAt("CREATE", "VIRTUAL")) {
            throw unreadable("The table '%s' is a virtual table; those cannot be kept in a model."
                    .formatted(Printable.text(name)));
        }
        tables.put(SqlName.key(name), TableParser.parse(sql));
    }

    private Schema schema() {
        var all = tables.values().stream()
                .map(each -> each.withIndexes(indexes.getOrDefault(SqlName.key(each.name()), List.of())))
                .toList();
        return new Schema(all, views, triggers);
    }

    /// Takes `[IF NOT EXISTS] [schema.]name`.
    static String objectName(SqlCursor sql) {
        sql.take("IF", "NOT", "EXISTS");
        String name = sql.name();
        return sql.takeSymbol(".") ? sql.name() : name;
    }

    static Index index(String statement) {
        var sql = new SqlCursor(statement);
        sql.expect("CREATE");
        boolean unique = sql.take("UNIQUE");
        sql.expect("INDEX");
        String name = objectName(sql);
        sql.expect("ON");
        sql.name();
        sql.expectSymbol("(");
        var terms = new ArrayList<Index.Term>();
        do {
            terms.add(term(sql.upTo(",", ")")));
        } while (sql.takeSymbol(","));
        sql.expectSymbol(")");
        @Nullable String where = sql.take("WHERE") ? sql.rest() : null;
        return new Index(name, unique, terms, where);
    }

    /// A term is a column when it is nothing but a name, with a collation at most.
    private static Index.Term term(String text) {
        var sql = new SqlCursor(text);
        if (sql.isAtName()) {
            String name = sql.name();
            @Nullable String collation = sql.take("COLLATE") ? sql.name() : null;
            boolean descending = sql.take("DESC");
            sql.take("ASC");
            if (sql.isAtEnd()) {
                return new Index.Term(name, false, collation, descending);
            }
        }
        var words = new SqlCursor(text);
        String last = words.lastWord();
        return switch (last) {
            case "DESC" -> new Index.Term(words.withoutLast(), true, null, true);
            case "ASC" -> new Index.Term(words.withoutLast(), true, null, false);
            default -> new Index.Term(text, true, null, false);
        };
    }

    private static View view(String statement) {
        var sql = new SqlCursor(statement);
        sql.expect("CREATE");
        sql.expect("VIEW");
        String name = objectName(sql);
        List<String> columns = sql.isAtSymbol("(") ? sql.names() : List.of();
        sql.expect("AS");
        return new View(name, columns, sql.rest());
    }

    private static Trigger trigger(String statement) {
        var sql = new SqlCursor(statement);
        sql.expect("CREATE");
        sql.expect("TRIGGER");
        String name = objectName(sql);
        String event = sql.upToWord("ON");
        sql.expect("ON");
        return new Trigger(name, sql.name(), event, sql.rest());
    }

    private static TempleException unreadable(String sentence) {
        return new TempleException(ErrorCode.SCHEMA_UNREADABLE, sentence);
    }
}
