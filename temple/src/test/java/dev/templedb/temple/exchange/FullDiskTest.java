package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.fixtures.WorkProcess;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills up in the middle of the work: the error says so, and nothing is left on it.
class FullDiskTest {
    @TempDir
    Path directory;

    private Path disk;
    private GitFolder git;

    @BeforeEach
    void mount() throws Exception {
        git = GitFolder.init(directory.resolve("git"));
        for (int file = 0; file < 90; file++) {
            var bytes = new byte[100_000];
            new Random(file).nextBytes(bytes);
            git.write("d%d/f%d".formatted(file % 3, file), bytes);
        }
        git.commit("First");
        disk = Files.createDirectory(directory.resolve("disk"));
        var mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assumeTrue(mount.waitFor() == 0, "needs the right to mount");
    }

    @AfterEach
    void unmount() {
        Shell.run(directory, "umount disk 2>/dev/null || true");
    }

    private static void requireFull(Runnable work) {
        var refused = catchThrowableOfType(TempleException.class, work::run);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(ErrorCode.DISK_FULL);
    }

    @Test
    void what_is_written_from_a_temple_is_not_there_at_all() {
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("p", git.path());
            for (var work : new String[] {"checkout", "export-git", "export-directory", "export-tar"}) {
                requireFull(() -> WorkProcess.work(sandbox, work, disk, 1));
                assertThat(disk).as(work).isEmptyDirectory();
            }
            assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
        }
    }

    @Test
    void packages_are_unpacked_and_taken_in_as_a_whole_or_not() throws Exception {
        var packed = directory.resolve("p.tar.zst");
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("p", git.path());
            WorkProcess.export(sandbox, PackageLayout.TAR_ZST, packed);
            WorkProcess.export(sandbox, PackageLayout.DIRECTORY, directory.resolve("p.cathedral"));
            var before = sandbox.everything();
            requireFull(() -> WorkProcess.take(sandbox, packed, disk.resolve("scratch"), "q"));
            Files.deleteIfExists(disk.resolve("scratch"));
            assertThat(disk).isEmptyDirectory();
            assertThat(sandbox.everything()).isEqualTo(before);
        }
        try (var full = new IntakeSandbox(disk)) {
            var before = full.everything();
            for (var path : new Path[] {packed, directory.resolve("p.cathedral")}) {
                requireFull(() -> WorkProcess.take(full, path, directory.resolve("scratch"), "q"));
                assertThat(full.everything()).isEqualTo(before);
            }
            assertThat(full.temple().file().integrityCheck()).isEmpty();
        }
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void removing_undoing_and_maintaining_leave_the_temple_whole() throws Exception {
        var small = GitFolder.init(directory.resolve("small"));
        small.write("a", "a\n").commit("First");
        try (var sandbox = new IntakeSandbox(disk)) {
            sandbox.take("p", small.path());
            Shell.run(disk, "head -c 7000000 /dev/zero > filler 2>/dev/null || true");
            for (var work : new String[] {"undo", "maintain"}) {
                try {
                    WorkProcess.work(sandbox, work, disk, 1);
                } catch (TempleException refused) {
                    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(ErrorCode.DISK_FULL);
                }
            }
            Files.delete(disk.resolve("filler"));
            assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
            WorkProcess.work(sandbox, "maintain", disk, 1);
            var projects = new dev.templedb.temple.projects.Projects(sandbox.temple());
            if (projects.find("p").isEmpty()) {
                projects.removed().undo();
            }
            sandbox.project("p").requireSameAs(small);
        }
    }
}
