package dev.templedb.analysis.manifests;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `pnpm-lock.yaml` of the versions 5 to 9.
final class PnpmLock {
    private final LockGraph graph = new LockGraph();
    private final Map<String, Data> instances = new LinkedHashMap<>();

    private PnpmLock() {}

    private record Parsed(String name, String version) {}

    static Manifest read(byte[] content) throws UnreadableManifest {
        return new PnpmLock().read(Data.yaml(content));
    }

    private Manifest read(Data root) throws UnreadableManifest {
        root.get("packages").forEach(instances::put);
        // Version 9 says who needs whom apart from what there is.
        root.get("snapshots").forEach(instances::put);
        for (var key : instances.keySet()) {
            var parsed = parse(key);
            if (parsed != null) {
                var scope =
                        root.get("snapshots").isMap() || root.get("importers").isMap()
                                ? null
                                : instances.getOrDefault(key, root).isTrue("dev") ? Scope.DEV : null;
                graph.add(normal(key), NpmReaders.name(parsed.name()), parsed.version(), scope);
            }
        }
        for (var entry : instances.entrySet()) {
            for (var section : new String[] {"dependencies", "optionalDependencies"}) {
                addEdges(normal(entry.getKey()), entry.getValue().get(section));
            }
        }
        var importers = root.get("importers");
        if (importers.isMap()) {
            importers.forEach((directory, importer) -> addRoots(importer));
        } else {
            addRoots(root);
        }
        return graph.build(null, true);
    }

    private void addEdges(String from, Data needs) throws UnreadableManifest {
        var all = new LinkedHashMap<String, Data>();
        needs.forEach(all::put);
        for (var need : all.entrySet()) {
            graph.edge(from, key(need.getKey(), need.getValue().text()));
        }
    }

    private void addRoots(Data importer) {
        NpmReaders.SECTIONS.forEach((section, scope) -> importer.get(section).forEach((name, need) -> {
            var version = need.isText() ? need.text() : need.text("version");
            var constraint = need.isText() ? importer.get("specifiers").text(name) : need.text("specifier");
            graph.root(key(name, version), scope, constraint);
        }));
    }

    /// How the package is listed to which `name: version` refers.
    private String key(String name, @Nullable String version) {
        if (version == null) {
            return "";
        }
        for (var candidate : new String[] {name + "@" + version, name + "/" + version, version}) {
            var key = normal(candidate);
            if (graph.has(key)) {
                return key;
            }
        }
        return "";
    }

    private static String normal(String key) {
        return key.startsWith("/") ? key.substring(1) : key;
    }

    /// `/@babel/core/7.0.0_peer@1.0.0` (5), `/@babel/core@7.0.0(peer@1.0.0)` (6) or `@babel/core@7.0.0` (9).
    private static @Nullable Parsed parse(String key) {
        var plain = normal(key);
        int peers = plain.indexOf('(');
        plain = peers < 0 ? plain : plain.substring(0, peers);
        int afterScope = plain.startsWith("@") ? plain.indexOf('/') + 1 : 0;
        int at = plain.indexOf('@', Math.max(afterScope, 1));
        int slash = plain.indexOf('/', afterScope);
        if (slash > 0 && (at < 0 || slash < at)) {
            int under = plain.indexOf('_', slash);
            return new Parsed(
                    plain.substring(0, slash), plain.substring(slash + 1, under < 0 ? plain.length() : under));
        }
        return at < 0 ? null : new Parsed(plain.substring(0, at), plain.substring(at + 1));
    }
}
