package dev.templedb.temple.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.packages.disk.Leftovers;
import dev.templedb.temple.fixtures.ChildJvm;
import dev.templedb.temple.fixtures.VcsProcess;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever command is killed in a checked-out directory, at whatever instant: nothing that somebody has made is lost,
/// `status` says what is so, and the same command works again.
class KilledVcsTest {
    private static final long LONGEST_NANOS = 400_000_000;
    private static final int FILES = 40;

    @TempDir
    Path scratch;

    private WorkSandbox demo;

    @BeforeEach
    void begin() throws IOException {
        var source = GitFolder.init(scratch.resolve("source"));
        for (int i = 0; i < FILES; i++) {
            source.write("d/" + i, "one " + i);
        }
        source.write("mine", "theirs\n").commit("One");
        source.run("checkout", "-q", "-b", "two");
        for (int i = 2; i < FILES; i++) {
            source.write("d/" + i, "two " + i).write("new/" + i, "new " + i);
        }
        source.write("new/0", "new").commit("Two");
        source.run("checkout", "-q", "-b", "clash", "main");
        source.write("d/1", "clash").write("added", "clash").commit("Clash");
        source.run("checkout", "-q", "main");
        source.write("d/1", "ours").commit("Ours");
        demo = new WorkSandbox(scratch, source);
        demo.write("mine", "edited by hand\n").write("notes", "not added\n");
    }

    @AfterEach
    void end() {
        demo.close();
    }

    /// Lets the other process work, and kills it somewhere in it; returns how often it had done its work.
    private int kill(String work, Random random) throws Exception {
        var process = VcsProcess.start(demo.sandbox.templeFile(), demo.directory, work);
        try (var said = process.inputReader()) {
            ChildJvm.awaitBegin(said);
            Thread.sleep(Duration.ofNanos(random.nextLong(LONGEST_NANOS)));
            assertThat(process.isAlive()).as("the work went on").isTrue();
            // The process itself would close what it has said.
            process.toHandle().destroyForcibly();
            return (int) said.lines().filter(VcsProcess.DONE::equals).count();
        }
    }

    /// What the work itself may have been doing is all that `status` says besides what was edited by hand.
    private void requireTrue(String work) throws Exception {
        assertThat(demo.sandbox.temple().file().integrityCheck()).isEmpty();
        var status = demo.status();
        assertThat(status).contains(" M mine\n").contains("?? notes\n");
        assertThat(demo.read("mine")).isEqualTo("edited by hand\n");
        assertThat(demo.read("notes")).isEqualTo("not added\n");
        var here = WorkSandbox.files(demo.directory);
        var committed = committed();
        var changed = List.of(status.split("\n")).stream()
                .map(line -> line.substring(3))
                .toList();
        changed.forEach(path -> {
            here.remove(path);
            committed.remove(path);
        });
        assertThat(here).isEqualTo(committed);
        var rest = status.replace(" M mine\n", "").replace("?? notes\n", "");
        switch (work) {
            case "switch", "revert" -> assertThat(rest).isEmpty();
            case "commit" -> assertThat(rest).isIn("", " M d/0\n");
            case "add" -> assertThat(rest).isIn("", " M d/0\n", "M  d/0\n", "M  d/0\n M d/0\n");
            case "merge" -> assertThat(rest).isIn("", " M new/0\n");
            default -> assertThat(rest).isIn("", "A  added\nUU d/1\n");
        }
        if (rest.contains("d/0")) {
            assertThat(demo.read("d/0")).matches("edited \\d+|");
        }
        if (rest.contains("UU")) {
            assertThat(demo.read("d/1")).isEqualTo("<<<<<<< HEAD\nours\n=======\nclash\n>>>>>>> clash\n");
            demo.work().abort();
        }
    }

    private TreeMap<String, String> committed() throws IOException {
        var git = demo.exported();
        git.run(
                "checkout",
                "-q",
                "--detach",
                demo.work().checkout().base().orElseThrow().hex());
        return WorkSandbox.files(git.path());
    }

    private int commits() {
        return Integer.parseInt(demo.exported().run("rev-list", "--all", "--count"));
    }

    private void workIsKilled(String work, int kills) throws Exception {
        var random = new Random(work.hashCode());
        for (int i = 0; i < kills; i++) {
            int before = commits();
            int done = kill(work, random);
            requireTrue(work);
            if (!List.of("switch", "add", "conflict").contains(work)) {
                assertThat(commits()).as("what was acknowledged is there").isGreaterThanOrEqualTo(before + done);
            }
        }
        VcsProcess.work(demo.sandbox.temple(), demo.directory, work);
        requireTrue(work);
        assertThat(Shell.list(demo.directory)).as("nothing is left").noneMatch(path -> path.contains(Leftovers.PREFIX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"switch", "commit", "add", "merge", "conflict", "revert"})
    void what_is_killed_loses_nothing_and_works_again(String work) throws Exception {
        workIsKilled(work, 1);
    }

    @ParameterizedTest
    @Tag("thorough")
    @ValueSource(strings = {"switch", "commit", "add", "merge", "conflict", "revert"})
    void what_is_killed_many_times_loses_nothing_and_works_again(String work) throws Exception {
        workIsKilled(work, 12);
    }
}
