package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.sqlite.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tables, triggers and views that models are made of: what a version has in common with the one before it is kept
/// once. The view `schema_models` puts them together again, to the letter.
final class SqliteSchemaParts {
    private static final String[] KINDS = {"tables", "triggers", "views"};
    private static final String ADD = "INSERT INTO schema_parts (database, text) VALUES (:database, :text)";
    private static final String LIST = """
            SELECT p.id, p.text
              FROM schema_versions v, json_each(v.model) kind, json_each(kind.value) part
              JOIN schema_parts p ON p.id = part.value
             WHERE v.id = :version
            """;

    private final Transaction tx;

    SqliteSchemaParts(Transaction tx) {
        this.tx = tx;
    }

    /// Adds what of `model` the version before it has not got.
    ///
    /// @param model canonical JSON
    /// @return the numbers of its parts, as JSON, for `schema_versions.model`
    String add(long database, @Nullable Long predecessor, String model) {
        var known = predecessor == null ? new HashMap<String, Long>() : list(predecessor);
        var whole = read(model);
        var numbers = new StringBuilder("{");
        for (var kind : KINDS) {
            numbers.append(numbers.length() == 1 ? "\"" : ",\"").append(kind).append("\":[");
            var separator = "";
            for (var part : whole.list(kind)) {
                var text = new String(CanonicalJson.write(part), StandardCharsets.UTF_8);
                numbers.append(separator).append(known.computeIfAbsent(text, missing -> add(database, missing)));
                separator = ",";
            }
            numbers.append(']');
        }
        return numbers.append('}').toString();
    }

    private long add(long database, String text) {
        tx.update(ADD).bind("database", database).bind("text", text).execute();
        return tx.lastInsertRowId();
    }

    private Map<String, Long> list(long version) {
        var parts = new HashMap<String, Long>();
        tx.query(LIST).bind("version", version).forEach(row -> parts.put(row.text(2), row.longValue(1)));
        return parts;
    }

    private static Json.Obj read(String model) {
        try {
            return JsonReader.readObject(model.getBytes(StandardCharsets.UTF_8));
        } catch (JsonReader.InvalidJson e) {
            throw new TempleException(ErrorCode.INTERNAL, "The model of a schema is no JSON.", e);
        }
    }
}
