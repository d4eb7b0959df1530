package dev.templedb.branchdb.travel;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.sqlite.Batch;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads what [RowsWriter] wrote, for a database that was proved. Nobody vouches for the text: it may put rows into the
/// tables of the schema and into the table of keys and values, and nothing else. For one thread.
public final class RowsReader {
    /// A tenant of a branch.
    public record Place(String branch, String tenant) {}

    /// Makes a file for a tenant.
    @FunctionalInterface
    public interface Files<F> {
        /// A file of `schema`, whose tables `rows` fills before triggers are made.
        ///
        /// @param hasKeyValues whether it is to have the table of keys and values
        F make(Schema schema, boolean hasKeyValues, Consumer<Transaction> rows);
    }

    /// The rows of one table.
    private record Section(String table, List<String> columns, int from, int to) {}

    private final ProvedDatabase proved;
    private final byte[] text;
    private int at;
    private int lineStart;
    private long lines;

    private RowsReader(ProvedDatabase proved, byte[] text) {
        this.proved = proved;
        this.text = text;
    }

    /// The files of the tenants that `text` has something of.
    ///
    /// @throws UnreadableDatabase when it is not what [RowsWriter] would have written for that database
    public static <F> Map<Place, F> read(ProvedDatabase proved, byte[] text, Files<F> files) throws UnreadableDatabase {
        return new RowsReader(proved, text).read(files);
    }

    private <F> Map<Place, F> read(Files<F> files) throws UnreadableDatabase {
        var first = object(next());
        if (first.whole("rows").filter(version -> version == RowsWriter.FORMAT).isEmpty()
                || !first.text("database").equals(Optional.of(proved.database().name()))) {
            throw new UnreadableDatabase("its rows are of another database, or in a form that is not known here");
        }
        var made = new HashMap<Place, F>();
        var heads = new HashMap<Place, Integer>();
        var line = next();
        while (!isEnd(line)) {
            var head = object(line);
            var place = new Place(word(head, "branch"), word(head, "tenant"));
            int version = head(place);
            var same = head.list("same");
            if (heads.put(place, version) != null) {
                throw new UnreadableDatabase("the rows of a tenant are there twice");
            }
            line = next();
            if (!same.isEmpty()) {
                made.put(place, same(same, version, heads, made));
                continue;
            }
            var schema = proved.schemas().get(version - 1);
            var sections = new ArrayList<Section>();
            while (line instanceof Json.Obj section && section.get("table") != null) {
                int from = at;
                long before = lines;
                do {
                    line = next();
                } while (line instanceof Json.Arr);
                sections.add(section(schema, section, from, lineStart));
                if (lines - before < 2) {
                    throw new UnreadableDatabase("a table of its rows is empty");
                }
            }
            made.put(place, make(files, schema, sections));
        }
        return made;
    }

    private <F> F same(List<Json> same, int version, Map<Place, Integer> heads, Map<Place, F> made)
            throws UnreadableDatabase {
        var texts = same.stream()
                .map(each -> each instanceof Json.Str(var word) ? word : "")
                .toList();
        var other = texts.size() == 2 ? new Place(texts.get(0), texts.get(1)) : new Place("", "");
        var file = made.get(other);
        if (file == null || !Integer.valueOf(version).equals(heads.get(other))) {
            throw new UnreadableDatabase("a tenant of it is said to have the rows of one that has none");
        }
        return file;
    }

    private <F> F make(Files<F> files, Schema schema, List<Section> sections) throws UnreadableDatabase {
        var names = new HashSet<String>();
        for (var section : sections) {
            if (!names.add(SqlName.key(section.table()))) {
                throw new UnreadableDatabase("the rows of a table are there twice");
            }
        }
        var wrong = new UnreadableDatabase[1];
        try {
            return files.make(schema, names.contains(RowsWriter.KEY_VALUES), tx -> {
                try {
                    for (var section : sections) {
                        insert(tx, section);
                    }
                } catch (UnreadableDatabase e) {
                    wrong[0] = e;
                    throw new IllegalArgumentException(e);
                }
            });
        } catch (IllegalArgumentException e) {
            throw wrong[0] == null
                    ? new UnreadableDatabase("its rows do not fit its schema: " + e.getMessage(), e)
                    : wrong[0];
        }
    }

    private int head(Place place) throws UnreadableDatabase {
        return proved.database().branches().stream()
                .filter(branch -> branch.name().equals(place.branch()))
                .filter(branch -> branch.tenants().stream()
                        .anyMatch(tenant -> tenant.name().equals(place.tenant())))
                .findFirst()
                .orElseThrow(() -> new UnreadableDatabase("it has rows of a tenant that it does not have"))
                .head();
    }

