package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `Cargo.toml` and `Cargo.lock`.
final class CargoReaders {
    private static final Map<String, Scope> SECTIONS = sections();

    /// What a member says that takes its version from the workspace.
    static final String WORKSPACE = "workspace";

    private CargoReaders() {}

    private static Map<String, Scope> sections() {
        var sections = new LinkedHashMap<String, Scope>();
        sections.put("dependencies", Scope.RUNTIME);
        sections.put("build-dependencies", Scope.BUILD);
        sections.put("dev-dependencies", Scope.DEV);
        return sections;
    }

    private static @Nullable PackageName name(@Nullable String text) {
        return text == null ? null : PackageName.of("cargo", "", text);
    }

    static Manifest manifest(byte[] content) throws UnreadableManifest {
        var root = Data.toml(content);
        var mentions = new ArrayList<Mention>();
        add(mentions, root);
        root.get("target").forEach((target, said) -> add(mentions, said));
        root.at("workspace", "dependencies").forEach((key, said) -> add(mentions, key, said, Scope.MANAGED));
        return Manifest.of(name(root.at("package", "name").text()), mentions);
    }

    private static void add(List<Mention> mentions, Data of) {
        SECTIONS.forEach((section, scope) -> of.get(section).forEach((key, said) -> add(mentions, key, said, scope)));
    }

    private static void add(List<Mention> mentions, String key, Data said, Scope scope) {
        var name = name(said.text("package", key));
        var constraint = said.isText() ? said.text() : said.text("version");
        if (name == null || constraint == null && said.text("path") != null) {
            return;
        }
        if (said.isTrue(WORKSPACE)) {
            constraint = null;
        }
        var exact = constraint != null && constraint.startsWith("=")
                ? constraint.substring(1).strip()
                : null;
        var wanted = scope == Scope.RUNTIME && said.isTrue("optional") ? Scope.OPTIONAL : scope;
        mentions.add(new Mention(name, exact, constraint, wanted, scope != Scope.MANAGED, List.of()));
    }

    static Manifest lock(byte[] content) throws UnreadableManifest {
        var packages = Data.toml(content).get("package").elements();
        var graph = new LockGraph();
        for (var one : packages) {
            if (one.text("source") != null) {
                var name = name(one.text("name"));
                var version = one.text("version");
                graph.add(one.text("name") + " " + version, name, version, null);
                graph.add(one.text("name", ""), name, version, null);
            }
        }
        PackageName self = null;
        for (var one : packages) {
            var isMember = one.text("source") == null;
            self = isMember && self == null ? name(one.text("name")) : self;
            for (var need : one.get("dependencies").elements()) {
                var target = key(need.text());
                if (isMember) {
                    graph.root(target, null, null);
                } else {
                    graph.edge(one.text("name") + " " + one.text("version"), target);
                }
            }
        }
        return graph.build(self, true);
    }

    /// `name`, `name version` or `name version (source)`.
    private static String key(@Nullable String need) {
        int source = need == null ? -1 : need.indexOf(" (");
        return need == null ? "" : source < 0 ? need : need.substring(0, source);
    }
}
