package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `package.json`, and `package-lock.json` of the versions 1 to 3.
final class NpmReaders {
    static final Map<String, Scope> SECTIONS = sections();
    private static final Pattern EXACT =
            Pattern.compile("[v=]{0,2}\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(?:[-+][\\w.+-]{1,200})?");
    private static final String MODULES = "node_modules/";

    private NpmReaders() {}

    private static Map<String, Scope> sections() {
        var sections = new LinkedHashMap<String, Scope>();
        sections.put("dependencies", Scope.RUNTIME);
        sections.put("optionalDependencies", Scope.OPTIONAL);
        sections.put("peerDependencies", Scope.PROVIDED);
        sections.put("devDependencies", Scope.DEV);
        return sections;
    }

    static @Nullable PackageName name(@Nullable String text) {
        return text == null ? null : PackageName.of("npm", text, '/');
    }

    /// The version, when the constraint allows only one.
    static @Nullable String exact(String constraint) {
        return EXACT.matcher(constraint).matches() ? constraint.replaceFirst("^[v=]+", "") : null;
    }

    /// Whether the constraint leads to another directory and not to a registry.
    static boolean isLocal(String constraint) {
        return constraint.startsWith("workspace:")
                || constraint.startsWith("file:")
                || constraint.startsWith("link:")
                || constraint.startsWith("portal:")
                || constraint.startsWith(".")
                || constraint.startsWith("/");
    }

    static Manifest packageJson(byte[] content) throws UnreadableManifest {
        var root = Data.json(content);
        var mentions = new ArrayList<Mention>();
        SECTIONS.forEach((section, scope) -> root.get(section).forEach((alias, wanted) -> {
            var constraint = wanted.text();
            if (constraint != null && !isLocal(constraint)) {
                add(mentions, alias, constraint, scope);
            }
        }));
        return Manifest.of(name(root.text("name")), mentions);
    }

    private static void add(List<Mention> mentions, String alias, String constraint, Scope scope) {
        var name = name(alias);
        var range = constraint;
        if (constraint.startsWith("npm:")) {
            int at = constraint.indexOf('@', 5);
            name = name(at < 0 ? constraint.substring(4) : constraint.substring(4, at));
            range = at < 0 ? "*" : constraint.substring(at + 1);
        }
        if (name != null) {
            mentions.add(Mention.asked(name, exact(range), range, scope));
        }
    }

    static Manifest packageLock(byte[] content) throws UnreadableManifest {
        var root = Data.json(content);
        var packages = new LinkedHashMap<String, Data>();
        var isOld = !root.get("packages").isMap();
        if (isOld) {
            flatten("", root, packages);
        } else {
            root.get("packages").forEach(packages::put);
        }
        var graph = new LockGraph();
        for (var entry : packages.entrySet()) {
            addPackage(graph, entry.getKey(), entry.getValue());
        }
        for (var entry : packages.entrySet()) {
            addEdges(graph, entry.getKey(), entry.getValue(), packages);
        }
        return graph.build(name(root.text("name")), !isOld);
    }

    /// Version 1 nests packages as the directories will be.
    private static void flatten(String prefix, Data of, Map<String, Data> packages) {
        of.get("dependencies").forEach((name, entry) -> {
            var path = prefix + (prefix.isEmpty() ? "" : "/") + MODULES + name;
            if (entry.isMap()) {
                packages.put(path, entry);
                flatten(path, entry, packages);
            }
        });
    }

    private static void addPackage(LockGraph graph, String path, Data entry) throws UnreadableManifest {
        int modules = path.lastIndexOf(MODULES);
        if (modules < 0 || entry.isTrue("link")) {
            return;
        }
        var version = entry.text("version");
        var name = entry.text("name", path.substring(modules + MODULES.length()));
        if (version != null && version.startsWith("npm:")) {
            int at = version.indexOf('@', 5);
            name = at < 0 ? name : version.substring(4, at);
            version = version.substring(at + 1);
        }
        graph.add(path, name(name), version, flagged(entry));
    }

    private static Scope flagged(Data entry) {
        if (entry.isTrue("dev") || entry.isTrue("devOptional")) {
            return Scope.DEV;
        }
        return entry.isTrue("optional") ? Scope.OPTIONAL : entry.isTrue("peer") ? Scope.PROVIDED : Scope.RUNTIME;
    }

    private static void addEdges(LockGraph graph, String path, Data entry, Map<String, Data> packages)
            throws UnreadableManifest {
        var isRoot = !path.contains(MODULES);
        for (var section : SECTIONS.entrySet()) {
            // Version 1 keeps under `requires` what the others keep under `dependencies`.
            var needs = new LinkedHashMap<String, Data>();
            (entry.get("requires").isMap() && !isRoot ? entry.get("requires") : entry.get(section.getKey()))
                    .forEach(needs::put);
            for (var need : needs.entrySet()) {
                var target = resolve(path, need.getKey(), packages);
                if (target != null && isRoot) {
                    graph.root(target, section.getValue(), need.getValue().text());
                } else if (target != null && section.getValue() != Scope.DEV) {
                    graph.edge(path, target);
                }
            }
        }
    }

    /// Node's own rule: the nearest `node_modules` upwards that has it.
    private static @Nullable String resolve(String from, String name, Map<String, Data> packages) {
        var directory = from;
        for (int depth = 0; depth < 200; depth++) {
            var candidate = directory.isEmpty() ? MODULES + name : directory + "/" + MODULES + name;
            if (packages.containsKey(candidate)) {
                return candidate;
            }
            if (directory.isEmpty()) {
                return null;
            }
            int up = directory.lastIndexOf("/" + MODULES);
            directory = up < 0 ? "" : directory.substring(0, up);
        }
        return null;
    }
}
