package dev.templedb.packages.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.samples.SampleProject;
import dev.templedb.packages.samples.TakenIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryPackageTest {
    @TempDir
    Path directory;

    private OpenOptions options() {
        return OpenOptions.strict(directory.resolve("scratch"), Progress.NONE);
    }

    private Path written(PackageSource source, String name, PackageLayout layout) {
        var target = directory.resolve(name);
        Packages.write(source, layout, target, Existing.REFUSE);
        return target;
    }

    static TreeMap<String, String> tree(Path root) throws IOException {
        var files = new TreeMap<String, String>();
        try (var all = Files.walk(root)) {
            for (var file : all.toList()) {
                files.put(
                        root.relativize(file).toString(),
                        Files.isDirectory(file)
                                ? ""
                                : dev.templedb.core.Sha256.of(Files.readAllBytes(file))
                                        .hex());
            }
        }
        return files;
    }

    @Test
    void a_written_directory_is_read_as_the_same_project() {
        var project = TakenIn.of(SampleProject.small().source());
        try (var read = Packages.open(written(project, "a.cathedral", PackageLayout.DIRECTORY), options())) {
            assertThat(read.layout()).isEqualTo(PackageLayout.DIRECTORY);
            assertThat(read.isForeign()).isFalse();
            assertThat(read.notices()).isEmpty();
            assertThat(read.state()).isEqualTo(project.state());
            var taken = TakenIn.of(read);
            assertThat(taken.contents().keySet()).containsExactly("README.md", "bin/run", "latest");
            assertThat(taken.rawBytes()).isEqualTo(read.rawBytes());
        }
    }

    @Test
    void a_written_tar_is_read_as_the_same_project() {
        var project = TakenIn.of(SampleProject.small().source());
        try (var read = Packages.open(written(project, "a.tar", PackageLayout.TAR_ZST), options())) {
            assertThat(read.layout()).isEqualTo(PackageLayout.TAR_ZST);
            assertThat(read.state()).isEqualTo(project.state());
            TakenIn.of(read);
        }
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("a.tar", "scratch");
    }

    @Test
    void the_same_state_gives_the_same_bytes_whatever_its_frames() throws IOException {
        var one = written(TakenIn.of(SampleProject.small().source()), "one", PackageLayout.DIRECTORY);
        var other = written(
                TakenIn.of(SampleProject.small().oneObjectPerFrame().source()), "other", PackageLayout.DIRECTORY);
        assertThat(tree(other)).isEqualTo(tree(one));
        var tar = written(TakenIn.of(SampleProject.small().source()), "one.tar.zst", PackageLayout.TAR_ZST);
        var tarOfOther = written(
                TakenIn.of(SampleProject.small().oneObjectPerFrame().source()), "other.tar.zst", PackageLayout.TAR_ZST);
        assertThat(tarOfOther).hasSameBinaryContentAs(tar);
    }

    private static void strict(Path root) throws IOException, InterruptedException {
        StrictReader.check(root);
        python(root);
    }

    /// The same rules in Python, where there is one.
    private static void python(Path package_) throws IOException, InterruptedException {
        Process python;
        try {
            var script = Path.of(
                    DirectoryPackageTest.class.getResource("strict_reader.py").toURI());
            python = new ProcessBuilder("python3", script.toString(), package_.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException noPython) {
            return;
        } catch (java.net.URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        var said = new String(python.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
    }

    @Test
    void the_python_tool_s_strict_rules_are_kept() throws IOException, InterruptedException {
        var project = TakenIn.of(SampleProject.small().source());
        strict(written(project, "a.cathedral", PackageLayout.DIRECTORY));
        var packed = written(project, "a.cathedral.tar.zst", PackageLayout.TAR_ZST);
        var tar = directory.resolve("a.tar");
        try (var in = new com.github.luben.zstd.ZstdInputStream(Files.newInputStream(packed))) {
            Files.copy(in, tar);
        }
        python(tar);
    }

    @Test
    void the_tar_holds_what_the_directory_holds() throws IOException {
        var project = TakenIn.of(RandomProjects.of(7).source());
        var root = written(project, "a.cathedral", PackageLayout.DIRECTORY);
        var packed = written(project, "a.tar.zst", PackageLayout.TAR_ZST);
        var unpacked = new TreeMap<String, String>();
        unpacked.put("", "");
        try (var tar = new org.apache.commons.compress.archivers.tar.TarArchiveInputStream(
                new com.github.luben.zstd.ZstdInputStream(Files.newInputStream(packed)), "UTF-8")) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var name = entry.getName().replaceFirst("^small.cathedral/", "").replaceFirst("/$", "");
                unpacked.put(
                        name,
                        entry.isDirectory()
                                ? ""
                                : dev.templedb.core.Sha256.of(tar.readAllBytes())
                                        .hex());
            }
        }
        assertThat(unpacked).isEqualTo(tree(root));
    }

    @net.jqwik.api.Property(tries = 30, shrinking = net.jqwik.api.ShrinkingMode.OFF)
    void a_project_comes_back_from_a_directory_and_gives_the_same_directory_again(@net.jqwik.api.ForAll long seed)
            throws IOException, InterruptedException {
        var root = Files.createTempDirectory("directory-property");
        try {
            var options = OpenOptions.strict(root.resolve("scratch"), Progress.NONE);
            var project = TakenIn.of(RandomProjects.of(seed).source());
            Packages.write(project, PackageLayout.DIRECTORY, root.resolve("one"), Existing.REFUSE);
            strict(root.resolve("one"));
            TakenIn again;
            try (var read = Packages.open(root.resolve("one"), options)) {
                assertThat(read.state()).isEqualTo(project.state());
                assertThat(read.unknownFields())
                        .satisfiesAnyOf(
                                unknown -> assertThat(unknown).isEqualTo(project.unknownFields()),
                                unknown -> assertThat(project.unknownFields().members())
                                        .isEmpty());
                again = TakenIn.of(read);
                // Recipes and shared pieces of large files are not known before they are cut.
                assertThat(again.rawBytes()).isLessThan(read.rawBytes() + 10_000);
            }
            Packages.write(again, PackageLayout.DIRECTORY, root.resolve("two"), Existing.REFUSE);
            assertThat(tree(root.resolve("two"))).isEqualTo(tree(root.resolve("one")));
            Packages.write(again, PackageLayout.TAR_ZST, root.resolve("three"), Existing.REFUSE);
            try (var read = Packages.open(root.resolve("three"), options)) {
                assertThat(TakenIn.of(read).state()).isEqualTo(project.state());
            }
        } finally {
            delete(root);
        }
    }

    static void delete(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void large_files_are_proved_piece_by_piece() throws IOException {
        var large = new byte[9 << 20];
        new java.util.Random(3).nextBytes(large);
        var project = SampleProject.small();
        var old = project.large(large.clone());
        large[0] ^= 1;
        var now = project.large(large);
        var first = project.commit("old", project.tree(SampleProject.entry(0100644, "large", old)));
        project.ref(
                "refs/heads/main",
                project.commit("now", project.tree(SampleProject.entry(0100644, "large", now)), first));
        project.ref("refs/heads/second", project.refs().get("refs/tags/v1"));
        var source = TakenIn.of(project.source());
        for (var layout : new PackageLayout[] {PackageLayout.DIRECTORY, PackageLayout.TAR_ZST}) {
            try (var read = Packages.open(written(source, layout.word(), layout), options())) {
                dev.templedb.packages.content.PackageChecker.verify(read, 1, Progress.NONE);
                assertThat(TakenIn.of(read).state()).isEqualTo(source.state());
            }
            assertThat(directory.resolve("scratch")).isEmptyDirectory();
        }
    }
}
