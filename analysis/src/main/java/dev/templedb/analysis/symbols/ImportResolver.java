package dev.templedb.analysis.symbols;

import dev.templedb.analysis.RelativePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds the files of a project that an import means; none for what lies outside.
public final class ImportResolver {
    private static final List<String> SCRIPTS = List.of(
            "",
            ".ts",
            ".tsx",
            ".d.ts",
            ".js",
            ".jsx",
            ".mjs",
            ".cjs",
            "/index.ts",
            "/index.tsx",
            "/index.js",
            "/index.jsx");

    private final Set<String> paths;
    private final Map<String, List<String>> byName = new HashMap<>();
    private final Map<String, List<String>> byDirectory = new HashMap<>();

    /// A resolver among these paths, with `/` between names.
    public ImportResolver(Collection<String> paths) {
        this.paths = new HashSet<>(paths);
        for (var path : new TreeSet<>(paths)) {
            byName.computeIfAbsent(name(path), none -> new ArrayList<>(1)).add(path);
            byDirectory
                    .computeIfAbsent(directory(path), none -> new ArrayList<>())
                    .add(path);
        }
    }

    /// The files that `target` means in the file at `from`, sorted.
    public List<String> resolve(CodeLanguage language, String from, String target) {
        return switch (language) {
            case JAVA -> java(target);
            case JAVASCRIPT, TYPESCRIPT, TSX -> script(from, target);
            case PYTHON -> python(from, target);
            case GO -> go(target);
            case RUST -> rust(from, target);
            case C, CPP -> include(from, target);
            case RUBY -> ruby(from, target);
            case PHP -> php(from, target);
        };
    }

    private static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private List<String> among(String... candidates) {
        for (var candidate : candidates) {
            if (paths.contains(candidate)) {
                return List.of(candidate);
            }
        }
        return List.of();
    }

    /// All files whose path is `suffix` or ends with it.
    private List<String> endingWith(String suffix) {
        return byName.getOrDefault(name(suffix), List.of()).stream()
                .filter(path -> path.equals(suffix) || path.endsWith("/" + suffix))
                .toList();
    }

    private static String join(String directory, String relative) {
        return RelativePath.resolve(directory, relative).orElse("");
    }

    private List<String> java(String target) {
        boolean isStatic = target.startsWith("static ");
        var name = isStatic ? target.substring(7) : target;
        if (name.endsWith(".*") && !isStatic) {
            var suffix = name.substring(0, name.length() - 2).replace('.', '/');
            return byDirectory.entrySet().stream()
                    .filter(entry ->
                            entry.getKey().equals(suffix) || entry.getKey().endsWith("/" + suffix))
                    .flatMap(entry -> entry.getValue().stream())
                    .filter(path -> path.endsWith(".java"))
                    .sorted()
                    .toList();
        }
        // A nested class or a static member lies in the file of the class around it.
        var type = name.endsWith(".*") ? name.substring(0, name.length() - 2) : name;
        for (int i = 0; i < 3 && type.contains("."); i++) {
            var found = endingWith(type.replace('.', '/') + ".java");
            if (!found.isEmpty()) {
                return found;
            }
            type = type.substring(0, type.lastIndexOf('.'));
        }
        return List.of();
    }

    private List<String> script(String from, String target) {
        if (!target.startsWith(".")) {
            return List.of();
        }
        var base = join(directory(from), target);
        var plain = base.replaceFirst("\\.(?:m|c)?jsx?$", "");
        return among(SCRIPTS.stream()
                .flatMap(end -> java.util.stream.Stream.of(base + end, plain + end))
                .toArray(String[]::new));
    }

