package dev.templedb.packages;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.samples.SampleProject;
import dev.templedb.packages.samples.TakenIn;
import dev.templedb.testkit.FullDisk;
import dev.templedb.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// On a disk that takes no more, packages appear whole or not at all, and nothing is left.
class FullDiskTest {
    @TempDir
    private Path directory;

    /// Some kilobytes that do not compress.
    private static PackageSource source() {
        var bytes = new byte[20_000];
        new Random(3).nextBytes(bytes);
        var project = new SampleProject();
        var blob = project.file("README.md", 0100644, java.util.HexFormat.of().formatHex(bytes));
        var tree = project.tree(SampleProject.entry(0100644, "README.md", blob));
        project.ref("refs/heads/main", project.commit("first", tree));
        return TakenIn.of(project.source());
    }

    private Path write(PackageLayout layout) {
        var target = directory.resolve("package.cathedral");
        Packages.write(source(), layout, target, Existing.REFUSE);
        return target;
    }

    private OpenOptions options() {
        return OpenOptions.strict(directory.resolve("scratch"), Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "FILE, 0", "FILE, 1000", "FILE, 22000",
        "DIRECTORY, 0", "DIRECTORY, 100", "DIRECTORY, 1000",
        "TAR_ZST, 0", "TAR_ZST, 1000", "TAR_ZST, 10000"
    })
    void a_package_that_cannot_be_written_leaves_nothing(PackageLayout layout, long room) throws Exception {
        var source = source();
        Shell.run(directory, "mkdir warm");
        Packages.write(source, layout, directory.resolve("warm/p.cathedral"), Existing.REFUSE);
        Shell.run(directory, "rm -r warm");
        try (var full = FullDisk.after(room)) {
            refuses(
                            ErrorCode.PACKAGE_UNWRITABLE,
                            () -> Packages.write(source, layout, directory.resolve("new.cathedral"), Existing.REFUSE))
                    .contains("new.cathedral");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(value = PackageLayout.class, names = "TAR_GZ", mode = Mode.EXCLUDE)
    void a_manifest_that_cannot_be_replaced_stays(PackageLayout layout) throws Exception {
        var target = write(layout);
        Shell.run(directory, "cp -r package.cathedral before");
        // What is unpacked for reading still finds room; the manifest and the new tar or file do not.
        try (var opened = Packages.open(target, options())) {
            assertThat(opened.isForeign()).isFalse();
        }
        assertThatThrownBy(() -> Packages.rewriteManifest(target, options(), (opened, manifest) -> {
                    FullDiskTest.fill();
                    return manifest;
                }))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PACKAGE_UNWRITABLE));
        FullDiskTest.empty();
        Shell.run(directory, "diff -r package.cathedral before && rm -rf before scratch");
        assertThat(directory.toFile().list()).containsExactly("package.cathedral");
    }

    private static FullDisk full;

    private static void fill() {
        full = FullDisk.after(100);
    }

    private static void empty() {
        full.close();
    }

    @Test
    void a_tar_that_cannot_be_unpacked_leaves_nothing() throws Exception {
        var target = write(PackageLayout.TAR_ZST);
        Packages.open(target, options()).close();
        try (var full = FullDisk.after(5000)) {
            assertThatThrownBy(() -> Packages.open(target, options()).close()).isInstanceOf(TempleException.class);
        }
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
        try (var opened = Packages.open(target, options())) {
            PackageChecker.verify(opened, 1, Progress.NONE);
        }
    }

    @Test
    void what_the_system_does_not_let_anybody_read_is_no_package_and_no_crash() {
        refuses(ErrorCode.SOURCE_UNREADABLE, () -> Packages.open(Path.of("/proc/self/mem"), options()))
                .contains("/proc/self/mem");
        refuses(ErrorCode.SOURCE_UNREADABLE, () -> Packages.layout(directory.resolve("a".repeat(300))))
                .contains("cannot be read");
    }

    @Test
    void packages_are_not_written_as_tar_gz_and_those_of_other_tools_are_not_changed() throws Exception {
        refuses(
                ErrorCode.USAGE,
                () -> Packages.write(source(), PackageLayout.TAR_GZ, directory.resolve("p"), Existing.REFUSE));
        var foreign = Path.of("src/test/resources/vectors/hostile-directory/good.tar.gz");
        var bytes = Files.readAllBytes(foreign);
        refuses(ErrorCode.PACKAGE_NOT_RECOGNIZED, () -> Packages.rewriteManifest(foreign, options(), (o, m) -> m));
        assertThat(foreign).hasBinaryContent(bytes);
    }
}
