package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects the packages of a lock file under the keys by which the file refers to them, then who needs whom.
final class LockGraph {
    static final int MOST_PACKAGES = 200_000;
    private static final int MOST_EDGES = 2_000_000;

    private static final class Node {
        final PackageName name;
        final @Nullable String version;

        @Nullable
        String constraint;

        @Nullable
        Scope scope;

        boolean direct;
        final Set<Integer> needs = new LinkedHashSet<>();

        Node(PackageName name, @Nullable String version, @Nullable Scope scope) {
            this.name = name;
            this.version = version;
            this.scope = scope;
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> keys = new LinkedHashMap<>();
    private final Map<List<@Nullable Object>, Integer> same = new LinkedHashMap<>();
    private int edges;

    /// Adds a package under `key`. One package under several keys is one package.
    ///
    /// @param scope when the file says it for this package; else null
    void add(String key, @Nullable PackageName name, @Nullable String version, @Nullable Scope scope)
            throws UnreadableManifest {
        if (name == null) {
            return;
        }
        var known = same.get(java.util.Arrays.<@Nullable Object>asList(name, version));
        if (known == null) {
            if (nodes.size() == MOST_PACKAGES) {
                throw new UnreadableManifest("it names more than %d packages".formatted(MOST_PACKAGES));
            }
            known = nodes.size();
            nodes.add(new Node(name, version, scope));
            same.put(java.util.Arrays.<@Nullable Object>asList(name, version), known);
        } else {
            var node = nodes.get(known);
            node.scope = node.scope == null || scope == null ? null : first(node.scope, scope);
        }
        keys.put(key, known);
    }

    boolean has(String key) {
        return keys.containsKey(key);
    }

    /// Says that one package needs another; keys that are unknown say nothing.
    void edge(String from, String to) throws UnreadableManifest {
        var a = keys.get(from);
        var b = keys.get(to);
        if (a != null && b != null && !a.equals(b) && nodes.get(a).needs.add(b) && ++edges > MOST_EDGES) {
            throw new UnreadableManifest("it has more than %d edges".formatted(MOST_EDGES));
        }
    }

    /// Says that the project asks for the package itself.
    void root(String key, @Nullable Scope scope, @Nullable String constraint) {
        var at = keys.get(key);
        if (at == null) {
            return;
        }
        var node = nodes.get(at);
        node.scope = node.direct && node.scope != null && scope != null ? first(node.scope, scope) : scope;
        node.direct = true;
        node.constraint = node.constraint == null ? constraint : node.constraint;
    }

    private static Scope first(Scope a, Scope b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    Manifest build(@Nullable PackageName self, boolean knowsDirect) {
        var mentions = nodes.stream()
                .map(node -> new Mention(
                        node.name,
                        node.version,
                        node.constraint,
                        node.scope,
                        node.direct,
                        node.needs.stream().sorted().toList()))
                .toList();
        return new Manifest(self, mentions, knowsDirect, Map.of());
    }
}
