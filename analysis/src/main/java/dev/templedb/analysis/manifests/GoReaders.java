package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `go.mod` and `go.sum`. Setting `go`: the version of the language.
final class GoReaders {
    private GoReaders() {}

    static @Nullable PackageName name(String path) {
        return PackageName.of("golang", path, '/');
    }

    static Manifest mod(byte[] content) {
        var mentions = new ArrayList<Mention>();
        var replaced = new HashMap<String, List<String>>();
        var settings = new HashMap<String, String>();
        PackageName self = null;
        var block = "";
        for (var line : Data.Text.lines(content)) {
            int comment = line.indexOf("//");
            var note = comment < 0 ? "" : line.substring(comment + 2).strip();
            var words = (comment < 0 ? line : line.substring(0, comment))
                    .strip()
                    .replace("\"", "")
                    .split("\\s+");
            if (words[0].isEmpty()) {
                continue;
            }
            if (words[0].equals(")")) {
                block = "";
                continue;
            }
            if (words.length == 2 && words[1].equals("(")) {
                block = words[0];
                continue;
            }
            var verb = block.isEmpty() ? words[0] : block;
            var rest = block.isEmpty() ? List.of(words).subList(1, words.length) : List.of(words);
            switch (verb) {
                case "module" -> self = rest.isEmpty() ? null : name(rest.getFirst());
                case "go" -> settings.put("go", rest.isEmpty() ? "" : rest.getFirst());
                case "require" -> addRequired(mentions, rest, note.startsWith("indirect"));
                case "replace" -> addReplaced(replaced, rest);
                default -> {}
            }
        }
        var after = mentions.stream()
                .flatMap(mention -> replace(mention, replaced).stream())
                .toList();
        return new Manifest(self, after, true, settings);
    }

    private static void addRequired(List<Mention> mentions, List<String> words, boolean indirect) {
        var name = words.size() < 2 ? null : name(words.get(0));
        if (name != null) {
            mentions.add(new Mention(name, words.get(1), null, Scope.RUNTIME, !indirect, List.of()));
        }
    }

    /// What stands for a module: another one in a version, or a local directory, without one.
    private static void addReplaced(Map<String, List<String>> replaced, List<String> words) {
        int arrow = words.indexOf("=>");
        if (arrow > 0 && words.size() > arrow + 1) {
            replaced.put(
                    String.join("@", words.subList(0, Math.min(arrow, 2))),
                    words.subList(arrow + 1, Math.min(words.size(), arrow + 3)));
        }
    }

    /// What is built instead; nothing that has a version for a local directory.
    private static Optional<Mention> replace(Mention mention, Map<String, List<String>> replaced) {
        var path = mention.name().text();
        var by = replaced.getOrDefault(path + "@" + mention.version(), replaced.get(path));
        if (by == null) {
            return Optional.of(mention);
        }
        if (by.size() == 1) {
            return Optional.empty();
        }
        var name = name(by.getFirst());
        return Optional.of(
                name == null
                        ? mention
                        : new Mention(name, by.getLast(), null, mention.scope(), mention.direct(), mention.needs()));
    }

    /// Modules whose files were needed; lines that vouch for a `go.mod` alone do not count. Of several versions the
    /// last one in the file is the highest, and the one that is built.
    static Manifest sum(byte[] content) {
        var versions = new LinkedHashMap<String, String>();
        for (var line : Data.Text.lines(content)) {
            var words = line.split(" ");
            if (words.length == 3 && words[1].startsWith("v") && !words[1].endsWith("/go.mod")) {
                versions.put(words[0], words[1]);
            }
        }
        var mentions = new ArrayList<Mention>();
        versions.forEach((path, version) -> {
            var name = name(path);
            if (name != null) {
                mentions.add(new Mention(name, version, null, Scope.RUNTIME, false, List.of()));
            }
        });
        return new Manifest(null, mentions, false, Map.of());
    }
}
