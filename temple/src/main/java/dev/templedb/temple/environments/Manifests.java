package dev.templedb.temple.environments;

import dev.templedb.core.Printable;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads from manifests, lock files and version files which tools a project needs. A pure function of names and texts;
/// what a file says in a way that nobody here understands is passed over.
final class Manifests {
    /// The largest manifest that is looked into, in bytes.
    static final long LARGEST = 1 << 20;

    private static final int LONGEST_SAID = 40;
    private static final Map<String, List<Tool>> BY_PRESENCE = Map.ofEntries(
            Map.entry("pnpm-lock.yaml", List.of(Tool.NODE, Tool.PNPM)),
            Map.entry("yarn.lock", List.of(Tool.NODE, Tool.YARN)),
            Map.entry("package-lock.json", List.of(Tool.NODE)),
            Map.entry("bun.lock", List.of(Tool.BUN)),
            Map.entry("bun.lockb", List.of(Tool.BUN)),
            Map.entry("deno.json", List.of(Tool.DENO)),
            Map.entry("deno.jsonc", List.of(Tool.DENO)),
            Map.entry("requirements.txt", List.of(Tool.PYTHON)),
            Map.entry("setup.py", List.of(Tool.PYTHON)),
            Map.entry("setup.cfg", List.of(Tool.PYTHON)),
            Map.entry("poetry.lock", List.of(Tool.PYTHON, Tool.POETRY)),
            Map.entry("uv.lock", List.of(Tool.PYTHON, Tool.UV)),
            Map.entry("Pipfile.lock", List.of(Tool.PYTHON, Tool.PIPENV)),
            Map.entry("Cargo.lock", List.of(Tool.RUST, Tool.CARGO, Tool.CLIPPY, Tool.RUSTFMT)),
            Map.entry("mvnw", List.of(Tool.JDK)),
            Map.entry("gradlew", List.of(Tool.JDK)),
            Map.entry("CMakeLists.txt", List.of(Tool.CMAKE)),
            Map.entry("meson.build", List.of(Tool.MESON, Tool.NINJA)),
            Map.entry("mix.exs", List.of(Tool.ELIXIR)),
            Map.entry("build.sbt", List.of(Tool.JDK, Tool.SCALA_BUILD)),
            Map.entry("cabal.project", List.of(Tool.GHC, Tool.CABAL)),
            Map.entry("build.zig", List.of(Tool.ZIG)),
            Map.entry("justfile", List.of(Tool.JUST)));

    private static final Pattern REQUIRES_PYTHON = assigned("requires-python");
    private static final Pattern POETRY_PYTHON = assigned("python");
    private static final Pattern PYTHON_VERSION = assigned("python_version");
    private static final Pattern CHANNEL = assigned("channel");
    private static final Pattern RUST_VERSION = assigned("rust-version");
    private static final Pattern GO = Pattern.compile("^go\\s+(\\d[\\d.]*)", Pattern.MULTILINE);
    private static final Pattern GEMFILE_RUBY =
            Pattern.compile("^\\s*ruby\\s+[\"']([^\"'\\n]+)[\"']", Pattern.MULTILINE);
    private static final Pattern LOCKED_RUBY =
            Pattern.compile("^RUBY VERSION\\s+ruby (\\d+\\.\\d+\\.\\d+)", Pattern.MULTILINE);
    private static final Pattern TOOLCHAIN =
            Pattern.compile("(?:JavaLanguageVersion\\.of|jvmToolchain)\\s*\\(\\s*(\\d{1,3})\\s*\\)");
    private static final Pattern COMPATIBILITY = Pattern.compile(
            "(?:sourceCompatibility|targetCompatibility)\\s*=?\\s*(?:JavaVersion\\.VERSION_)?[\"']?([\\d._]{1,6})");
    private static final Pattern TARGET_FRAMEWORK = Pattern.compile("<TargetFrameworks?>\\s*net(\\d{1,3})\\.\\d");
    private static final Pattern SDKMAN_JAVA = Pattern.compile("^java=(\\d[\\d.]*)", Pattern.MULTILINE);
    private static final List<String> POM_RELEASE = List.of(
            "maven.compiler.release",
            "release",
            "java.version",
            "maven.compiler.target",
            "maven.compiler.source",
            "target",
            "source");
    private static final Map<String, Tool> ASDF = Map.of(
            "nodejs",
            Tool.NODE,
            "node",
            Tool.NODE,
            "python",
            Tool.PYTHON,
            "java",
            Tool.JDK,
            "ruby",
            Tool.RUBY,
            "php",
            Tool.PHP,
            "golang",
            Tool.GO,
            "go",
            Tool.GO,
            "rust",
            Tool.RUST);

