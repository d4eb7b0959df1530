package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.temple.fixtures.ChildJvm;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.IntakeProcess;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Imports and syncs happen as a whole or not at all: when they are killed, when the disk is full, when two run at
/// once.
class KilledImportTest {
    private static final int KILLS = 32;

    @TempDir
    Path directory;

    /// A repository that takes a noticeable time to import.
    private GitFolder repository(String name, int files) {
        var git = GitFolder.init(directory.resolve(name));
        var random = new Random(name.hashCode());
        for (int commit = 0; commit < 4; commit++) {
            for (int file = 0; file < files; file++) {
                var bytes = new byte[20_000];
                random.nextBytes(bytes);
                git.write("d%d/f%d".formatted(file % 5, file), bytes);
            }
            git.commit("Commit " + commit);
        }
        return git;
    }

    private static Process start(Path temple, String what, String slug, String source) throws IOException {
        return IntakeProcess.start(List.of(), temple, what, slug, source);
    }

    /// Waits until the process has opened the temple, then lets it go on for some time, and kills it.
    private static void kill(Process process, long nanos) throws Exception {
        try (var out = process.inputReader()) {
            ChildJvm.awaitBegin(out);
            Thread.sleep(Duration.ofNanos(nanos));
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
    }

    private static long nanosOf(Path temple, String what, String slug, String source) throws Exception {
        var process = start(temple, what, slug, source);
        try (var out = process.inputReader()) {
            ChildJvm.awaitBegin(out);
            long begun = System.nanoTime();
            assertThat(out.lines().toList()).anyMatch(line -> line.equals("IMPORTED") || line.equals("UPDATED"));
            return System.nanoTime() - begun;
        }
    }

    @Test
    @Tag("slow")
    void an_import_that_is_killed_is_whole_or_nothing() throws Exception {
        var git = repository("git", 60);
        var temple = directory.resolve("temple");
        long whole =
                nanosOf(directory.resolve("timed"), "import", "p", git.path().toString());
        Map<String, List<String>> expected;
        try (var sandbox = new IntakeSandbox(directory.resolve("timed"))) {
            expected = sandbox.project("p").facts();
        }
        var random = new Random(1);
        var rows = rowsOfANewTemple();
        int finished = 0;
        for (int kill = 0; kill < KILLS / 2; kill++) {
            var slug = "p" + kill;
            kill(start(temple, "import", slug, git.path().toString()), (long) (random.nextDouble() * 1.1 * whole));
            try (var sandbox = new IntakeSandbox(temple)) {
                assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
                if (new Projects(sandbox.temple()).find(slug).isPresent()) {
                    finished++;
                    assertThat(sandbox.project(slug).facts()).isEqualTo(expected);
                    rows = sandbox.everything();
                } else {
                    assertThat(withoutVersion(sandbox.everything())).isEqualTo(withoutVersion(rows));
                }
            }
        }
        assertThat(finished).isLessThan(KILLS / 2);
        try (var sandbox = new IntakeSandbox(temple)) {
            sandbox.take("after", git.path());
            sandbox.project("after").requireSameAs(git);
            assertThat(sandbox.project("after").facts()).isEqualTo(expected);
        }
    }

    /// The rows that making a temple makes, whichever process does it.
    private List<String> rowsOfANewTemple() {
        try (var sandbox = new IntakeSandbox(directory.resolve("new"))) {
            return sandbox.everything();
        }
    }

    /// When the tables were made does not count.
    private static List<String> withoutVersion(List<String> rows) {
        return rows.stream().filter(row -> !row.startsWith("schema_")).toList();
    }

    @Test
    @Tag("slow")
    void a_sync_that_is_killed_is_whole_or_nothing() throws Exception {
        var git = repository("git", 40);
        var temple = directory.resolve("temple");
        Map<String, List<String>> before;
        try (var sandbox = new IntakeSandbox(temple)) {
            sandbox.take("p", git.path());
            before = sandbox.project("p").facts();
        }
        var old = git.run("rev-parse", "main");
        git.run("reset", "-q", "--hard", "main~2");
        for (int file = 0; file < 60; file++) {
            var bytes = new byte[30_000];
            new Random(file).nextBytes(bytes);
            git.write("new" + file, bytes);
        }
        var moved = git.commit("Moved");
        Map<String, List<String>> after;
        try (var sandbox = new IntakeSandbox(directory.resolve("timed"))) {
            sandbox.take("p", git.path());
            after = sandbox.project("p").facts();
        }
        var random = new Random(2);
        for (int kill = 0; kill < KILLS / 2; kill++) {
            kill(start(temple, "sync", "p", git.path().toString()), random.nextLong(1_200_000_000L));
            try (var sandbox = new IntakeSandbox(temple)) {
                assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
                var facts = sandbox.project("p").facts();
                assertThat(facts).isIn(before, after);
                if (facts.equals(after)) {
                    git.run("update-ref", "refs/heads/main", old);
                    sandbox.sync("p");
                    assertThat(sandbox.project("p").facts()).isEqualTo(before);
                    git.run("update-ref", "refs/heads/main", moved);
                }
            }
        }
        try (var sandbox = new IntakeSandbox(temple)) {
            sandbox.sync("p");
            assertThat(sandbox.project("p").facts()).isEqualTo(after);
        }
    }

    @Test
    void the_next_import_sweeps_away_what_a_killed_clone_has_left() throws Exception {
        var git = repository("git", 20);
        var address = git.path().toUri().toString();
        var random = new Random(3);
        for (int kill = 0; kill < 5; kill++) {
            kill(start(directory, "import", "k" + kill, address), random.nextLong(150_000_000));
        }
        try (var sandbox = new IntakeSandbox(directory)) {
            assertThat(sandbox.take(sandbox.request("p", address, true)).commits())
                    .isEqualTo(4);
            assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
        }
        try (var left = Files.walk(directory.resolve("scratch"))) {
            assertThat(left.filter(path -> path.getFileName().toString().endsWith(".pack")))
                    .isEmpty();
        }
    }

    @Test
    void two_imports_at_once_both_end_well_or_one_is_told_that_the_temple_is_busy() throws Exception {
        var git = repository("git", 30);
        var processes = new ArrayList<Process>();
        for (var slug : List.of("one", "two")) {
            processes.add(start(directory, "import", slug, git.path().toString()));
        }
        var ends = new ArrayList<String>();
        for (var process : processes) {
            try (var out = process.inputReader()) {
                ends.add(out.lines()
                        .filter(line -> line.equals("IMPORTED") || line.startsWith("TEMPLE_BUSY"))
                        .findFirst()
                        .orElse("neither"));
            }
        }
        assertThat(ends).contains("IMPORTED").doesNotContain("neither");
        try (var sandbox = new IntakeSandbox(directory)) {
            assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
            for (var slug : List.of("one", "two")) {
                if (new Projects(sandbox.temple()).find(slug).isPresent()) {
                    sandbox.project(slug).requireSameAs(git);
                }
            }
        }
    }

    @Test
    void an_import_while_another_one_writes_is_told_that_the_temple_is_busy() {
        var git = GitFolder.init(directory.resolve("git"));
        git.write("a", "a\n").commit("First");
        try (var first = new IntakeSandbox(directory);
                var second = new IntakeSandbox(directory, Duration.ofMillis(50))) {
            first.temple().file().write(tx -> {
                tx.update("INSERT INTO settings (key, value) VALUES ('x', 'y')").execute();
                second.refuses(ErrorCode.TEMPLE_BUSY, () -> second.take("p", git.path()));
                return true;
            });
            second.take("p", git.path());
            first.project("p").requireSameAs(git);
        }
    }

    @Test
    void a_full_disk_is_named_and_nothing_is_left() throws Exception {
        var small = GitFolder.init(directory.resolve("small"));
        small.write("a", "a\n").commit("First");
        var big = repository("big", 400);
        var disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString()) == 0,
                "needs the right to mount");
        try {
            try (var sandbox = new IntakeSandbox(disk)) {
                sandbox.take("before", small.path());
                sandbox.refuses(ErrorCode.DISK_FULL, () -> sandbox.take("p", big.path()));
                sandbox.refuses(
                        ErrorCode.DISK_FULL,
                        () -> new ProjectImport(sandbox.temple())
                                .sync("before", sandbox.request("", big.path()), Progress.NONE));
                assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
                sandbox.project("before").requireSameAs(small);
                FilledTemple.take(sandbox.temple(), "after", small.path());
                sandbox.project("after").requireSameAs(small);
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
