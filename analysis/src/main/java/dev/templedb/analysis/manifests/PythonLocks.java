package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// `poetry.lock` and `pdm.lock`, `uv.lock`, and `Pipfile.lock`.
final class PythonLocks {
    private PythonLocks() {}

    private static String key(@Nullable PackageName name) {
        return name == null ? "" : name.name();
    }

    static Manifest poetry(byte[] content) throws UnreadableManifest {
        var packages = Data.toml(content).get("package").elements();
        var graph = new LockGraph();
        for (var one : packages) {
            var name = PythonReaders.name(one.text("name"));
            var scope = "dev".equals(one.text("category")) ? Scope.DEV : null;
            graph.add(key(name), name, one.text("version"), scope);
        }
        for (var one : packages) {
            var from = key(PythonReaders.name(one.text("name")));
            var needs = new ArrayList<String>();
            // A table in poetry's, requirements in pdm's.
            one.get("dependencies").forEach((name, said) -> needs.add(key(PythonReaders.name(name))));
            for (var requirement : one.get("dependencies").elements()) {
                var mention = PythonReaders.requirement(requirement.text(), null);
                needs.add(mention == null ? "" : key(mention.name()));
            }
            for (var need : needs) {
                graph.edge(from, need);
            }
        }
        return graph.build(null, false);
    }

    static Manifest uv(byte[] content) throws UnreadableManifest {
        var packages = Data.toml(content).get("package").elements();
        var graph = new LockGraph();
        for (var one : packages) {
            if (!isOurs(one)) {
                var name = PythonReaders.name(one.text("name"));
                graph.add(key(name) + "@" + one.text("version"), name, one.text("version"), null);
                graph.add(key(name), name, one.text("version"), null);
            }
        }
        PackageName self = null;
        for (var one : packages) {
            if (isOurs(one)) {
                self = self == null ? PythonReaders.name(one.text("name")) : self;
                addRoots(graph, one.get("dependencies"), Scope.RUNTIME);
                one.get("optional-dependencies").forEach((extra, list) -> addRoots(graph, list, Scope.OPTIONAL));
                one.get("dev-dependencies").forEach((group, list) -> addRoots(graph, list, Scope.DEV));
            } else {
                var from = key(PythonReaders.name(one.text("name"))) + "@" + one.text("version");
                for (var need : one.get("dependencies").elements()) {
                    graph.edge(from, needKey(graph, need));
                }
            }
        }
        return graph.build(self, true);
    }

    private static boolean isOurs(Data one) {
        var source = one.get("source");
        return source.text("virtual") != null || source.text("editable") != null || source.text("directory") != null;
    }

    private static void addRoots(LockGraph graph, Data list, Scope scope) {
        for (var need : list.elements()) {
            graph.root(needKey(graph, need), scope, null);
        }
    }

    private static String needKey(LockGraph graph, Data need) {
        var name = key(PythonReaders.name(need.text("name")));
        var exact = name + "@" + need.text("version");
        return graph.has(exact) ? exact : name;
    }

    static Manifest pipfile(byte[] content) throws UnreadableManifest {
        var root = Data.json(content);
        var mentions = new ArrayList<Mention>();
        for (var section : new String[] {"default", "develop"}) {
            var scope = section.equals("default") ? Scope.RUNTIME : Scope.DEV;
            root.get(section).forEach((key, said) -> {
                var name = PythonReaders.name(key);
                if (name != null) {
                    var mention = PythonReaders.mention(name, said.text("version"), scope);
                    mentions.add(mention.with(mention.version(), null).with(scope, false));
                }
            });
        }
        return new Manifest(null, mentions, false, java.util.Map.of());
    }
}
