package dev.templedb.packages.directory;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage.LeftOut;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.samples.TakenIn;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Packages that the Python tool really wrote.
class PythonPackageTest {
    @TempDir
    Path directory;

    private static Path fixture(String name) {
        try {
            return Path.of(PythonPackageTest.class.getResource("python/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private OpenOptions options() {
        return OpenOptions.strict(directory.resolve("scratch"), Progress.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge.cathedral", "edge.cathedral.tar.gz", "edge.cathedral.tar.zst"})
    void all_files_of_a_partial_reading_are_the_fixture_s(String name) throws IOException {
        try (var read = Packages.open(fixture(name), options().asPartial())) {
            assertThat(read.isForeign()).isTrue();
            assertThat(read.leftOut())
                    .containsExactly(new LeftOut("big.json", "its content is missing from the package"));
            assertThat(read.notices()).singleElement().asString().contains("/home/alice/edge");
            var contents = TakenIn.of(read).contents();
            var expected = new TreeMap<String, String>();
            var got = new TreeMap<String, String>();
            contents.forEach((path, bytes) -> got.put(path, new String(bytes, StandardCharsets.ISO_8859_1)));
            expectedFiles(expected);
            assertThat(got).isEqualTo(expected);
        }
        assertThat(directory.resolve("scratch"))
                .satisfiesAnyOf(
                        scratch -> assertThat(scratch).doesNotExist(),
                        scratch -> assertThat(scratch).isEmptyDirectory());
    }

    private static void expectedFiles(TreeMap<String, String> expected) throws IOException {
        var names = new String[] {
            "data.json",
            ".env",
            "",
            "link.sh",
            "run.sh",
            "mac.py",
            "nonl.md",
            "LICENSE",
            "bom.py",
            "crlf.py",
            "Dockerfile",
            "sep.py",
            "empty.py",
            "latin1.py",
            "a b.md",
            "nul.py",
            "go.sum",
            "\u00fcn\u00ef \u00e7ode.md"
        };
        for (int i = 0; i < names.length; i++) {
            if (!names[i].isEmpty()) {
                var blob = fixture("edge.cathedral").resolve("files/file-%06d.blob".formatted(i + 1));
                expected.put(names[i], Files.readString(blob, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(expected.get("nul.py")).isEqualTo("nul\0byte");
        assertThat(expected.get("latin1.py")).isEqualTo("# caf\u00e9\r\n");
        assertThat(expected.get("mac.py")).isEqualTo("old\nmac\n");
    }

    @Test
    void missing_content_is_refused_with_the_list() {
        refuses(ErrorCode.PACKAGE_INCOMPLETE, () -> Packages.open(fixture("edge.cathedral"), options()))
                .contains("big.json");
        refuses(ErrorCode.PACKAGE_INCOMPLETE, () -> Packages.open(fixture("edge.cathedral.tar.gz"), options()))
                .contains("big.json");
    }

    @Test
    void all_three_forms_give_the_same_state() {
        var roots = new java.util.HashSet<String>();
        for (var name : new String[] {"edge.cathedral", "edge.cathedral.tar.gz", "edge.cathedral.tar.zst"}) {
            try (var read = Packages.open(fixture(name), options().asPartial())) {
                roots.add(read.state().root().hex());
            }
        }
        assertThat(roots).hasSize(1);
    }

    @Test
    void what_we_do_not_model_is_written_back_and_read_again() throws IOException {
        var target = directory.resolve("edge.cathedral");
        TakenIn taken;
        try (var read = Packages.open(fixture("edge.cathedral"), options().asPartial())) {
            taken = TakenIn.of(read);
            assertThat(read.state().documents())
                    .containsOnlyKeys(
                            "deployments/deploy.json",
                            "metadata/imported-files.json",
                            "metadata/imported-package.json");
        }
        Packages.write(taken, PackageLayout.DIRECTORY, target, Existing.REFUSE);
        assertThat(target.resolve("deployments/deploy.json"))
                .hasSameBinaryContentAs(fixture("edge.cathedral/deployments/deploy.json"));
        assertThat(Files.readString(target.resolve("project.json"))).doesNotContain("/home/alice");
        assertThat(Files.readString(target.resolve("metadata/imported-package.json")))
                .doesNotContain("/home/alice");
        try (var again = Packages.open(target, options())) {
            assertThat(again.isForeign()).isFalse();
            assertThat(again.state()).isEqualTo(taken.state());
            assertThat(TakenIn.of(again).contents().keySet())
                    .isEqualTo(taken.contents().keySet());
        }
    }

    @Test
    void the_commit_says_where_it_comes_from() {
        try (var read = Packages.open(fixture("edge.cathedral"), options().asPartial())) {
            var commits = TakenIn.of(read).commits();
            assertThat(commits).singleElement().satisfies(commit -> {
                assertThat(commit.authorName()).isEqualTo("alice");
                assertThat(commit.at()).isEqualTo("2026-11-20T22:33:00Z");
                assertThat(commit.message()).isEqualTo("""
                        Import edge from a package of the Python TempleDB

                        Package format 1.0.0, written 2026-11-20T22:33:00.451Z by TempleDB 0.1.0.
                        """);
            });
            assertThat(read.state().refs()).containsOnlyKeys("refs/heads/main");
            assertThat(read.state().project().text("created_at")).contains("2026-11-20T22:23:41.000Z");
        }
    }
}
