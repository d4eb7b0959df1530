package dev.templedb.temple.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.packages.disk.Leftovers;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.Killed;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kills checkouts and exports at all instants: the target is whole or not there, and the next run leaves no trace of
/// the killed one.
@Tag("slow")
class KilledWritingTest {
    private static final int KILLS = 12;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"checkout", "export"})
    void what_is_killed_leaves_all_or_nothing(String what) throws Exception {
        var git = GitFolder.init(directory.resolve("git"));
        for (int i = 0; i < 1500; i++) {
            git.write("d" + i % 50 + "/file" + i, "content " + i + "\n".repeat(i));
        }
        git.commit("one");
        var file = directory.resolve("t.templedb");
        long project;
        try (var temple = FilledTemple.open(file)) {
            project = FilledTemple.take(temple, "p", git.path());
        }
        var expected = Shell.list(git.path());
        var out = Files.createDirectory(directory.resolve("out"));
        var target = out.resolve("target");
        long whole = millisOfWholeRun(file, project, what, out.resolve("first"));
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            if (i % 2 == 0) {
                Files.createDirectory(target);
            }
            // More of the kills fall into the time when files are written, after the start of the virtual machine.
            long start = System.nanoTime();
            if (Killed.after(whole * (KILLS + 2 * i) / (3 * KILLS), file, project, what, target)) {
                killed++;
            } else {
                // The machine has become faster.
                whole = millisSince(start);
            }
            if (Files.exists(target) && !Shell.run(target, "ls -A").isEmpty()) {
                assertThat(Shell.list(target)).isEqualTo(expected);
            }
            Shell.run(out, "rm -rf target");
        }
        assertThat(killed).isGreaterThan(KILLS / 3);
        assertThat(Killed.after(120_000, file, project, what, target)).isFalse();
        assertThat(Shell.list(target)).isEqualTo(expected);
        assertThat(List.of(Shell.run(out, "ls -A").split("\n"))).containsExactly("first", "target");
        assertThat(Shell.run(out, "ls -A")).doesNotContain(Leftovers.PREFIX);
        if (what.equals("export")) {
            assertThat(GitFolder.at(target).run("status", "--porcelain")).isEmpty();
            assertThat(GitFolder.at(target).run("fsck", "--strict")).isEmpty();
        }
    }

    private static long millisOfWholeRun(Path file, long project, String what, Path target) throws Exception {
        long start = System.nanoTime();
        assertThat(Killed.after(120_000, file, project, what, target)).isFalse();
        return millisSince(start);
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
