package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.temple.git.RefChoice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// How a project was taken from its source, so that a sync does the same. What is usual is not written down.
record SourceOptions(boolean history, List<String> excludes, RefChoice refs, boolean workTree) {
    static SourceOptions of(ImportRequest request) {
        return new SourceOptions(request.history(), request.excludes(), request.refs(), request.workTree());
    }

    String write() {
        var json = Json.Obj.empty().with("exclude", Json.Arr.ofTexts(excludes)).with("history", history);
        if (refs.all()) {
            json = json.with("all_refs", true);
        }
        if (!refs.globs().isEmpty()) {
            json = json.with("refs", Json.Arr.ofTexts(refs.globs()));
        }
        if (workTree) {
            json = json.with("working_tree", true);
        }
        return new String(CanonicalJson.write(json), StandardCharsets.UTF_8);
    }

    static SourceOptions read(String text) {
        try {
            var json = JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
            return new SourceOptions(
                    !new Json.Bool(false).equals(json.get("history")),
                    texts(json, "exclude"),
                    new RefChoice(isTrue(json, "all_refs"), texts(json, "refs")),
                    isTrue(json, "working_tree"));
        } catch (JsonReader.InvalidJson damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT, "The options of a project's source are damaged.", damaged);
        }
    }

    private static boolean isTrue(Json.Obj json, String name) {
        return new Json.Bool(true).equals(json.get(name));
    }

    private static List<String> texts(Json.Obj json, String name) {
        return json.list(name).stream()
                .flatMap(glob -> glob instanceof Json.Str(var value) ? Stream.of(value) : Stream.empty())
                .toList();
    }
}
