package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `pom.xml`, as it stands: properties are put in by [MavenLinker], which knows the parents.
///
/// Settings: `project.groupId`, `project.version`, `parent.groupId`, …, `parent.relativePath`, and each property as
/// `property.NAME`. Mentions of imported boms have [#BOM] before their constraint.
final class MavenPom {
    static final String BOM = "bom:";
    static final String PROPERTY = "property.";

    private MavenPom() {}

    static Manifest read(byte[] content) throws UnreadableManifest {
        var pom = XmlNode.read(content, "project");
        var settings = new TreeMap<String, String>();
        put(settings, "project.groupId", pom.text("groupId"));
        put(settings, "project.artifactId", pom.text("artifactId"));
        put(settings, "project.version", pom.text("version"));
        pom.at("parent").forEach(parent -> {
            for (var part : List.of("groupId", "artifactId", "version", "relativePath")) {
                put(settings, "parent." + part, parent.text(part));
            }
        });
        for (var property : pom.at("properties")) {
            property.children().forEach(one -> settings.put(PROPERTY + one.name(), one.text()));
        }
        var mentions = new ArrayList<Mention>();
        read(pom, mentions);
        pom.at("profiles", "profile").forEach(profile -> read(profile, mentions));
        return new Manifest(name(pom.text("groupId"), pom.text("artifactId")), mentions, true, settings);
    }

    private static void read(XmlNode of, List<Mention> mentions) {
        of.at("dependencies", "dependency").forEach(dependency -> add(mentions, dependency, scope(dependency)));
        of.at("dependencyManagement", "dependencies", "dependency")
                .forEach(dependency -> add(mentions, dependency, Scope.MANAGED));
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }

    static @Nullable PackageName name(@Nullable String group, @Nullable String artifact) {
        return artifact == null ? null : PackageName.of("maven", group == null ? "" : group, artifact);
    }

    private static void add(List<Mention> mentions, XmlNode dependency, Scope scope) {
        var name = name(dependency.text("groupId"), dependency.text("artifactId"));
        if (name == null) {
            return;
        }
        var version = dependency.text("version");
        var constraint = "import".equals(dependency.text("scope")) ? BOM + (version == null ? "" : version) : version;
        // Whether a scope is said matters: management may say another.
        var said = dependency.text("scope") != null || "true".equals(dependency.text("optional"));
        mentions.add(new Mention(
                name,
                null,
                constraint,
                said || scope == Scope.MANAGED ? scope : null,
                scope != Scope.MANAGED,
                List.of()));
        if (scope == Scope.MANAGED
                && dependency.text("scope") != null
                && !constraint(constraint).startsWith(BOM)) {
            // A managed scope holds for whoever says none.
            mentions.add(new Mention(name, null, null, scope(dependency), false, List.of()));
        }
    }

    private static String constraint(@Nullable String constraint) {
        return constraint == null ? "" : constraint;
    }

    private static Scope scope(XmlNode dependency) {
        if ("true".equals(dependency.text("optional"))) {
            return Scope.OPTIONAL;
        }
        var scope = dependency.text("scope");
        return switch (scope == null ? "" : scope) {
            case "test" -> Scope.TEST;
            case "provided", "system" -> Scope.PROVIDED;
            default -> Scope.RUNTIME;
        };
    }
}