    private static Section section(Schema schema, Json.Obj head, int from, int to) throws UnreadableDatabase {
        var name = word(head, "table");
        var columns = head.list("columns").stream()
                .map(column -> column instanceof Json.Str(var text) ? text : "")
                .toList();
        var wanted = name.equals(RowsWriter.KEY_VALUES)
                ? Optional.of(RowsWriter.KEY_VALUE_COLUMNS)
                : schema.table(name)
                        .filter(table -> table.name().equals(name))
                        .map((Table table) -> RowsWriter.stored(table));
        if (!wanted.equals(Optional.of(columns))) {
            throw new UnreadableDatabase("it has rows of a table or columns that its schema does not have");
        }
        return new Section(name, columns, from, to);
    }

    /// Reads the lines of a section once more, and puts them into its table.
    private void insert(Transaction tx, Section section) throws UnreadableDatabase {
        var wrong = new UnreadableDatabase[1];
        var marks =
                String.join(", ", section.columns().stream().map(column -> "?").toList());
        tx.batch(
                "INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(SqlName.quote(section.table()), SqlName.quoteAll(section.columns()), marks),
                batch -> {
                    int here = section.from();
                    while (here < section.to() && wrong[0] == null) {
                        int end = endOfLine(here);
                        try {
                            add(
                                    batch,
                                    JsonReader.read(Arrays.copyOfRange(text, here, end)),
                                    section.columns().size());
                        } catch (UnreadableDatabase e) {
                            wrong[0] = e;
                        } catch (JsonReader.InvalidJson e) {
                            wrong[0] = new UnreadableDatabase("a line of its rows is no JSON", e);
                        }
                        here = end + 1;
                    }
                });
        if (wrong[0] != null) {
            throw wrong[0];
        }
    }

    private static void add(Batch batch, Json line, int columns) throws UnreadableDatabase {
        if (!(line instanceof Json.Arr(var values)) || values.size() != columns) {
            throw new UnreadableDatabase("a row of it has more or fewer values than its table has columns");
        }
        for (int i = 0; i < columns; i++) {
            batch.setValue(i + 1, value(values.get(i)));
        }
        batch.add();
    }

    private static @Nullable Object value(Json json) throws UnreadableDatabase {
        try {
            var value = read(json);
            if (RowsWriter.json(value).equals(json)) {
                return value;
            }
        } catch (IllegalArgumentException notOne) {
            // Said below.
        }
        throw new UnreadableDatabase("a value of it is none");
    }

    private static @Nullable Object read(Json json) {
        return switch (json) {
            case Json.Null _ -> null;
            case Json.Str(var text) -> text;
            case Json.Num(var digits) -> Long.valueOf(digits);
            case Json.Obj object when object.get("integer") instanceof Json.Str(var digits) -> Long.valueOf(digits);
            case Json.Obj object when object.get("real") instanceof Json.Str(var digits) -> Double.valueOf(digits);
            case Json.Obj object when object.get("text") instanceof Json.Arr(var pieces) -> joined(pieces);
            case Json.Obj object
            when object.get("bytes") instanceof Json.Arr(var pieces) ->
                Base64.getDecoder().decode(joined(pieces));
            default -> throw new IllegalArgumentException("no value");
        };
    }

    private static String joined(List<Json> pieces) {
        var text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece instanceof Json.Str(var words) ? words : ""));
        return text.toString();
    }

    private boolean isEnd(Json line) throws UnreadableDatabase {
        var end = line instanceof Json.Obj object ? object.whole("end") : Optional.<Long>empty();
        if (end.isPresent() && (end.get() != lines - 1 || at != text.length)) {
            throw new UnreadableDatabase("its rows are cut off, or go on after their end");
        }
        return end.isPresent();
    }

    private Json next() throws UnreadableDatabase {
        if (at >= text.length) {
            throw new UnreadableDatabase("its rows are cut off");
        }
        lineStart = at;
        int end = endOfLine(at);
        var bytes = Arrays.copyOfRange(text, at, end);
        at = end + 1;
        lines++;
        try {
            var json = JsonReader.read(bytes);
            if (!CanonicalJson.isForm(bytes, json)) {
                throw new UnreadableDatabase("a line of its rows is not in canonical form");
            }
            return json;
        } catch (JsonReader.InvalidJson | IllegalArgumentException e) {
            throw new UnreadableDatabase("a line of its rows is no JSON", e);
        }
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private static Json.Obj object(Json json) throws UnreadableDatabase {
        if (json instanceof Json.Obj object) {
            return object;
        }
        throw new UnreadableDatabase("its rows do not say whose they are");
    }

    private static String word(Json.Obj json, String name) throws UnreadableDatabase {
        return json.text(name).orElseThrow(() -> new UnreadableDatabase("its rows do not say their " + name));
    }
}
