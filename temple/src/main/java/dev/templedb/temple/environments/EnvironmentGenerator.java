package dev.templedb.temple.environments;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Writes an environment from what the files of a project's `HEAD` say: manifests, lock files and version files name
/// tools and their versions; a language that makes up a good part of the code stands for its tool where no file does.
final class EnvironmentGenerator {
    /// How deep below the root a manifest counts.
    private static final int DEEPEST = 4;
    /// The most manifests that are read.
    private static final int MOST = 500;
    /// A language counts from one part in this many of all lines of code.
    private static final int SHARE = 10;

    private static final Map<String, List<Tool>> BY_LANGUAGE = Map.ofEntries(
            Map.entry("Java", List.of(Tool.JDK)),
            Map.entry("Kotlin", List.of(Tool.JDK, Tool.KOTLIN)),
            Map.entry("Scala", List.of(Tool.JDK, Tool.SCALA)),
            Map.entry("JavaScript", List.of(Tool.NODE)),
            Map.entry("TypeScript", List.of(Tool.NODE)),
            Map.entry("Python", List.of(Tool.PYTHON)),
            Map.entry("Go", List.of(Tool.GO)),
            Map.entry("Rust", List.of(Tool.RUST, Tool.CARGO, Tool.CLIPPY, Tool.RUSTFMT)),
            Map.entry("Ruby", List.of(Tool.RUBY)),
            Map.entry("PHP", List.of(Tool.PHP)),
            Map.entry("C#", List.of(Tool.DOTNET)),
            Map.entry("Elixir", List.of(Tool.ELIXIR)),
            Map.entry("Haskell", List.of(Tool.GHC)),
            Map.entry("Zig", List.of(Tool.ZIG)),
            Map.entry("Lua", List.of(Tool.LUA)),
            Map.entry("Perl", List.of(Tool.PERL)),
            Map.entry("HCL", List.of(Tool.TERRAFORM)),
            Map.entry("Terraform", List.of(Tool.TERRAFORM)));

    private final String title;
    private final Map<Tool, ToolHint> hints = new EnumMap<>(Tool.class);

    private EnvironmentGenerator(String title) {
        this.title = title;
    }

    /// Looks at the files of `project`.
    ///
    /// @throws TempleException with `PROJECT_EMPTY`
    static EnvironmentGenerator of(Transaction tx, Project project) {
        var generator = new EnvironmentGenerator(project.slug().text());
        var store = new SqliteHeadFiles(tx, project.id());
        var manifests = store.manifests();
        if (manifests.isEmpty() && store.codeLines().isEmpty() && store.isEmpty()) {
            throw new TempleException(
                    ErrorCode.PROJECT_EMPTY, "Project %s has no files to look at.".formatted(project.slug()));
        }
        generator.readManifests(tx, manifests);
        generator.readLanguages(store.codeLines());
        return generator;
    }

    private void readManifests(Transaction tx, List<SqliteHeadFiles.Manifest> manifests) {
        var found = manifests.stream()
                .filter(file -> isOurs(file.path()))
                .sorted(Comparator.<SqliteHeadFiles.Manifest>comparingLong(file -> depth(file.path()))
                        .thenComparing(SqliteHeadFiles.Manifest::path))
                .limit(MOST)
                .toList();
        try (var objects = new StoredObjects(tx)) {
            for (var file : found) {
                var text = new String(objects.read(file.blob()).bytes(), StandardCharsets.UTF_8);
                Manifests.read(file.path(), text).forEach(this::add);
            }
        }
        // A wrapper brings the build tool itself.
        found.forEach(file -> {
            if (file.path().endsWith("mvnw")) {
                hints.remove(Tool.MAVEN);
            } else if (file.path().endsWith("gradlew")) {
                hints.remove(Tool.GRADLE);
            }
        });
    }

    /// Not what others wrote and the project only carries.
    private static boolean isOurs(String path) {
        return depth(path) <= DEEPEST
                && !path.matches("(.*/)?(node_modules|vendor|third_party|testdata|fixtures|examples?|\\.git)/.*");
    }

    private static long depth(String path) {
        return path.chars().filter(c -> c == '/').count();
    }

    /// The first of the lowest rank counts.
    private void add(ToolHint hint) {
        var known = hints.get(hint.tool());
        if (known == null || hint.rank() < known.rank()) {
            hints.put(hint.tool(), hint);
        }
    }

    private void readLanguages(Map<String, Long> codeLines) {
        long all = codeLines.values().stream().mapToLong(Long::longValue).sum();
        codeLines.forEach((language, lines) -> {
            if (lines * SHARE >= all) {
                BY_LANGUAGE.getOrDefault(language, List.of()).forEach(tool -> {
                    if (!isCovered(tool)) {
                        hints.putIfAbsent(tool, new ToolHint(tool, java.util.Optional.empty(), language, 9));
                    }
                });
            }
        });
    }

    /// Deno and Bun run JavaScript themselves.
    private boolean isCovered(Tool tool) {
        return tool == Tool.NODE && (hints.containsKey(Tool.DENO) || hints.containsKey(Tool.BUN));
    }

    /// The text of an environment.
    String write(EnvironmentKind kind) {
        var packages = new ArrayList<NixText.Wanted>();
        hints.values().forEach(hint -> packages.add(wanted(hint)));
        return switch (kind) {
            case FLAKE -> NixText.flake("Development environment of " + title, packages);
            case SHELL -> NixText.shell(packages);
        };
    }

    private NixText.Wanted wanted(ToolHint hint) {
        var tool = hint.tool();
        if (!tool.hasLines()) {
            return new NixText.Wanted(attribute(tool), hint.why());
        }
        var range = hint.range().orElseGet(() -> VersionRange.of(""));
        var line = tool.line(range);
        return line.map(each -> new NixText.Wanted(tool.attribute(each), hint.why()))
                .orElseGet(() -> new NixText.Wanted(
                        tool.attribute(tool.nearest(range)),
                        "%s, which %s does not have".formatted(hint.why(), NixText.RELEASE)));
    }

    /// Composer runs on the PHP that is there.
    private String attribute(Tool tool) {
        var php = hints.get(Tool.PHP);
        return tool == Tool.COMPOSER && php != null
                ? "%sPackages.composer".formatted(wanted(php).attribute())
                : tool.attribute("");
    }
}
