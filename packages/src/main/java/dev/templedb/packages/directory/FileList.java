package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// What `files/` holds: the list, and for each number a description and a content.
final class FileList {
    private static final Pattern PART = Pattern.compile("files/file-(\\d{1,18})\\.(json|blob)");
    private static final long MOST_JSON_BYTES = 1 << 20;
    /// How much of the list a file may take: long paths, every character escaped.
    private static final long LISTED_BYTES = 8 << 10;

    private final PackageParts parts;
    private final UnaryOperator<Json.Obj> keep;
    private final Map<Long, String> jsons = new TreeMap<>();
    private final Map<Long, String> blobs = new TreeMap<>();
    private final List<ListedFile> files = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private int withoutContent;

    /// Reads the list and all descriptions.
    ///
    /// @param keep what of each `file-*.json` to keep in memory
    FileList(PackageParts parts, UnaryOperator<Json.Obj> keep) {
        this.parts = parts;
        this.keep = keep;
        sortParts();
        var listed = new HashSet<Long>();
        list(entry -> take(entry, listed));
        collectOthers(listed);
    }

    private void sortParts() {
        for (var path : parts.paths()) {
            var part = PART.matcher(path);
            if (part.matches()) {
                var before = (part.group(2).equals("json") ? jsons : blobs).put(Long.parseLong(part.group(1)), path);
                if (before != null) {
                    throw Refusal.of(ErrorCode.PACKAGE_ENTRY_DUPLICATE, path, "has the same number as " + before);
                }
            } else if (path.startsWith("files/") && !path.equals(Names.FILES_MANIFEST)) {
                others.add(path);
            }
        }
    }

    private void take(Json entry, Set<Long> listed) {
        if (!(entry instanceof Json.Obj object)) {
            throw Refusal.malformed(Names.FILES_MANIFEST, "an entry is no object");
        }
        long id = object.whole("file_id")
                .orElseThrow(() -> Refusal.malformed(Names.FILES_MANIFEST, "a \"file_id\" is missing"));
        if (!listed.add(id)) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_ENTRY_DUPLICATE, Names.FILES_MANIFEST, "lists file %d twice".formatted(id));
        }
        add(id, object);
    }

    private void list(Consumer<Json> sink) {
        if (!parts.has(Names.FILES_MANIFEST)) {
            // Without the list, the descriptions are the list.
            jsons.forEach((id, part) -> sink.accept(json(id, part)));
            return;
        }
        if (parts.length(Names.FILES_MANIFEST) > (1 << 16) + LISTED_BYTES * (jsons.size() + blobs.size())) {
            throw Refusal.of(ErrorCode.PACKAGE_TOO_LARGE, Names.FILES_MANIFEST, "is longer than its files explain");
        }
        long[] found = {0};
        var list = parts.readObject(Names.FILES_MANIFEST, "files", entry -> {
            found[0]++;
            sink.accept(entry);
        });
        long total = list.whole("total_files").orElse(found[0]);
        if (!(list.get("files") instanceof Json.Arr) || total != found[0]) {
            throw Refusal.malformed(Names.FILES_MANIFEST, "it says %d files and lists %d".formatted(total, found[0]));
        }
    }

    private Json.Obj json(long id, String part) {
        var json = parts.readObject(part, MOST_JSON_BYTES);
        if (!json.whole("file_id").equals(Optional.of(id))) {
            throw Refusal.malformed(part, "\"file_id\" is not %d".formatted(id));
        }
        return json;
    }

    private void add(long id, Json.Obj listed) {
        var path = listed.text("file_path")
                .orElseThrow(() -> Refusal.malformed(Names.FILES_MANIFEST, "file %d has no path".formatted(id)));
        var part = jsons.get(id);
        if (part == null) {
            missing.add(path);
            return;
        }
        var json = json(id, part);
        var hash = json.text("hash_sha256").orElse("");
        if (!json.text("file_path").orElse("").equals(path)) {
            throw Refusal.malformed(part, "its path is not the one in files/manifest.json");
        }
        if (!listed.text("hash_sha256").orElse("").equals(hash)) {
            throw Refusal.malformed(part, "its hash is not the one in files/manifest.json");
        }
        var blob = blobs.get(id);
        if (blob == null && !hash.isEmpty()) {
            withoutContent++;
        }
        if (hash.isEmpty() || blob == null) {
            missing.add(path);
            return;
        }
        var metadata = json.object("metadata");
        files.add(new ListedFile(
                id,
                path,
                hash,
                json.whole("file_size_bytes").orElse(-1L),
                metadata.text("mode").orElse(""),
                metadata.text("git_blob_id").orElse(""),
                keep.apply(json),
                blob));
    }

    private void collectOthers(Set<Long> listed) {
        for (var side : List.of(jsons, blobs)) {
            side.forEach((id, part) -> {
                if (!listed.contains(id)) {
                    others.add(part);
                }
            });
        }
    }

    /// The files whose description and content are there, as they are listed.
    List<ListedFile> files() {
        return List.copyOf(files);
    }

    /// Paths of files that are listed, but whose content is missing.
    List<String> missing() {
        return List.copyOf(missing);
    }

    /// How many of the missing files are described, so that only their content is not there.
    int withoutContent() {
        return withoutContent;
    }

    /// Parts below `files/` that the list does not account for, such as a content without a description.
    List<String> others() {
        return List.copyOf(others);
    }
}
