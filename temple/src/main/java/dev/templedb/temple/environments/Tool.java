package dev.templedb.temple.environments;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A tool that a project may need, and what nixpkgs has of it.
///
/// The lines are those of the release that [NixText#RELEASE] names; a newer release of nixpkgs means looking at them.
enum Tool {
    NODE("Node.js", "nodejs_%s", "", "24", "22", "20"),
    PYTHON("Python", "python%s", "", "3.13", "3.12", "3.11", "3.14"),
    JDK("Java", "jdk%s", "", "25", "21", "17", "11", "8"),
    RUBY("Ruby", "ruby_%s", "_", "3.4", "3.3"),
    PHP("PHP", "php%s", "", "8.4", "8.3", "8.2"),
    DOTNET(".NET", "dotnet-sdk_%s", "", "9", "8"),
    GO("Go", "go"),
    RUST("Rust", "rustc"),
    CARGO("Rust", "cargo"),
    CLIPPY("Rust", "clippy"),
    RUSTFMT("Rust", "rustfmt"),
    MAVEN("Maven", "maven"),
    GRADLE("Gradle", "gradle"),
    PNPM("pnpm", "pnpm"),
    YARN("Yarn", "yarn"),
    BUN("Bun", "bun"),
    DENO("Deno", "deno"),
    POETRY("Poetry", "poetry"),
    UV("uv", "uv"),
    PIPENV("Pipenv", "pipenv"),
    COMPOSER("Composer", "phpPackages.composer"),
    CMAKE("CMake", "cmake"),
    MESON("Meson", "meson"),
    NINJA("Ninja", "ninja"),
    ELIXIR("Elixir", "elixir"),
    SCALA_BUILD("sbt", "sbt"),
    GHC("Haskell", "ghc"),
    CABAL("Cabal", "cabal-install"),
    ZIG("Zig", "zig"),
    JUST("just", "just"),
    TERRAFORM("Terraform", "opentofu"),
    LUA("Lua", "lua"),
    PERL("Perl", "perl"),
    KOTLIN("Kotlin", "kotlin"),
    SCALA("Scala", "scala");

    private final String title;
    private final String attribute;
    private final String point;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> lines;

    /// @param attribute its name in nixpkgs, with `%s` for the line
    /// @param point     what stands in that name between the numbers of a line
    /// @param lines     the lines that there are, the one to take first
    Tool(String title, String attribute, String point, String... lines) {
        this.title = title;
        this.attribute = attribute;
        this.point = point;
        this.lines = List.of(lines);
    }

    Tool(String title, String attribute) {
        this(title, attribute, "");
    }

    String title() {
        return title;
    }

    boolean hasLines() {
        return !lines.isEmpty();
    }

    /// The line to take for a requirement; none when nixpkgs has no such version.
    Optional<String> line(VersionRange wanted) {
        return lines.stream().filter(wanted::admits).findFirst();
    }

    /// The line that comes nearest to a requirement that no line meets: the oldest that is newer, or else the
    /// newest.
    String nearest(VersionRange wanted) {
        var from = VersionRange.of(">=" + wanted.lowest());
        return lines.stream()
                .sorted(Tool::compare)
                .filter(from::admits)
                .findFirst()
                .orElse(lines.stream().max(Tool::compare).orElseThrow());
    }

    /// The name of `line` in nixpkgs.
    String attribute(String line) {
        return attribute.formatted(line.replace(".", point));
    }

    private static int compare(String a, String b) {
        return Arrays.compare(numbers(a), numbers(b));
    }

    private static int[] numbers(String line) {
        return Arrays.stream(line.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }
}
