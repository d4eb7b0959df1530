package dev.templedb.branchdb.travel;

import dev.templedb.branchdb.catalog.WrittenDatabase;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads what [DatabaseWriter] wrote, or somebody who pretends to be one. Memory and time follow the length of the text
/// and
/// the limits here.
///
/// What is read is written again and compared: a text that is not just what the writer would write is refused.
public final class DatabaseReader {
    /// The longest text.
    static final int MOST_BYTES = 256 << 20;

    /// What all versions may have in parts, each counted as often as it is used, in bytes: the catalogue keeps
    /// every model
    /// whole.
    private static final long MOST_MODEL_BYTES = 128L << 20;

    /// What all branches may have in changes, each counted as often as it is used.
    private static final long MOST_CHANGES = 2_000_000;

    private record Part(String list, Json json, int bytes) {}

    private final List<Part> parts = new ArrayList<>();
    private final List<WrittenDatabase.Version> versions = new ArrayList<>();
    private final List<WrittenDatabase.Change> entries = new ArrayList<>();
    private final List<WrittenDatabase.Branch> branches = new ArrayList<>();
    private final List<WrittenDatabase.Tenant> tenants = new ArrayList<>();
    private WrittenDatabase.@Nullable Branch open;
    private Json.@Nullable Obj header;
    private boolean ended;
    private long lines;
    private long modelBytes;
    private long listedChanges;

    private DatabaseReader() {}

