package dev.templedb.temple.exchange;

import dev.templedb.packages.json.Json;
import dev.templedb.temple.dependencies.Dependency;
import dev.templedb.temple.dependencies.DependencyGraph;
import java.util.Collection;
import java.util.Set;

/// `dependencies/dependencies.json` of directory packages; see `docs/formats/cathedral-package.md`.
final class PackagedDependencies {
    private PackagedDependencies() {}

    /// One object for each package that a manifest names.
    static Json.Arr of(DependencyGraph graph) {
        return new Json.Arr(graph.packages().values().stream()
                .flatMap(Collection::stream)
                .map(PackagedDependencies::json)
                .toList());
    }

    private static Json json(Dependency dependency) {
        return Json.Obj.empty()
                .with("name", dependency.name().text())
                .with("version", dependency.version())
                .with("requirement", dependency.requirement())
                .with("type", dependency.name().type())
                .with("purl", dependency.purl())
                .with("scope", dependency.scope().word())
                .with("direct", dependency.direct())
                .with("file", dependency.path().text());
    }

    /// Those that files in `paths` name.
    static Json.Arr among(Json.Arr all, Set<String> paths) {
        return new Json.Arr(all.elements().stream()
                .filter(one -> one instanceof Json.Obj object
                        && object.text("file").filter(paths::contains).isPresent())
                .toList());
    }
}
