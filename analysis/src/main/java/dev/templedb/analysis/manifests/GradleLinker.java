package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Puts in what Gradle's build files take from catalogs, properties and platforms of the project.
final class GradleLinker {
    private static final Pattern VARIABLE = Pattern.compile(
            "\\$\\{?(?:rootProject\\.|project\\.|ext\\.|property\\([\"']|extra\\[[\"'])?([a-zA-Z_][\\w.]{0,100})[\"')\\]]{0,2}}?");

    private final SortedMap<String, DependencyLinker.Source> sources;
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, @Nullable String> managed = new HashMap<>();

    private GradleLinker(SortedMap<String, DependencyLinker.Source> sources) {
        this.sources = sources;
    }

    static Map<String, List<Mention>> link(SortedMap<String, DependencyLinker.Source> sources) {
        return new GradleLinker(sources).link();
    }

    private Map<String, List<Mention>> link() {
        sources.forEach((path, source) -> {
            if (source.format() == ManifestFormat.GRADLE_CATALOG) {
                var file = path.substring(path.lastIndexOf('/') + 1);
                var catalog = file.substring(0, file.length() - ".versions.toml".length());
                source.said()
                        .settings()
                        .forEach((key, value) -> aliases.put(
                                catalog + "."
                                        + (key.startsWith("alias.") ? key.substring(6) : "bundles." + key.substring(7)),
                                value));
            }
        });
        var linked = new TreeMap<String, List<Mention>>();
        sources.forEach((path, source) -> {
            if (source.format() == ManifestFormat.GRADLE_BUILD) {
                linked.put(path, named(path, source.said()));
            }
        });
        linked.values()
                .forEach(mentions -> mentions.stream()
                        .filter(mention -> mention.scope() == Scope.MANAGED)
                        .forEach(mention -> managed.putIfAbsent(mention.name().text(), mention.version())));
        linked.replaceAll(
                (path, mentions) -> mentions.stream().map(this::managed).toList());
        sources.forEach((path, source) -> {
            if (source.format() == ManifestFormat.GRADLE_CATALOG) {
                // A catalog asks for nothing.
                linked.put(path, List.of());
            }
        });
        return linked;
    }

    private List<Mention> named(String path, Manifest said) {
        var variables = variables(path);
        var mentions = new ArrayList<Mention>();
        for (var mention : said.mentions()) {
            if (mention.name().type().equals(GradleReaders.ALIAS)) {
                addAlias(mentions, mention);
            } else {
                var version = withoutStrictness(filled(mention.constraint(), variables));
                mentions.add(mention.with(MavenLinker.exact(version), version));
            }
        }
        return mentions;
    }

    /// `1.7!!` and `[1.7,1.8[!!1.7.25` are short for strict versions; what is preferred need not be what comes.
    private static @Nullable String withoutStrictness(@Nullable String version) {
        int strict = version == null ? -1 : version.indexOf("!!");
        return version == null || strict < 0 ? version : version.substring(0, strict);
    }

    private void addAlias(List<Mention> mentions, Mention mention) {
        var alias = mention.name().name();
        var found = aliases.get(alias);
        if (found == null && alias.endsWith(".get")) {
            found = aliases.get(alias.substring(0, alias.length() - 4));
        }
        if (found == null) {
            return;
        }
        var catalog = alias.substring(0, alias.indexOf('.'));
        if (alias.startsWith(catalog + ".bundles.")) {
            for (var member : found.split(" ")) {
                addLibrary(mentions, aliases.get(catalog + "." + member), mention);
            }
        } else {
            addLibrary(mentions, found, mention);
        }
    }

    private static void addLibrary(List<Mention> mentions, @Nullable String library, Mention mention) {
        var parts = library == null ? new String[0] : library.split(":", 3);
        var name = parts.length < 2 ? null : PackageName.of("maven", parts[0], parts[1]);
        if (name != null) {
            var version = parts.length > 2 ? parts[2] : null;
            mentions.add(new Mention(
                    name, MavenLinker.exact(version), version, mention.scope(), mention.direct(), List.of()));
        }
    }

    /// What is set in the file itself, and in files at or above its directory; the nearest wins.
    private Map<String, String> variables(String path) {
        var variables = new HashMap<String, String>();
        sources.forEach((other, source) -> {
            var isProperties = source.format() == ManifestFormat.GRADLE_PROPERTIES;
            var isBuild = source.format() == ManifestFormat.GRADLE_BUILD;
            if ((isProperties || isBuild)
                    && DependencyLinker.isAtOrAbove(
                            DependencyLinker.directory(other), DependencyLinker.directory(path))) {
                addVariables(variables, source.said());
            }
        });
        var own = sources.get(path);
        if (own != null) {
            addVariables(variables, own.said());
        }
        return variables;
    }

    private static void addVariables(Map<String, String> variables, Manifest said) {
        said.settings().forEach((name, value) -> {
            if (name.startsWith(GradleReaders.VARIABLE)) {
                variables.put(name.substring(GradleReaders.VARIABLE.length()), value);
            }
        });
    }

    private static @Nullable String filled(@Nullable String text, Map<String, String> variables) {
        return text == null
                ? null
                : VARIABLE.matcher(text)
                        .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                                variables.getOrDefault(found.group(1), found.group())));
    }

    private Mention managed(Mention mention) {
        var version = mention.constraint() == null ? managed.get(mention.name().text()) : null;
        return version == null ? mention : mention.with(version, version);
    }
}