    /// The database that `text` describes. Its models are JSON of the right form for the catalogue; whether they
    /// mean
    /// anything is not known.
    ///
    /// @throws UnreadableDatabase when it is no text of a database, or a longer one than may be
    public static WrittenDatabase read(byte[] text) throws UnreadableDatabase {
        if (text.length > MOST_BYTES) {
            throw new UnreadableDatabase("it has more than %d MiB".formatted(MOST_BYTES >> 20));
        }
        var reader = new DatabaseReader();
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                reader.line(Arrays.copyOfRange(text, start, i));
                start = i + 1;
            }
        }
        var header = reader.header;
        if (header == null || !reader.ended || start != text.length) {
            throw new UnreadableDatabase("its end is missing");
        }
        var database = new WrittenDatabase(
                reader.text(header, "database"),
                reader.text(header, "description"),
                reader.time(header, "created_at"),
                reader.versions,
                reader.branches);
        if (!database.hasReachedVersionsOnly() || !Arrays.equals(DatabaseWriter.write(database), text)) {
            throw new UnreadableDatabase("it is not in the form in which databases travel");
        }
        return database;
    }

    private void line(byte[] bytes) throws UnreadableDatabase {
        if (ended) {
            throw new UnreadableDatabase("it goes on behind its end");
        }
        var json = parse(bytes);
        if (lines == 0) {
            header(json);
        } else if (json.get("version") != null && json.get("change") == null) {
            version(json);
        } else if (json.get("change") != null) {
            change(json);
        } else if (json.get("branch") != null) {
            branch(json);
        } else if (json.get("tenant") != null) {
            tenants.add(new WrittenDatabase.Tenant(text(json, "tenant"), time(json, "created_at")));
        } else if (json.get("end") != null) {
            closeBranch();
            ended = true;
        } else {
            part(json, bytes.length);
        }
        lines++;
    }

    private static Json.Obj parse(byte[] bytes) throws UnreadableDatabase {
        try {
            return JsonReader.readObject(bytes);
        } catch (JsonReader.InvalidJson e) {
            throw new UnreadableDatabase("a line of it is no JSON: " + e.getMessage(), e);
        }
    }

    private void header(Json.Obj json) throws UnreadableDatabase {
        long format = json.whole("branchdb").orElse(0L);
        if (format > DatabaseWriter.FORMAT) {
            throw new UnreadableDatabase("it is of a newer form, %d".formatted(format));
        }
        if (format != DatabaseWriter.FORMAT) {
            throw new UnreadableDatabase("it is no text of a database");
        }
        header = json;
    }

    private void part(Json.Obj json, int bytes) throws UnreadableDatabase {
        for (var kind : DatabaseWriter.PARTS.entrySet()) {
            var part = json.get(kind.getValue());
            if (part != null) {
                parts.add(new Part(kind.getKey(), part, bytes));
                return;
            }
        }
        throw new UnreadableDatabase("it has a line that means nothing here");
    }

    private void version(Json.Obj json) throws UnreadableDatabase {
        var lists = new LinkedHashMap<String, List<Json>>();
        DatabaseWriter.PARTS.keySet().forEach(list -> lists.put(list, new ArrayList<>()));
        for (var number : json.list("parts")) {
            var part = element(parts, whole(number));
            modelBytes += part.bytes();
            lists.getOrDefault(part.list(), new ArrayList<>()).add(part.json());
        }
        if (modelBytes > MOST_MODEL_BYTES) {
            throw new UnreadableDatabase("its versions have more than %d MiB".formatted(MOST_MODEL_BYTES >> 20));
        }
        var model = new LinkedHashMap<String, Json>();
        lists.forEach((list, elements) -> model.put(list, new Json.Arr(elements)));
        versions.add(new WrittenDatabase.Version(
                earlier(json, "after"), earlier(json, "merged"), write(Json.object(model)), time(json, "made_at")));
    }

    private static String write(Json json) throws UnreadableDatabase {
        try {
            return new String(CanonicalJson.write(json), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnreadableDatabase("it has a number or text that has no canonical form", e);
        }
    }

    private OptionalInt earlier(Json.Obj json, String name) throws UnreadableDatabase {
        return json.get(name) == null ? OptionalInt.empty() : OptionalInt.of(version(json, name));
    }

    /// The number of a version that has been read.
    private int version(Json.Obj json, String name) throws UnreadableDatabase {
        long number = json.whole(name).orElse(0L);
        if (number < 1 || number > versions.size()) {
            throw new UnreadableDatabase("it names a version that is not there");
        }
        return (int) number;
    }

    private void change(Json.Obj json) throws UnreadableDatabase {
        entries.add(new WrittenDatabase.Change(
                version(json, "version"),
                text(json, "change"),
                write(json.object("details")),
                earlier(json, "undoes"),
                text(json, "sql"),
                json.text("origin"),
                false,
                time(json, "made_at")));
    }

    private void branch(Json.Obj json) throws UnreadableDatabase {
        closeBranch();
        var changes = new ArrayList<WrittenDatabase.Change>();
        listedChanges += json.list("changes").size();
        if (listedChanges > MOST_CHANGES) {
            throw new UnreadableDatabase("its branches list more than %d changes".formatted(MOST_CHANGES));
        }
        for (var number : json.list("changes")) {
            changes.add(element(entries, whole(number)));
        }
        for (var number : json.list("undone")) {
            var position = whole(number);
            var change = element(changes, position);
            changes.set(
                    (int) position - 1,
                    new WrittenDatabase.Change(
                            change.version(),
                            change.kind(),
                            change.details(),
                            change.undoes(),
                            change.sql(),
                            change.origin(),
                            true,
                            change.madeAt()));
        }
        open = new WrittenDatabase.Branch(
                text(json, "branch"),
                json.text("parent"),
                version(json, "forked_at"),
                version(json, "head"),
                json.get("protected") instanceof Json.Bool(var isProtected) && isProtected,
                time(json, "created_at"),
                changes,
                List.of());
    }

    private void closeBranch() throws UnreadableDatabase {
        var branch = open;
        if (branch != null) {
            branches.add(new WrittenDatabase.Branch(
                    branch.name(),
                    branch.parent(),
                    branch.forkedAt(),
                    branch.head(),
                    branch.isProtected(),
                    branch.createdAt(),
                    branch.changes(),
                    tenants));
        } else if (!tenants.isEmpty()) {
            throw new UnreadableDatabase("it has a tenant without a branch");
        }
        tenants.clear();
        open = null;
    }

    private static long whole(Json json) {
        return json instanceof Json.Num number ? number.whole().orElse(0L) : 0;
    }

    private static <T> T element(List<T> list, long number) throws UnreadableDatabase {
        if (number < 1 || number > list.size()) {
            throw new UnreadableDatabase("it names something that is not there");
        }
        return list.get((int) number - 1);
    }

    private String text(Json.Obj json, String name) throws UnreadableDatabase {
        return Optional.of(json)
                .flatMap(object -> object.text(name))
                .orElseThrow(() -> new UnreadableDatabase("it does not say its %s".formatted(name)));
    }

    private Instant time(Json.Obj json, String name) throws UnreadableDatabase {
        try {
            var time = Instant.parse(text(json, name));
            if (time.isBefore(Instant.EPOCH)
                    || !time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))
                    || !time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
                throw new UnreadableDatabase("it has a time that cannot be");
            }
            return time;
        } catch (DateTimeException e) {
            throw new UnreadableDatabase("it has a time that is none", e);
        }
    }
}