    private final List<ToolHint> hints = new ArrayList<>();
    private final String path;
    private final String name;

    private Manifests(String path) {
        this.path = path;
        this.name = path.substring(path.lastIndexOf('/') + 1);
    }

    /// Whether a file of this name says something, and whether its text is needed for that.
    static boolean isTelling(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        return BY_PRESENCE.containsKey(name) || isRead(name);
    }

    private static boolean isRead(String name) {
        return switch (name) {
            case ".nvmrc",
                    ".node-version",
                    ".python-version",
                    ".ruby-version",
                    ".java-version",
                    ".sdkmanrc",
                    ".tool-versions",
                    "package.json",
                    "pyproject.toml",
                    "Pipfile",
                    "go.mod",
                    "rust-toolchain",
                    "rust-toolchain.toml",
                    "Cargo.toml",
                    "pom.xml",
                    "build.gradle",
                    "build.gradle.kts",
                    "Gemfile",
                    "Gemfile.lock",
                    "composer.json",
                    "global.json" -> true;
            default -> name.endsWith(".csproj") || name.endsWith(".fsproj");
        };
    }

    /// What the file at `path` says.
    static List<ToolHint> read(String path, String text) {
        var manifest = new Manifests(path);
        BY_PRESENCE.getOrDefault(manifest.name, List.of()).forEach(tool -> manifest.add(tool, Optional.empty(), 1));
        if (isRead(manifest.name)) {
            manifest.read(text);
        }
        return manifest.hints;
    }

    private void read(String text) {
        switch (name) {
            case ".nvmrc", ".node-version" -> pinned(Tool.NODE, text);
            case ".python-version" -> pinned(Tool.PYTHON, text);
            case ".ruby-version" -> pinned(Tool.RUBY, text.replaceFirst("^ruby-", ""));
            case ".java-version" -> java(firstLine(text), 0);
            case ".sdkmanrc" -> found(SDKMAN_JAVA, text).ifPresent(version -> java(version, 0));
            case ".tool-versions" -> text.lines().limit(100).forEach(this::asdf);
            case "package.json" -> packageJson(json(text));
            case "pyproject.toml" -> pyproject(text);
            case "Pipfile" -> add(Tool.PYTHON, found(PYTHON_VERSION, text), 1);
            case "go.mod" -> add(Tool.GO, found(GO, text), 1);
            case "rust-toolchain", "rust-toolchain.toml" ->
                rust(found(CHANNEL, text).or(() -> Optional.of(firstLine(text))), 0);
            case "Cargo.toml" -> rust(found(RUST_VERSION, text), 1);
            case "pom.xml" -> pom(text);
            case "build.gradle", "build.gradle.kts" -> gradle(text);
            case "Gemfile" -> add(Tool.RUBY, found(GEMFILE_RUBY, text), 1);
            case "Gemfile.lock" -> add(Tool.RUBY, found(LOCKED_RUBY, text), 2);
            case "composer.json" -> composer(json(text));
            case "global.json" ->
                json(text)
                        .object("sdk")
                        .text("version")
                        .ifPresent(version -> add(Tool.DOTNET, Optional.of(major(version)), 0));
            default -> add(Tool.DOTNET, found(TARGET_FRAMEWORK, text), 1);
        }
    }

    private void pinned(Tool tool, String text) {
        var version = firstLine(text);
        add(tool, Optional.of(version).filter(each -> !each.isEmpty()), 0);
    }

