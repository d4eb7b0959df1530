package dev.templedb.cathedral.transfer;

import dev.templedb.packages.file.PackageDescription;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.state.Head;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a pushed package says of its project that people look for and at.
///
/// @param statistics of `metadata/statistics.json`, as JSON
/// @param languages  by falling number of bytes
record PushedFacts(
        @Nullable String defaultBranch,
        String statistics,
        List<String> languages,
        @Nullable String readme) {
    private static final int MOST_LANGUAGES = 100;
    private static final int MOST_README = 256 << 10;
    private static final String BRANCHES = "refs/heads/";

    static PushedFacts of(PackageDescription description) {
        var statistics = json(description, "metadata/statistics.json");
        var branch = description.state().head() instanceof Head.Branch(var ref) && ref.startsWith(BRANCHES)
                ? ref.substring(BRANCHES.length())
                : null;
        return new PushedFacts(
                branch,
                new String(PackageJson.write(statistics), StandardCharsets.UTF_8).replace("\\u0000", ""),
                languages(statistics.object("languages")),
                readme(description));
    }

    private static Json.Obj json(PackageDescription description, String name) {
        var content = content(description, name);
        try {
            return content.isPresent() ? JsonReader.readObject(content.get()) : Json.Obj.empty();
        } catch (JsonReader.InvalidJson nothingToShow) {
            return Json.Obj.empty();
        }
    }

    private static Optional<byte[]> content(PackageDescription description, String name) {
        return description.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .map(PackageDescription.Entry::content)
                .findFirst();
    }

    private static List<String> languages(Json.Obj languages) {
        record Share(String name, long bytes) {}
        var shares = new ArrayList<Share>();
        for (var name : languages.members().keySet()) {
            if (name.length() <= 100 && name.indexOf(0) < 0) {
                shares.add(new Share(name, languages.object(name).whole("bytes").orElse(0L)));
            }
        }
        return shares.stream()
                .sorted(Comparator.comparingLong(Share::bytes).reversed().thenComparing(Share::name))
                .limit(MOST_LANGUAGES)
                .map(Share::name)
                .toList();
    }

    private static @Nullable String readme(PackageDescription description) {
        return content(description, "metadata/readme.md")
                .map(bytes -> new String(bytes, 0, Math.min(MOST_README, bytes.length), StandardCharsets.UTF_8))
                .map(text -> text.replace("\0", ""))
                .orElse(null);
    }
}
