package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Works out what the poms of a project say, as far as the project itself can tell: parents, properties, management and
/// boms that are not among its files stay unknown.
final class MavenLinker {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^${}]{1,200})}");
    private static final int DEEPEST = 30;
    private static final int LONGEST = 2000;

    private final SortedMap<String, Manifest> poms;
    private final Map<String, String> byCoordinates = new HashMap<>();
    private final Map<String, Effective> effective = new HashMap<>();
    private final Set<String> inWork = new HashSet<>();

    /// What holds in a pom.
    private record Effective(Map<String, String> properties, Map<String, Mention> managed, Map<String, Scope> scopes) {
        static final Effective NOTHING = new Effective(Map.of(), Map.of(), Map.of());
    }

    private MavenLinker(SortedMap<String, Manifest> poms) {
        this.poms = poms;
        poms.forEach((path, pom) -> byCoordinates.putIfAbsent(coordinates(path, pom), path));
    }

    static Map<String, List<Mention>> link(SortedMap<String, Manifest> poms) {
        var linker = new MavenLinker(poms);
        var linked = new TreeMap<String, List<Mention>>();
        poms.forEach((path, pom) -> linked.put(path, linker.mentions(path, pom)));
        return linked;
    }

    private static String coordinates(String path, Manifest pom) {
        var settings = pom.settings();
        var group = settings.getOrDefault("project.groupId", settings.getOrDefault("parent.groupId", ""));
        return group + ":" + settings.getOrDefault("project.artifactId", path);
    }

    private List<Mention> mentions(String path, Manifest pom) {
        var here = effective(path, 0);
        var mentions = new ArrayList<Mention>();
        for (var mention : pom.mentions()) {
            var isManaged = mention.scope() == Scope.MANAGED;
            if (!isManaged && !mention.direct()) {
                continue;
            }
            var name = name(mention.name(), here.properties());
            if (name == null || byCoordinates.containsKey(name.text())) {
                continue;
            }
            var constraint = mention.constraint();
            if (constraint != null && constraint.startsWith(MavenPom.BOM)) {
                constraint = constraint.substring(MavenPom.BOM.length());
            }
            var manager = here.managed().get(name.text());
            var version = constraint == null && manager != null
                    ? manager.constraint()
                    : filled(constraint, here.properties());
            var scope =
                    mention.scope() == null ? here.scopes().getOrDefault(name.text(), Scope.RUNTIME) : mention.scope();
            mentions.add(new Mention(name, exact(version), version, scope, mention.direct(), List.of()));
        }
        return mentions;
    }

    /// Null for a range, and for what cannot be told.
    static @Nullable String exact(@Nullable String version) {
        return version == null
                        || version.isBlank()
                        || version.contains("$")
                        || version.startsWith("[")
                        || version.startsWith("(")
                        || version.endsWith("+")
                        || version.startsWith("latest.")
                        || version.contains(",")
                ? null
                : version;
    }

    private static @Nullable PackageName name(PackageName name, Map<String, String> properties) {
        return MavenPom.name(filled(name.namespace(), properties), filled(name.name(), properties));
    }

    private Effective effective(String path, int depth) {
        var known = effective.get(path);
        var pom = poms.get(path);
        if (known != null) {
            return known;
        }
        if (pom == null || depth > DEEPEST || !inWork.add(path)) {
            return Effective.NOTHING;
        }
        var parentPath = parent(path, pom);
        var parent = parentPath == null ? Effective.NOTHING : effective(parentPath, depth + 1);
        var properties = properties(pom, parent);
        var managed = new LinkedHashMap<>(parent.managed());
        var scopes = new LinkedHashMap<>(parent.scopes());
        for (var mention : pom.mentions()) {
            manage(mention, properties, managed, scopes, depth);
        }
        inWork.remove(path);
        var result = new Effective(properties, managed, scopes);
        effective.put(path, result);
        return result;
    }

    private void manage(
            Mention mention,
            Map<String, String> properties,
            Map<String, Mention> managed,
            Map<String, Scope> scopes,
            int depth) {
        var name = mention.direct() ? null : name(mention.name(), properties);
        if (name == null) {
            return;
        }
        if (mention.scope() != Scope.MANAGED) {
            scopes.put(name.text(), mention.scope() == null ? Scope.RUNTIME : mention.scope());
            return;
        }
        var constraint = mention.constraint();
        if (constraint != null && constraint.startsWith(MavenPom.BOM)) {
            var bom = byCoordinates.get(name.text());
            if (bom != null) {
                effective(bom, depth + 1).managed().forEach(managed::putIfAbsent);
            }
        } else {
            managed.put(name.text(), mention.with(null, filled(constraint, properties)));
        }
    }

    private static Map<String, String> properties(Manifest pom, Effective parent) {
        var properties = new HashMap<>(parent.properties());
        var settings = pom.settings();
        settings.forEach((name, value) -> {
            if (name.startsWith(MavenPom.PROPERTY)) {
                properties.put(name.substring(MavenPom.PROPERTY.length()), value);
            }
        });
        for (var part : List.of("groupId", "version")) {
            var above = settings.get("parent." + part);
            var own = settings.getOrDefault("project." + part, above);
            if (above != null) {
                properties.put("project.parent." + part, above);
                properties.put("parent." + part, above);
            }
            if (own != null) {
                properties.put("project." + part, own);
                properties.put("pom." + part, own);
                properties.put(part, own);
            }
        }
        properties.put("project.artifactId", settings.getOrDefault("project.artifactId", ""));
        return properties;
    }

    /// The parent's path in the project, or null: where the pom says it is, else wherever those coordinates are.
    private @Nullable String parent(String path, Manifest pom) {
        var settings = pom.settings();
        var artifact = settings.get("parent.artifactId");
        if (artifact == null) {
            return null;
        }
        var said = settings.getOrDefault("parent.relativePath", "../pom.xml");
        var place = resolve(DependencyLinker.directory(path), said);
        for (var candidate : new String[] {place, place + "/pom.xml"}) {
            var found = poms.get(candidate);
            if (found != null && artifact.equals(found.settings().get("project.artifactId"))) {
                return candidate;
            }
        }
        return byCoordinates.get(settings.getOrDefault("parent.groupId", "") + ":" + artifact);
    }

    private static String resolve(String directory, String relative) {
        var parts = new ArrayList<String>(directory.isEmpty() ? List.of() : List.of(directory.split("/")));
        for (var part : relative.split("/")) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /// Puts properties in; what nobody knows stays as it is written.
    static @Nullable String filled(@Nullable String text, Map<String, String> properties) {
        if (text == null || text.indexOf('$') < 0) {
            return text;
        }
        var filled = text;
        for (int round = 0; round < DEEPEST && filled.length() < LONGEST; round++) {
            var next = REFERENCE
                    .matcher(filled)
                    .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                            properties.getOrDefault(found.group(1).strip(), found.group())));
            if (next.equals(filled)) {
                break;
            }
            filled = next;
        }
        return filled.length() < LONGEST ? filled : text;
    }
}
