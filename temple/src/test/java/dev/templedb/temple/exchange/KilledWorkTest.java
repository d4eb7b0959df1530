package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Leftovers;
import dev.templedb.temple.fixtures.ChildJvm;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.fixtures.WorkProcess;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is killed, at whatever instant: it happened as a whole or not at all, and the next run of its kind sweeps
/// away what is left.
class KilledWorkTest {
    private static final long LONGEST_NANOS = 400_000_000;

    @TempDir
    Path directory;

    private Path sandbox;
    private Path out;
    private GitFolder git;
    private Map<String, List<String>> facts;

    @BeforeEach
    void make() throws IOException {
        sandbox = Files.createDirectory(directory.resolve("sandbox"));
        out = Files.createDirectory(directory.resolve("out"));
        git = GitFolder.init(directory.resolve("git"));
        var random = new Random(1);
        for (int commit = 0; commit < 3; commit++) {
            for (int file = 0; file < 12; file++) {
                var bytes = new byte[6_000];
                random.nextBytes(bytes);
                git.write("d%d/f%d".formatted(file % 3, file), bytes);
            }
            git.commit("Commit " + commit);
        }
        git.run("tag", "-a", "-m", "One", "v1");
        try (var open = new IntakeSandbox(sandbox)) {
            open.take("p", git.path());
            facts = open.project("p").facts();
            WorkProcess.export(open, PackageLayout.DIRECTORY, out.resolve("directory.cathedral"));
            WorkProcess.export(open, PackageLayout.TAR_ZST, out.resolve("tar.tar.zst"));
            WorkProcess.export(open, PackageLayout.FILE, out.resolve("file.cathedral"));
        }
    }

    private void kill(String work, int first, Random random) throws Exception {
        var process = WorkProcess.start(sandbox, work, out, first);
        try (var said = process.inputReader()) {
            ChildJvm.awaitBegin(said);
            Thread.sleep(Duration.ofNanos(random.nextLong(LONGEST_NANOS)));
            assertThat(process.isAlive()).as("the work went on: %s", process).isTrue();
            process.destroyForcibly().waitFor();
        }
    }

    /// Every project that is there is whole; returns the slugs.
    private List<String> requireWhole() {
        try (var open = new IntakeSandbox(sandbox)) {
            assertThat(open.temple().file().integrityCheck()).isEmpty();
            var projects = new Projects(open.temple());
            var slugs = open.temple()
                    .file()
                    .read(tx -> tx.query("SELECT slug FROM projects ORDER BY 1").list(row -> row.text(1)));
            if (projects.find("p").isEmpty()) {
                projects.removed().undo();
            }
            assertThat(open.project("p").facts()).isEqualTo(facts);
            for (var slug : slugs) {
                assertThat(open.project(slug).facts()).as(slug).isEqualTo(facts);
                open.project(slug).requireSameAs(git);
            }
            return slugs;
        }
    }

    private void workIsKilled(String work, int kills) throws Exception {
        var random = new Random(work.hashCode());
        for (int i = 0; i < kills; i++) {
            kill(work, 10_000 * i, random);
            requireWhole();
            for (var target : made()) {
                requireWhole(work, target);
            }
        }
        runOnce(work);
        assertThat(Shell.list(directory)).as("nothing is left").noneMatch(path -> path.contains(Leftovers.PREFIX));
        requireWhole();
    }

    private List<Path> made() throws IOException {
        try (var found = Files.list(out)) {
            return found.filter(path -> path.getFileName().toString().startsWith("x"))
                    .sorted()
                    .toList();
        }
    }

    private void requireWhole(String work, Path target) {
        switch (work) {
            case "checkout" -> {
                Shell.run(target, "rm -f .templedb");
                assertThat(Shell.list(target)).isEqualTo(Shell.list(git.path()));
            }
            case "export-git" -> {
                assertThat(GitFolder.at(target).run("fsck", "--strict", "--full"))
                        .isEmpty();
                assertThat(GitFolder.at(target).run("for-each-ref")).isEqualTo(git.run("for-each-ref"));
            }
            default -> {
                var copy = directory.resolve("copy");
                try (var open = new IntakeSandbox(mkdir(copy))) {
                    WorkProcess.take(open, target, "p");
                    assertThat(open.project("p").facts()).isEqualTo(facts);
                } finally {
                    Shell.run(directory, "rm -rf copy");
                }
            }
        }
        Shell.run(out, "rm -rf " + target.getFileName());
    }

    private static Path mkdir(Path path) {
        try {
            return Files.createDirectory(path);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private void runOnce(String work) throws Exception {
        try (var open = new IntakeSandbox(sandbox)) {
            WorkProcess.work(open, work, out, 1_000_000);
        }
        for (var target : made()) {
            requireWhole(work, target);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undo",
                "maintain",
                "checkout",
                "export-git",
                "export-directory",
                "export-tar",
                "directory.cathedral",
                "tar.tar.zst"
            })
    void what_is_killed_is_whole_or_nothing_and_swept_away_by_the_next(String work) throws Exception {
        workIsKilled(work, 1);
    }

    @ParameterizedTest
    @Tag("thorough")
    @ValueSource(
            strings = {
                "undo",
                "maintain",
                "checkout",
                "export-git",
                "export-directory",
                "export-tar",
                "directory.cathedral",
                "tar.tar.zst",
                "file.cathedral"
            })
    void what_is_killed_many_times_is_whole_or_nothing(String work) throws Exception {
        workIsKilled(work, 25);
    }

    @Test
    void works_of_many_kinds_at_once_do_not_disturb_each_other() throws Exception {
        var processes = new java.util.ArrayList<Process>();
        var kinds = List.of("undo", "maintain", "tar.tar.zst", "export-git");
        for (var kind : kinds) {
            processes.add(WorkProcess.start(sandbox, kind, out, 1));
        }
        for (var process : processes) {
            ChildJvm.awaitBegin(process.inputReader());
        }
        Thread.sleep(Duration.ofMillis(800));
        for (int i = 0; i < processes.size(); i++) {
            var process = processes.get(i);
            var said = process.isAlive() ? "" : process.inputReader().readAllAsString();
            // The project is away while it is removed; everything else goes on.
            assertThat(said)
                    .as(kinds.get(i))
                    .satisfiesAnyOf(
                            none -> assertThat(none).isEmpty(),
                            gone -> assertThat(gone).contains("There is no project p."));
            process.destroyForcibly().waitFor();
        }
        requireWhole();
    }
}