    private void asdf(String line) {
        var words = line.strip().split("\\s+", 3);
        var tool = ASDF.get(words[0]);
        if (tool == Tool.JDK && words.length > 1) {
            java(words[1].replaceFirst("^[a-z-]*", ""), 0);
        } else if (tool != null && words.length > 1) {
            add(tool, Optional.of(words[1]), 0);
        }
    }

    private void packageJson(Json.Obj json) {
        add(Tool.NODE, json.object("engines").text("node"), 1);
        json.text("packageManager").ifPresent(manager -> {
            var said = manager.split("@", 2)[0];
            switch (said) {
                case "pnpm" -> add(Tool.PNPM, Optional.of(manager), 1);
                case "yarn" -> add(Tool.YARN, Optional.of(manager), 1);
                case "bun" -> add(Tool.BUN, Optional.of(manager), 1);
                default -> {}
            }
        });
    }

    private void pyproject(String text) {
        add(Tool.PYTHON, found(REQUIRES_PYTHON, text).or(() -> found(POETRY_PYTHON, text)), 1);
        if (text.contains("[tool.poetry")) {
            add(Tool.POETRY, Optional.empty(), 1);
        }
    }

    private void rust(Optional<String> version, int rank) {
        for (var tool : List.of(Tool.RUST, Tool.CARGO, Tool.CLIPPY, Tool.RUSTFMT)) {
            add(tool, version, rank);
        }
    }

    private void pom(String text) {
        add(Tool.MAVEN, Optional.empty(), 1);
        var release = POM_RELEASE.stream()
                .flatMap(element -> element(text, element).stream())
                .map(value -> value.startsWith("${") && value.endsWith("}")
                        ? element(text, value.substring(2, value.length() - 1)).orElse("")
                        : value)
                .filter(value -> value.matches("[\\d.]{1,6}"))
                .findFirst();
        if (release.isPresent()) {
            java(release.get(), 1);
        } else {
            add(Tool.JDK, Optional.empty(), 2);
        }
    }

    private static Optional<String> element(String text, String name) {
        return found(Pattern.compile("<" + Pattern.quote(name) + ">\\s*([^<\\s]{1,100})\\s*</"), text);
    }

    private void gradle(String text) {
        add(Tool.GRADLE, Optional.empty(), 1);
        var version = found(TOOLCHAIN, text).or(() -> found(COMPATIBILITY, text).map(each -> each.replace('_', '.')));
        if (version.isPresent()) {
            java(version.get(), 1);
        } else {
            add(Tool.JDK, Optional.empty(), 2);
        }
    }

    /// Java counted 1.5 to 1.8, and from 9 on in whole numbers.
    private void java(String version, int rank) {
        var plain = version.startsWith("1.") ? version.substring(2) : version;
        add(Tool.JDK, Optional.of(major(plain)).filter(each -> !each.isEmpty()), rank);
    }

    private static String major(String version) {
        return version.split("[.+_-]", 2)[0];
    }

    private void composer(Json.Obj json) {
        add(Tool.COMPOSER, Optional.empty(), 1);
        add(
                Tool.PHP,
                json.object("config")
                        .object("platform")
                        .text("php")
                        .or(() -> json.object("require").text("php")),
                1);
    }

    private void add(Tool tool, Optional<String> version, int rank) {
        var said = version.map(String::strip).map(text -> text.substring(0, Math.min(text.length(), LONGEST_SAID)));
        var why = Printable.text(said.map(text -> path + ": " + text).orElse(path))
                .replace('\n', ' ');
        hints.add(new ToolHint(
                tool,
                said.filter(text -> text.chars().anyMatch(Character::isDigit)).map(VersionRange::of),
                why,
                said.isEmpty() ? rank + 3 : rank));
    }

    private static Json.Obj json(String text) {
        try {
            return JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidJson unreadable) {
            return Json.Obj.empty();
        }
    }

    private static String firstLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
    }

    private static Optional<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).findFirst();
    }

    private static Pattern assigned(String key) {
        return Pattern.compile(
                "^\\s*" + Pattern.quote(key) + "\\s*=\\s*[\"']([^\"'\\n]{1,100})[\"']", Pattern.MULTILINE);
    }
}
