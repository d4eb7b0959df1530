package dev.templedb.analysis.manifests;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `flake.lock`: the inputs of a Nix flake, pinned to revisions.
final class FlakeLock {
    private FlakeLock() {}

    static Manifest read(byte[] content) throws UnreadableManifest {
        var root = Data.json(content);
        var first = root.text("root", "root");
        var nodes = new LinkedHashMap<String, Data>();
        root.get("nodes").forEach(nodes::put);
        var graph = new LockGraph();
        for (var node : nodes.entrySet()) {
            if (!node.getKey().equals(first)) {
                graph.add(
                        node.getKey(),
                        name(node.getKey(), node.getValue().get("locked")),
                        version(node.getValue().get("locked")),
                        null);
            }
        }
        for (var node : nodes.entrySet()) {
            var inputs = new LinkedHashMap<String, Data>();
            node.getValue().get("inputs").forEach(inputs::put);
            for (var input : inputs.values()) {
                var target = target(input, nodes, first, 0);
                if (target != null && node.getKey().equals(first)) {
                    graph.root(target, Scope.BUILD, constraint(nodes.get(target)));
                } else if (target != null) {
                    graph.edge(node.getKey(), target);
                }
            }
        }
        return graph.build(null, true);
    }

    private static @Nullable String constraint(@Nullable Data node) {
        return node == null ? null : node.at("original", "ref").text();
    }

    /// A node's name, or a path of inputs from the root, as `follows` writes it.
    private static @Nullable String target(Data input, Map<String, Data> nodes, String first, int depth) {
        if (input.isText() || depth > 20) {
            return input.text();
        }
        String at = first;
        for (var step : input.elements()) {
            var node = at == null ? null : nodes.get(at);
            var name = step.text();
            at = node == null || name == null ? null : target(node.get("inputs").get(name), nodes, first, depth + 1);
        }
        return first.equals(at) ? null : at;
    }

    private static @Nullable PackageName name(String node, Data locked) {
        var type = locked.text("type", "");
        var owner = locked.text("owner", "");
        var repository = locked.text("repo", "");
        return switch (type) {
            case "github" -> PackageName.of("github", lower(owner), lower(repository));
            case "gitlab" -> PackageName.of("gitlab", lower(owner), lower(repository));
            default -> PackageName.of("generic", "", node);
        };
    }

    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private static @Nullable String version(Data locked) {
        var revision = locked.text("rev");
        return revision == null ? locked.text("narHash") : revision;
    }
}
