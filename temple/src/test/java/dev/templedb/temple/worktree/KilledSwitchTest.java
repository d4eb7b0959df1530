package dev.templedb.temple.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.GitId;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledSwitchTest {
    @TempDir
    Path scratch;

    /// What is on record and on the disk when a switch is killed after it has written some of its files.
    private static GitId killed(WorkSandbox demo, String... written) throws Exception {
        var target = killedAtOnce(demo, "two");
        for (var name : written) {
            demo.write(name, "two\n");
        }
        Files.writeString(demo.directory.resolve(".templedb-partial-0123456789abcdef.tmp"), "half");
        return target;
    }

    /// What is on record when a switch is killed before it has written anything.
    static GitId killedAtOnce(WorkSandbox demo, String branch) {
        var target = GitId.parse(demo.exported().run("rev-parse", branch));
        Session.in(demo.sandbox.temple(), demo.work().checkout(), session -> {
            var switching = new Switching(session);
            switching.plan(target);
            return demo.sandbox.temple().file().write(tx -> {
                var store = new SqliteCheckoutStore(tx);
                store.setHead(session.checkout().id(), Optional.of("refs/heads/" + branch), Optional.of(target));
                store.setTracked(session.checkout().id(), switching.tracked());
                store.addWrites(session.checkout().id(), switching.writes());
                return true;
            });
        });
        return target;
    }

    private WorkSandbox demo() throws Exception {
        var source = GitFolder.init(scratch.resolve("source"));
        source.write("a", "one\n").write("b", "one\n").write("gone/c", "one\n").commit("One");
        source.run("checkout", "-q", "-b", "two");
        source.run("rm", "-q", "gone/c");
        source.write("a", "two\n").write("b", "two\n").write("new/d", "two\n").commit("Two");
        source.run("checkout", "-q", "main");
        return new WorkSandbox(scratch, source);
    }

    @Test
    void the_next_command_finishes_a_killed_switch() throws Exception {
        try (var demo = demo()) {
            var target = killed(demo, "a");

            assertThat(demo.status()).isEmpty();

            assertThat(demo.work().checkout().base()).contains(target);
            assertThat(WorkSandbox.files(demo.directory))
                    .containsOnlyKeys("a", "b", "new/d")
                    .containsValue("- two\n");
            assertThat(demo.directory.resolve("gone")).doesNotExist();
        }
    }

    @Test
    void what_somebody_wrote_after_the_kill_is_left_alone() throws Exception {
        try (var demo = demo()) {
            killed(demo, "a");
            demo.write("b", "mine\n").write("new/d", "mine too\n");

            assertThat(demo.status()).isEqualTo(" M b\n M new/d\n");

            assertThat(demo.read("b")).isEqualTo("mine\n");
            assertThat(demo.read("new/d")).isEqualTo("mine too\n");
        }
    }
}
