package dev.templedb.analysis.manifests;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `yarn.lock` of Yarn 1, which is a format of its own, and of Yarn 2 and later ("berry"), which is YAML.
final class YarnLock {
    private static final Pattern PAIR =
            Pattern.compile("\\s*(\"[^\"]{1,2000}\"|[^\\s\"]{1,2000}):?\\s+(\"[^\"]{0,2000}\"|\\S{1,2000})\\s*");

    /// One entry: the requests that it answers, and what it says.
    private static final class Entry {
        final List<String> requests;

        @Nullable
        String name;

        @Nullable
        String version;

        boolean isOurs;
        final Map<String, String> needs = new LinkedHashMap<>();

        Entry(List<String> requests) {
            this.requests = requests;
        }
    }

    private YarnLock() {}

    static Manifest read(byte[] content) throws UnreadableManifest {
        var head = new String(content, 0, Math.min(content.length, 4000), StandardCharsets.UTF_8);
        var isBerry = head.contains("__metadata:");
        return build(isBerry ? berry(content) : classic(content), isBerry);
    }

    private static List<Entry> classic(byte[] content) {
        var entries = new ArrayList<Entry>();
        var section = "";
        for (var line : Data.Text.lines(content)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ") && line.endsWith(":")) {
                entries.add(new Entry(requests(line.substring(0, line.length() - 1))));
                section = "";
            } else if (!entries.isEmpty()) {
                section = classicLine(entries.getLast(), line, section);
            }
        }
        return entries;
    }

    private static String classicLine(Entry entry, String line, String section) {
        if (!line.startsWith("    ") && line.endsWith(":")) {
            return line.strip();
        }
        var pair = PAIR.matcher(line);
        if (pair.matches()) {
            var name = unquoted(pair.group(1));
            var value = unquoted(pair.group(2));
            if (!line.startsWith("    ")) {
                if (name.equals("version")) {
                    entry.version = value;
                }
                return "";
            }
            if (section.equals("dependencies:") || section.equals("optionalDependencies:")) {
                entry.needs.put(name, value);
            }
        }
        return section;
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static List<String> requests(String text) {
        var requests = new ArrayList<String>();
        for (var request : text.split(",")) {
            requests.add(unquoted(request.strip()));
        }
        return requests;
    }

    private static List<Entry> berry(byte[] content) throws UnreadableManifest {
        var entries = new ArrayList<Entry>();
        Data.yaml(content).forEach((key, said) -> {
            if (key.equals("__metadata") || !said.isMap()) {
                return;
            }
            var entry = new Entry(requests(key));
            var resolution = said.text("resolution");
            entry.version = said.text("version");
            entry.name = resolution == null ? null : nameOf(resolution);
            entry.isOurs = resolution != null && resolution.contains("@workspace:");
            for (var section : new String[] {"dependencies", "optionalDependencies"}) {
                said.get(section).forEach((name, range) -> {
                    var text = range.text();
                    if (text != null) {
                        entry.needs.put(name, text);
                    }
                });
            }
            entries.add(entry);
        });
        return entries;
    }

    /// The name in `@scope/name@range`.
    private static String nameOf(String request) {
        int at = request.indexOf('@', 1);
        return at < 0 ? request : request.substring(0, at);
    }

    private static Manifest build(List<Entry> entries, boolean knowsDirect) throws UnreadableManifest {
        var graph = new LockGraph();
        for (var entry : entries) {
            if (!entry.isOurs) {
                for (var request : entry.requests) {
                    graph.add(request, NpmReaders.name(nameOf(entry, request)), entry.version, null);
                }
            }
        }
        for (var entry : entries) {
            for (var need : entry.needs.entrySet()) {
                var target = key(graph, need.getKey(), need.getValue());
                if (entry.isOurs) {
                    graph.root(target, null, plainRange(need.getValue()));
                } else {
                    graph.edge(entry.requests.getFirst(), target);
                }
            }
        }
        return graph.build(null, knowsDirect);
    }

    private static String nameOf(Entry entry, String request) {
        if (entry.name != null) {
            return entry.name;
        }
        var name = nameOf(request);
        var rest = request.substring(Math.min(request.length(), name.length() + 1));
        return rest.startsWith("npm:") && rest.indexOf('@', 5) > 0 ? nameOf(rest.substring(4)) : name;
    }

    private static String key(LockGraph graph, String name, String range) {
        var plain = name + "@" + range;
        return graph.has(plain) ? plain : name + "@npm:" + range;
    }

    private static String plainRange(String range) {
        return range.startsWith("npm:") ? range.substring(4) : range;
    }
}
