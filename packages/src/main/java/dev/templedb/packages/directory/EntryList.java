package dev.templedb.packages.directory;

import dev.templedb.core.Sha256;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.io.InputStream;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// `objects/manifest.json`: every file of the package but itself and `manifest.json`, with length and hash.
///
/// @param parts by path
record EntryList(SortedMap<String, Part> parts) {
    /// What a part should be.
    record Part(long bytes, Sha256 sha256) {}

    /// The list as the last part but one of a package.
    Entry entry() {
        var paths = PartOrder.TAR.sort(parts.keySet());
        return Entry.list(
                Names.OBJECTS_MANIFEST,
                "total_entries",
                paths.size(),
                "entries",
                () -> paths.stream().<Json>map(this::json).iterator());
    }

    private Json json(String path) {
        var part = Objects.requireNonNull(parts.get(path));
        return Json.Obj.empty()
                .with("path", path)
                .with("bytes", part.bytes())
                .with("sha256", part.sha256().hex());
    }

    /// The length that part `path` should have.
    long bytes(String path) {
        var part = parts.get(path);
        if (part == null) {
            throw Refusal.missing(path);
        }
        return part.bytes();
    }

    /// @param shared gives the path of a part that is there already
    static EntryList read(InputStream in, UnaryOperator<String> shared) {
        try {
            var parts = new TreeMap<String, Part>();
            var json = JsonReader.readObject(in, "entries", entry -> take(entry, shared, parts));
            if (json.whole("total_entries").orElse(-1L) != parts.size()) {
                throw Refusal.malformed(Names.OBJECTS_MANIFEST, "its count is wrong");
            }
            return new EntryList(parts);
        } catch (JsonReader.InvalidJson invalid) {
            throw Refusal.invalid(Names.OBJECTS_MANIFEST, invalid);
        } catch (NoSuchElementException | IllegalArgumentException wrong) {
            throw Refusal.malformed(Names.OBJECTS_MANIFEST, String.valueOf(wrong.getMessage()));
        }
    }

    private static void take(Json entry, UnaryOperator<String> shared, SortedMap<String, Part> parts) {
        if (!(entry instanceof Json.Obj part)) {
            throw Refusal.malformed(Names.OBJECTS_MANIFEST, "an entry is no object");
        }
        var path = shared.apply(part.text("path").orElseThrow());
        var before = parts.put(
                path,
                new Part(
                        part.whole("bytes").orElseThrow(),
                        Sha256.parse(part.text("sha256").orElseThrow())));
        if (before != null) {
            throw Refusal.malformed(Names.OBJECTS_MANIFEST, "\"%s\" is listed twice".formatted(path));
        }
    }
}
