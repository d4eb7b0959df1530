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
}
