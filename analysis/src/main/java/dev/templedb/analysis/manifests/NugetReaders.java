package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// MSBuild projects with their central versions, `packages.config` and `packages.lock.json`.
///
/// Settings: properties that are set without a condition, as `property.NAME`.
final class NugetReaders {
    private static final Pattern FLOATING = Pattern.compile("[*,()\\[$]");

    private NugetReaders() {}

    static @Nullable PackageName name(@Nullable String text) {
        return text == null ? null : PackageName.of("nuget", "", text.strip());
    }

    static Manifest project(byte[] content) throws UnreadableManifest {
        var root = XmlNode.read(content, "Project");
        var settings = new TreeMap<String, String>();
        for (var group : root.children("PropertyGroup")) {
            group.children().forEach(one -> settings.put("property." + one.name(), one.text()));
        }
        var mentions = new ArrayList<Mention>();
        for (var reference : root.descendants("PackageReference")) {
            var name = name(reference.attribute("Include"));
            if (name != null) {
                var wanted = value(reference, "VersionOverride");
                wanted = wanted == null ? value(reference, "Version") : wanted;
                var assets = value(reference, "PrivateAssets");
                mentions.add(asked(
                        name, wanted, assets != null && assets.equalsIgnoreCase("all") ? Scope.DEV : Scope.RUNTIME));
            }
        }
        for (var version : root.descendants("PackageVersion")) {
            var name = name(version.attribute("Include"));
            if (name != null) {
                mentions.add(
                        asked(name, value(version, "Version"), Scope.MANAGED).with(Scope.MANAGED, false));
            }
        }
        return new Manifest(null, mentions, true, settings);
    }

    private static Mention asked(PackageName name, @Nullable String constraint, Scope scope) {
        return Mention.asked(name, exact(constraint), constraint, scope);
    }

    /// A plain version is the lowest that is wanted, which is also what NuGet takes.
    static @Nullable String exact(@Nullable String constraint) {
        if (constraint == null) {
            return null;
        }
        var single = constraint.startsWith("[") && constraint.endsWith("]") && !constraint.contains(",")
                ? constraint.substring(1, constraint.length() - 1)
                : constraint;
        return FLOATING.matcher(single).find() ? null : single;
    }

    private static @Nullable String value(XmlNode node, String name) {
        var attribute = node.attribute(name);
        return attribute == null ? node.text(name) : attribute;
    }

    static Manifest packagesConfig(byte[] content) throws UnreadableManifest {
        var mentions = new ArrayList<Mention>();
        for (var one : XmlNode.read(content, "packages").children("package")) {
            var name = name(one.attribute("id"));
            if (name != null) {
                var scope = "true".equals(one.attribute("developmentDependency")) ? Scope.DEV : Scope.RUNTIME;
                // Old projects list everything; what is needed by what is not said.
                mentions.add(Mention.asked(name, one.attribute("version"), null, scope));
            }
        }
        return Manifest.of(null, mentions);
    }

    static Manifest lock(byte[] content) throws UnreadableManifest {
        var frameworks = new ArrayList<Data>();
        Data.json(content).get("dependencies").forEach((framework, packages) -> frameworks.add(packages));
        var graph = new LockGraph();
        for (var packages : frameworks) {
            for (var entry : members(packages)) {
                if (!"Project".equals(entry.said().text("type"))) {
                    graph.add(
                            key(entry.name()), name(entry.name()), entry.said().text("resolved"), null);
                }
            }
        }
        for (var packages : frameworks) {
            for (var entry : members(packages)) {
                if ("Direct".equals(entry.said().text("type"))) {
                    graph.root(key(entry.name()), Scope.RUNTIME, entry.said().text("requested"));
                }
                for (var need : members(entry.said().get("dependencies"))) {
                    graph.edge(key(entry.name()), key(need.name()));
                }
            }
        }
        return graph.build(null, true);
    }

    private record Member(String name, Data said) {}

    private static List<Member> members(Data map) {
        var members = new LinkedHashMap<String, Data>();
        map.forEach(members::put);
        return members.entrySet().stream()
                .map(entry -> new Member(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Names of NuGet do not care about case.
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
