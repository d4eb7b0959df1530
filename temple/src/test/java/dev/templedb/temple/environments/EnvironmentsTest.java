package dev.templedb.temple.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.analysis.nix.NixSyntax;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportRequest;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvironmentsTest {
    @TempDir
    private Path folder;

    private Temple temple;
    private Environments environments;

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        environments = new Environments(temple);
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private void project(Map<String, String> files) {
        var git = GitFolder.init(folder.resolve("git"));
        files.forEach(git::write);
        git.commit("one");
        FilledTemple.take(temple, "web", git.path());
    }

    private static void refused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void every_version_stays_also_of_what_was_removed() {
        FilledTemple.newProject(temple, "web");
        environments.add("web", "dev", "{ }\n", true);
        var same = environments.edit("web", "dev", "{ }\n", true);
        environments.edit("web", "dev", "{ a = 1; }\n", true);
        environments.remove("web", "dev");
        environments.add("web", "dev", "[ ]\n", true);

        assertThat(same.isChanged()).isFalse();
        assertThat(environments.get("web", "dev").text()).contains("[ ]\n");
        assertThat(environments.get("web", "dev", 2).text()).contains("{ a = 1; }\n");
        assertThat(environments.history("web", "dev"))
                .extracting(Environment::version, Environment::how)
                .map(tuple -> tuple.toList().toString())
                .containsExactly("[4, add]", "[3, remove]", "[2, edit]", "[1, add]");
        refused(ErrorCode.ENVIRONMENT_NOT_FOUND, () -> environments.get("web", "dev", 3));
        assertThat(new Audit(temple).list(Optional.of("web"), 1).getFirst().action())
                .isEqualTo("env add");
    }

    @Test
    void a_text_that_is_no_nix_is_refused_unless_it_is_wanted() {
        FilledTemple.newProject(temple, "web");
        assertThatThrownBy(() -> environments.add("web", "dev", "{\n  a = 1\n}", true))
                .hasMessageContaining("line 3, column 1");
        assertThat(environments.list("web")).isEmpty();

        environments.add("web", "dev", "{ a", false);

        assertThat(environments.get("web", "dev").text()).contains("{ a");
        refused(ErrorCode.ENVIRONMENT_ALREADY_EXISTS, () -> environments.add("web", "dev", "{ }", true));
        refused(ErrorCode.ENVIRONMENT_NOT_FOUND, () -> environments.edit("web", "prod", "{ }", true));
        refused(ErrorCode.ENVIRONMENT_INVALID, () -> environments.add("web", "x", "\0", false));
        refused(ErrorCode.ENVIRONMENT_NAME_INVALID, () -> Environments.name("../x"));
    }

    @Test
    void version_files_and_manifests_say_what_is_needed() {
        project(Map.ofEntries(
                Map.entry(".nvmrc", "v22.3.0\n"),
                Map.entry("package.json", "{\"engines\": {\"node\": \">=18\"}, \"packageManager\": \"pnpm@9.1.0\"}"),
                Map.entry("pyproject.toml", "[project]\nrequires-python = \">=3.11,<3.13\"\n"),
                Map.entry("uv.lock", "version = 1\n"),
                Map.entry("go.mod", "module x\n\ngo 1.22\n"),
                Map.entry("rust-toolchain.toml", "[toolchain]\nchannel = \"1.80\"\n"),
                Map.entry(
                        "api/pom.xml",
                        "<project><properties><java.version>17</java.version><maven.compiler.release>${java.version}</maven.compiler.release></properties></project>"),
                Map.entry("Gemfile", "source 'x'\nruby '~> 3.3.0'\n"),
                Map.entry("composer.json", "{\"require\": {\"php\": \"^8.2 <8.4\"}}"),
                Map.entry("node_modules/x/.nvmrc", "18\n"),
                Map.entry("vendor/go.mod", "go 1.1\n")));

        var text = environments
                .generate("web", "dev", EnvironmentKind.FLAKE)
                .environment()
                .text()
                .orElseThrow();

        assertThat(text.lines().filter(line -> line.contains("#")).map(String::strip))
                .containsExactly(
                        "nodejs_22 # .nvmrc: v22.3.0",
                        "python312 # pyproject.toml: >=3.11,<3.13",
                        "jdk17 # api/pom.xml: 17",
                        "ruby_3_3 # Gemfile: ~> 3.3.0",
                        "php83 # composer.json: ^8.2 <8.4",
                        "go # go.mod: 1.22",
                        "rustc # rust-toolchain.toml: 1.80",
                        "cargo # rust-toolchain.toml: 1.80",
                        "clippy # rust-toolchain.toml: 1.80",
                        "rustfmt # rust-toolchain.toml: 1.80",
                        "maven # api/pom.xml",
                        "pnpm # package.json: pnpm@9.1.0",
                        "uv # uv.lock",
                        "php83Packages.composer # composer.json");
        assertThatCode(() -> NixSyntax.check(text)).doesNotThrowAnyException();
        assertThat(environments.generate("web", "dev", EnvironmentKind.FLAKE).isChanged())
                .isFalse();
        assertThat(environments.generated("web", EnvironmentKind.FLAKE)).isEqualTo(text);
    }

    @Test
    void a_language_stands_for_its_tool_where_no_file_does() {
        project(Map.of("a.py", "x = 1\n".repeat(20), "b.rb", "y = 1\n", "Main.java", "class Main {}\n".repeat(20)));

        var text = environments.generated("web", EnvironmentKind.SHELL);

        assertThat(text).isEqualTo("""
                {
                  pkgs ? import <nixpkgs> { },
                }:

                pkgs.mkShell {
                  packages = with pkgs; [
                    python313 # Python
                    jdk25 # Java
                  ];
                }
                """);
    }

    @Test
    void says_which_version_is_not_to_be_had_and_takes_the_next() {
        project(Map.of(
                "package.json",
                "{\"engines\": {\"node\": \"16.x\"}}",
                "build.gradle.kts",
                "kotlin { jvmToolchain(18) }",
                "gradlew",
                "#!/bin/sh\n"));

        assertThat(environments.generated("web", EnvironmentKind.FLAKE))
                .contains("nodejs_20 # package.json: 16.x, which nixos-25.11 does not have\n")
                .contains("jdk21 # build.gradle.kts: 18, which nixos-25.11 does not have\n")
                .doesNotContain("gradle #");
    }

    @Test
    void hostile_files_give_a_text_that_is_nix_all_the_same() {
        project(Map.of(
                ".nvmrc",
                "22 */ '' \" ${x} \u0007\u2028 \\",
                "package.json",
                "{",
                "a\"${b}\n#/package.json",
                "{\"engines\":{\"node\":\"]; }\\n evil\"}}",
                "pom.xml",
                "<java.version>${java.version}</java.version>"));

        for (var kind : EnvironmentKind.values()) {
            assertThatCode(() -> NixSyntax.check(environments.generated("web", kind)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_project_without_files_has_nothing_to_look_at() {
        FilledTemple.newProject(temple, "web");

        refused(ErrorCode.PROJECT_EMPTY, () -> environments.generate("web", "dev", EnvironmentKind.FLAKE));
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "DIRECTORY"})
    void environments_travel(PackageLayout layout) {
        FilledTemple.newProject(temple, "web");
        environments.add("web", "dev", "{ }\n", true);
        environments.add("web", "odd", "\ufeffno nix \u00e9\r\n", false);
        environments.add("web", "gone", "1", true);
        environments.remove("web", "gone");
        var exported = new PackageExport(temple)
                .run(
                        new ExportRequest(
                                "web",
                                folder.resolve("package"),
                                layout,
                                new PathFilter(List.of()),
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE);
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            var taken = new PackageImport(other)
                    .run(
                            new PackageImportRequest(
                                    exported.path(), Optional.empty(), false, false, false, folder.resolve("scratch")),
                            Progress.NONE);

            assertThat(taken.contentRoot()).contains(exported.contentRoot());
            assertThat(new Environments(other).list("web"))
                    .extracting(Environment::name, each -> each.text().orElseThrow())
                    .map(tuple -> tuple.toList().toString())
                    .containsExactly("[dev, { }\n]", "[odd, \ufeffno nix \u00e9\r\n]");
        }
        if (layout == PackageLayout.DIRECTORY) {
            assertThat(exported.path().resolve("environments/dev.nix")).hasContent("{ }\n");
        }
    }
}
