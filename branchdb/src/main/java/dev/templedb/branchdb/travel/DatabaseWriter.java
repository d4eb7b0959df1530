package dev.templedb.branchdb.travel;

import dev.templedb.branchdb.catalog.WrittenDatabase;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Writes a database as lines of canonical JSON. The same database gives the same bytes; what is added to it is written
/// behind what was there, as far as that is possible.
///
/// Tables, views and triggers are written once, however many versions have them, and entries of the list of changes
/// once,
/// however many branches have them.
public final class DatabaseWriter {
    /// The version of the form.
    static final long FORMAT = 1;

    /// The kinds of parts of a model, with the word for one, in the order in which a version lists them.
    static final Map<String, String> PARTS = parts();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Long> parts = new HashMap<>();
    private final Map<WrittenDatabase.Change, Long> entries = new LinkedHashMap<>();
    private long lines;

    private DatabaseWriter() {}

    private static Map<String, String> parts() {
        var parts = new LinkedHashMap<String, String>();
        parts.put("tables", "table");
        parts.put("views", "view");
        parts.put("triggers", "trigger");
        return parts;
    }

    /// The text of `database`.
    public static byte[] write(WrittenDatabase database) {
        var writer = new DatabaseWriter();
        writer.header(database);
        writer.versions(database);
        database.branches().forEach(writer::branch);
        writer.line(Json.Obj.empty().with("end", writer.lines));
        return writer.out.toByteArray();
    }

    private void header(WrittenDatabase database) {
        line(Json.Obj.empty()
                .with("branchdb", FORMAT)
                .with("database", database.name())
                .with("description", database.description())
                .with("created_at", text(database.createdAt())));
    }

    private void versions(WrittenDatabase database) {
        var byVersion = new TreeMap<Integer, List<WrittenDatabase.Change>>();
        database.branches().stream()
                .flatMap(branch -> branch.changes().stream())
                .map(WrittenDatabase.Change::holding)
                .distinct()
                .sorted(Comparator.comparingInt(WrittenDatabase.Change::version))
                .forEach(change -> byVersion
                        .computeIfAbsent(change.version(), version -> new ArrayList<>())
                        .add(change));
        for (int number = 1; number <= database.versions().size(); number++) {
            version(number, database.version(number));
            byVersion.getOrDefault(number, List.of()).forEach(this::change);
        }
    }

    private void version(int number, WrittenDatabase.Version version) {
        var model = parse(version.model());
        var numbers = new ArrayList<Json>();
        PARTS.forEach((list, word) -> model.list(list).forEach(part -> numbers.add(Json.Num.of(part(word, part)))));
        var json = Json.Obj.empty()
                .with("version", number)
                .with("parts", new Json.Arr(numbers))
                .with("made_at", text(version.madeAt()));
        json = add(json, "after", version.after());
        line(add(json, "merged", version.mergedFrom()));
    }

    private long part(String word, Json part) {
        var json = Json.Obj.empty().with(word, part);
        var key = new String(CanonicalJson.write(json), StandardCharsets.UTF_8);
        var known = parts.get(key);
        if (known != null) {
            return known;
        }
        line(json);
        parts.put(key, parts.size() + 1L);
        return parts.size();
    }

    private void change(WrittenDatabase.Change change) {
        var json = Json.Obj.empty()
                .with("change", change.kind())
                .with("version", change.version())
                .with("details", parse(change.details()))
                .with("sql", change.sql())
                .with("made_at", text(change.madeAt()));
        json = add(json, "undoes", change.undoes());
        line(change.origin().isPresent() ? json.with("origin", change.origin().get()) : json);
        entries.put(change, entries.size() + 1L);
    }

    private void branch(WrittenDatabase.Branch branch) {
        var numbers = new ArrayList<Json>();
        var undone = new ArrayList<Json>();
        for (var change : branch.changes()) {
            var number = Json.Num.of(entries.getOrDefault(change.holding(), 0L));
            numbers.add(number);
            if (change.isUndone()) {
                undone.add(Json.Num.of(numbers.size()));
            }
        }
        var json = Json.Obj.empty()
                .with("branch", branch.name())
                .with("head", branch.head())
                .with("forked_at", branch.forkedAt())
                .with("protected", branch.isProtected())
                .with("created_at", text(branch.createdAt()))
                .with("changes", new Json.Arr(numbers))
                .with("undone", new Json.Arr(undone));
        line(branch.parent().isPresent() ? json.with("parent", branch.parent().get()) : json);
        branch.tenants()
                .forEach(tenant -> line(
                        Json.Obj.empty().with("tenant", tenant.name()).with("created_at", text(tenant.createdAt()))));
    }

    private static Json.Obj add(Json.Obj json, String name, OptionalInt number) {
        return number.isPresent() ? json.with(name, number.getAsInt()) : json;
    }

    private static String text(Instant instant) {
        return instant.toString();
    }

    private void line(Json.Obj json) {
        out.writeBytes(CanonicalJson.write(json));
        out.write('\n');
        lines++;
    }

    private static Json.Obj parse(String json) {
        try {
            return JsonReader.readObject(json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonReader.InvalidJson e) {
            throw new TempleException(ErrorCode.INTERNAL, "The catalogue of databases has JSON that is none.", e);
        }
    }
}
