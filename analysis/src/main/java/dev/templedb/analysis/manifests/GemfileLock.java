package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Bundler's `Gemfile.lock`.
final class GemfileLock {
    private static final Pattern LINE = Pattern.compile("( +)([^\\s(!]{1,200})(?: \\(([^)]{1,500})\\))?!?");

    private GemfileLock() {}

    private static @Nullable PackageName name(String text) {
        return PackageName.of("gem", "", text);
    }

    private record Need(
            @Nullable String from, String to, @Nullable String constraint) {}

    static Manifest read(byte[] content) throws UnreadableManifest {
        var graph = new LockGraph();
        var needs = new ArrayList<Need>();
        var section = "";
        String current = null;
        for (var line : Data.Text.lines(content)) {
            if (!line.startsWith(" ")) {
                section = line.strip();
                continue;
            }
            var found = LINE.matcher(line);
            if (!found.matches()) {
                continue;
            }
            int indent = found.group(1).length();
            if (section.equals("DEPENDENCIES") && indent == 2) {
                needs.add(new Need(null, found.group(2), found.group(3)));
            } else if (List.of("GEM", "GIT", "PATH", "PLUGIN SOURCE").contains(section) && indent == 4) {
                // The gem of a path is the project itself: what it needs is asked for directly.
                current = section.equals("PATH") ? null : found.group(2);
                if (current != null) {
                    graph.add(current, name(current), version(found.group(3)), null);
                }
            } else if (indent == 6) {
                needs.add(new Need(current, found.group(2), current == null ? found.group(3) : null));
            }
        }
        for (var need : needs) {
            if (need.from() == null) {
                graph.root(need.to(), Scope.RUNTIME, need.constraint());
            } else {
                graph.edge(need.from(), need.to());
            }
        }
        return graph.build(null, true);
    }

    /// The version without the platform: `1.16.0-x86_64-linux` is 1.16.0.
    private static @Nullable String version(@Nullable String said) {
        int platform = said == null ? -1 : said.indexOf('-');
        return said == null || platform < 0 ? said : said.substring(0, platform);
    }
}
