package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// How a project was taken from its source, so that a sync does the same.
record SourceOptions(boolean history, List<String> excludes) {
    String write() {
        var json = Json.Obj.empty().with("exclude", Json.Arr.ofTexts(excludes)).with("history", history);
        return new String(CanonicalJson.write(json), StandardCharsets.UTF_8);
    }

    static SourceOptions read(String text) {
        try {
            var json = JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
            var excludes = json.list("exclude").stream()
                    .flatMap(glob -> glob instanceof Json.Str(var value)
                            ? java.util.stream.Stream.of(value)
                            : java.util.stream.Stream.empty())
                    .toList();
            return new SourceOptions(!new Json.Bool(false).equals(json.get("history")), excludes);
        } catch (JsonReader.InvalidJson damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT, "The options of a project's source are damaged.", damaged);
        }
    }
}
