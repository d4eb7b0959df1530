package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `composer.json` and `composer.lock`.
final class ComposerReaders {
    private ComposerReaders() {}

    /// Null for `php` and its extensions, which are no packages.
    private static @Nullable PackageName name(@Nullable String text) {
        return text == null || text.indexOf('/') < 0
                ? null
                : PackageName.of("composer", text.toLowerCase(Locale.ROOT), '/');
    }

    static Manifest manifest(byte[] content) throws UnreadableManifest {
        var root = Data.json(content);
        var mentions = new ArrayList<Mention>();
        for (var section : new String[] {"require", "require-dev"}) {
            root.get(section).forEach((key, constraint) -> {
                var name = name(key);
                if (name != null) {
                    var text = constraint.text();
                    var exact = text == null ? null : NpmReaders.exact(text);
                    mentions.add(
                            Mention.asked(name, exact, text, section.equals("require") ? Scope.RUNTIME : Scope.DEV));
                }
            });
        }
        return Manifest.of(name(root.text("name")), mentions);
    }

    static Manifest lock(byte[] content) throws UnreadableManifest {
        var root = Data.json(content);
        var graph = new LockGraph();
        for (var section : new String[] {"packages", "packages-dev"}) {
            for (var one : root.get(section).elements()) {
                var name = name(one.text("name"));
                var scope = section.equals("packages") ? Scope.RUNTIME : Scope.DEV;
                graph.add(name == null ? "" : name.text(), name, plain(one.text("version")), scope);
            }
        }
        for (var section : new String[] {"packages", "packages-dev"}) {
            for (var one : root.get(section).elements()) {
                var from = one.text("name", "").toLowerCase(Locale.ROOT);
                var needs = new ArrayList<String>();
                one.get("require").forEach((key, constraint) -> needs.add(key.toLowerCase(Locale.ROOT)));
                for (var need : needs) {
                    graph.edge(from, need);
                }
            }
        }
        return graph.build(null, false);
    }

    private static @Nullable String plain(@Nullable String version) {
        return version != null && version.matches("v\\d.*") ? version.substring(1) : version;
    }
}
