package dev.templedb.temple.dependencies;

import dev.templedb.analysis.manifests.Scope;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.PackageJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// Writes a software bill of materials: [CycloneDX](https://cyclonedx.org) 1.6 as JSON.
///
/// A function of its parameters: the same project at the same commit gives the same bytes.
public final class CycloneDx {
    private static final String ROOT = "project";

    private CycloneDx() {}

    /// What the bill is of.
    ///
    /// @param slug    the project
    /// @param commit  the commit that `HEAD` names, in hexadecimal digits; empty when there is none
    /// @param at      when that was made
    /// @param program the version of TempleDB
    public record Subject(String slug, String commit, Instant at, String program) {}

    /// The bill of everything in `graph` but what is only [managed][Scope#MANAGED].
    public static byte[] write(Subject subject, DependencyGraph graph) {
        var components = new TreeMap<String, Dependency>();
        var files = new TreeMap<String, TreeSet<String>>();
        var needs = new TreeMap<String, TreeSet<String>>();
        var direct = new TreeSet<String>();
        graph.packages().forEach((path, packages) -> {
            for (var one : packages) {
                if (one.scope() != Scope.MANAGED) {
                    components.merge(one.purl(), one, CycloneDx::first);
                    files.computeIfAbsent(one.purl(), none -> new TreeSet<>()).add(path.text());
                    if (one.direct()) {
                        direct.add(one.purl());
                    }
                    addNeeds(needs, one, packages, graph.needs().getOrDefault(path, List.of()));
                }
            }
        });
        needs.put(ROOT, direct);
        return PackageJson.write(bill(subject, components, files, needs));
    }

    private static Dependency first(Dependency a, Dependency b) {
        return a.scope().compareTo(b.scope()) <= 0 ? a : b;
    }

    private static void addNeeds(
            Map<String, TreeSet<String>> needs, Dependency one, List<Dependency> packages, List<List<Integer>> edges) {
        var targets = needs.computeIfAbsent(one.purl(), none -> new TreeSet<>());
        if (one.position() < edges.size()) {
            edges.get(one.position()).stream()
                    .map(packages::get)
                    .filter(target ->
                            target.scope() != Scope.MANAGED && !target.purl().equals(one.purl()))
                    .forEach(target -> targets.add(target.purl()));
        }
    }

    private static Json.Obj bill(
            Subject subject,
            Map<String, Dependency> components,
            Map<String, TreeSet<String>> files,
            Map<String, TreeSet<String>> needs) {
        var serial = UUID.nameUUIDFromBytes((subject.slug() + " " + subject.commit()).getBytes(StandardCharsets.UTF_8));
        var program = Json.Obj.empty()
                .with("type", "application")
                .with("name", "templedb")
                .with("version", subject.program());
        var project = Json.Obj.empty()
                .with("type", "application")
                .with("bom-ref", ROOT)
                .with("name", subject.slug());
        if (!subject.commit().isEmpty()) {
            project = project.with("version", subject.commit());
        }
        var metadata = Json.Obj.empty()
                .with("timestamp", subject.at().truncatedTo(ChronoUnit.SECONDS).toString())
                .with("tools", Json.object("components", new Json.Arr(List.of(program))))
                .with("component", project);
        var listed = new ArrayList<Json>();
        components.forEach((purl, one) -> listed.add(component(purl, one, files.getOrDefault(purl, new TreeSet<>()))));
        var graph = new ArrayList<Json>();
        needs.forEach((from, targets) ->
                graph.add(Json.Obj.empty().with("ref", from).with("dependsOn", Json.Arr.ofTexts(targets))));
        return Json.Obj.empty()
                .with("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
                .with("bomFormat", "CycloneDX")
                .with("specVersion", "1.6")
                .with("serialNumber", "urn:uuid:" + serial)
                .with("version", 1)
                .with("metadata", metadata)
                .with("components", new Json.Arr(listed))
                .with("dependencies", new Json.Arr(graph));
    }

    private static Json component(String purl, Dependency one, TreeSet<String> files) {
        var component = Json.Obj.empty().with("type", "library").with("bom-ref", purl);
        if (!one.name().namespace().isEmpty()) {
            component = component.with("group", one.name().namespace());
        }
        component = component.with("name", one.name().name());
        if (one.version() != null) {
            component = component.with("version", one.version());
        }
        var properties = new ArrayList<Json>();
        properties.add(property("templedb:scope", one.scope().word()));
        if (one.version() == null && one.requirement() != null) {
            properties.add(property("templedb:requirement", one.requirement()));
        }
        files.forEach(file -> properties.add(property("templedb:file", file)));
        return component
                .with("scope", scope(one.scope()))
                .with("purl", purl)
                .with("properties", new Json.Arr(properties));
    }

    private static Json property(String name, String value) {
        return Json.Obj.empty().with("name", name).with("value", value);
    }

    private static String scope(Scope scope) {
        return switch (scope) {
            case RUNTIME -> "required";
            case PROVIDED, OPTIONAL -> "optional";
            case BUILD, TEST, DEV, MANAGED -> "excluded";
        };
    }
}