    private List<String> python(String from, String target) {
        int colon = target.indexOf(':');
        var module = colon < 0 ? target : target.substring(0, colon);
        var member = colon < 0 ? "" : target.substring(colon + 1);
        int dots = 0;
        while (dots < module.length() && module.charAt(dots) == '.') {
            dots++;
        }
        var path = module.substring(dots).replace('.', '/');
        if (dots > 0) {
            var base = join(directory(from), "../".repeat(dots - 1) + path);
            return among(
                    under(base, member) + ".py",
                    under(base, member) + "/__init__.py",
                    base + ".py",
                    under(base, "__init__.py"));
        }
        for (var candidate : List.of(under(path, member), path)) {
            for (var end : List.of(".py", "/__init__.py")) {
                var found =
                        candidate.isEmpty() ? List.<String>of() : nearest(from, endingWith(candidate + end), candidate);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    private static String under(String base, String name) {
        return name.isEmpty() || name.equals("*") ? base : base.isEmpty() ? name : base + "/" + name;
    }

    /// A module of one name is only meant beside the file, at the top, or below `src` and the like.
    private static List<String> nearest(String from, List<String> found, String candidate) {
        var directory = directory(from);
        var beside = found.stream()
                .filter(path -> directory(path).equals(directory) || path.startsWith(directory + "/" + candidate))
                .toList();
        if (!beside.isEmpty()) {
            return List.of(beside.getFirst());
        }
        return found.stream()
                .filter(path -> candidate.contains("/")
                        || path.indexOf('/') < 0
                        || path.indexOf(candidate) <= path.indexOf('/') + 1)
                .limit(1)
                .toList();
    }

    private List<String> go(String target) {
        var parts = target.split("/");
        for (int i = 1; i < parts.length; i++) {
            var directory = String.join("/", List.of(parts).subList(i, parts.length));
            var files = byDirectory.getOrDefault(directory, List.of()).stream()
                    .filter(path -> path.endsWith(".go") && !path.endsWith("_test.go"))
                    .toList();
            if (!files.isEmpty() && parts[0].contains(".")) {
                return files;
            }
        }
        return List.of();
    }

    private List<String> rust(String from, String target) {
        var directory = directory(from);
        var name = name(from);
        var own = name.equals("mod.rs") || name.equals("lib.rs") || name.equals("main.rs")
                ? directory
                : under(directory, name.replaceFirst("\\.rs$", ""));
        if (target.startsWith("mod ")) {
            var base = under(own, target.substring(4));
            return among(base + ".rs", base + "/mod.rs");
        }
        var parts = new ArrayList<>(List.of(target.split("::")));
        var base = own;
        switch (parts.removeFirst()) {
            case "crate" -> {
                int source = from.lastIndexOf("src/");
                base = source < 0 ? "" : from.substring(0, source + 3);
            }
            case "super" -> base = directory(own);
            case "self" -> base = own;
            default -> {
                return List.of();
            }
        }
        for (int length = parts.size(); length > 0; length--) {
            var path = under(base, String.join("/", parts.subList(0, length)));
            var found = among(path + ".rs", path + "/mod.rs");
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private List<String> include(String from, String target) {
        boolean isSystem = target.startsWith("<");
        var path = target.replaceAll("[<>]", "");
        var beside = isSystem ? List.<String>of() : among(join(directory(from), path));
        if (!beside.isEmpty()) {
            return beside;
        }
        var found = endingWith(path);
        return found.size() == 1 || !isSystem && !found.isEmpty() ? List.of(found.getFirst()) : List.of();
    }

    private List<String> ruby(String from, String target) {
        if (target.startsWith(".")) {
            var base = join(directory(from), target);
            return among(base + ".rb", base);
        }
        return among("lib/" + target + ".rb", "app/" + target + ".rb", target + ".rb");
    }

    private List<String> php(String from, String target) {
        if (target.contains("\\")) {
            var parts = target.replaceFirst("^\\\\", "").split("\\\\");
            for (int i = 0; i < parts.length; i++) {
                var found = endingWith(String.join("/", List.of(parts).subList(i, parts.length)) + ".php");
                if (found.size() == 1 && (i < parts.length - 1 || parts.length == 1)) {
                    return found;
                }
            }
            return List.of();
        }
        var beside = among(join(directory(from), target.replaceFirst("^/", "")));
        return beside.isEmpty() ? among(join("", target)) : beside;
    }
}
