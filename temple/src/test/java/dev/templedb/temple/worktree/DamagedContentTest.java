package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.ada;
import static dev.templedb.temple.worktree.WorkSandbox.paths;
import static dev.templedb.temple.worktree.WorkSandbox.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.temple.care.Maintenance;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedContentTest {
    @TempDir
    Path scratch;

    private WorkSandbox demo;

    @BeforeEach
    void begin() throws Exception {
        var source = GitFolder.init(scratch.resolve("source"));
        source.write("a.txt", "a\n").write("b.txt", "b\n").commit("Begin");
        demo = new WorkSandbox(scratch, source);
    }

    @AfterEach
    void end() {
        demo.close();
    }

    /// What a disk does that loses a byte.
    private void damage() {
        demo.sandbox.temple().file().write(tx -> {
            tx.update("UPDATE checkout_contents SET bytes = CAST(substr(bytes, 2) || X'00' AS BLOB)")
                    .execute();
            return true;
        });
    }

    /// What a repair of the database does that leaves a table's rows behind.
    private void lose() {
        demo.sandbox.temple().file().write(tx -> {
            tx.update("DELETE FROM checkout_contents").execute();
            return true;
        });
    }

    private List<String> problems() {
        return new Maintenance(demo.sandbox.temple()).run(Progress.NONE).problems();
    }

    private void commitRefuses(String name) {
        assertThat(refuses(ErrorCode.WORK_CONTENT_DAMAGED, () -> demo.work().commit(CommitRequest.of("No", ada(1)))))
                .hasMessageContaining("what is staged of " + name);
    }

    @Test
    void maintenance_and_a_commit_name_the_file_and_adding_it_again_mends_it() throws Exception {
        demo.write("a.txt", "staged\n");
        demo.work().add(paths("a.txt"), false);
        assertThat(problems()).isEmpty();
        damage();

        assertThat(problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .contains("what is staged of a.txt is damaged", demo.directory.toString(), "templedb vcs add"));
        commitRefuses("a.txt");
        assertThat(demo.status()).isEqualTo("M  a.txt\n");

        demo.work().add(paths("a.txt"), false);
        assertThat(problems()).isEmpty();
        demo.work().commit(CommitRequest.of("Mended", ada(2)));
        assertThat(demo.exported().run("show", "main:a.txt")).isEqualTo("staged");
    }

    @Test
    void a_missing_content_is_named_and_adding_the_file_again_mends_it() throws Exception {
        demo.write("a.txt", "staged\n").write("b.txt", "kept\n");
        demo.work().restore(paths("b.txt"));
        demo.work().add(paths("a.txt"), false);
        lose();

        assertThat(problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("what is staged of a.txt is damaged"))
                .anyMatch(problem -> problem.contains("what was kept of b.txt is damaged"));
        commitRefuses("a.txt");
        assertThat(demo.status()).isEqualTo("M  a.txt\n");

        assertThat(demo.work().add(paths("a.txt"), false)).isEqualTo(1);
        assertThat(demo.work().add(paths("a.txt"), false)).isZero();
        demo.work().commit(CommitRequest.of("Mended", ada(2)));
        assertThat(demo.exported().run("show", "main:a.txt")).isEqualTo("staged");
    }

    @Test
    void a_restore_and_its_undo_of_what_is_missing_touch_nothing_and_work_goes_on() throws Exception {
        demo.write("a.txt", "staged\n");
        demo.work().add(paths("a.txt"), false);
        lose();
        demo.write("a.txt", "newer\n").write("b.txt", "thrown away\n");

        refuses(ErrorCode.WORK_CONTENT_DAMAGED, () -> demo.work().restore(paths(".")));
        assertThat(demo.status()).isEqualTo("M  a.txt\n M a.txt\n M b.txt\n");

        demo.work().add(paths("a.txt"), false);
        demo.work().restore(paths("b.txt"));
        demo.work().commit(CommitRequest.of("Newer", ada(2)));
        lose();
        assertThat(refuses(ErrorCode.WORK_CONTENT_DAMAGED, () -> demo.work().bringBack()))
                .hasMessageContaining("what was kept of b.txt");
        assertThat(demo.status()).isEmpty();
    }

    @Test
    void a_plan_that_nobody_can_carry_out_any_more_stops_nothing() throws Exception {
        demo.write("a.txt", "staged\n");
        demo.work().add(paths("a.txt"), false);
        demo.sandbox.temple().file().write(tx -> {
            var checkouts = new SqliteCheckoutStore(tx);
            var checkout = checkouts.all().getFirst();
            var staged = checkouts.tracked(checkout.id()).get("a.txt");
            checkouts.addWrites(
                    checkout.id(),
                    List.of(new PlannedWrite(
                            "a.txt",
                            staged.mode(),
                            staged.blob(),
                            PlannedWrite.Before.UNKNOWN,
                            staged.mode(),
                            staged.blob(),
                            PlannedWrite.How.AS_TREE)));
            return true;
        });
        lose();

        assertThat(demo.status()).isEqualTo("M  a.txt\n");
        assertThat(demo.read("a.txt")).isEqualTo("staged\n");
        demo.work().add(paths("a.txt"), false);
        demo.work().commit(CommitRequest.of("Mended", ada(2)));
        assertThat(problems()).isEmpty();
    }

    @Test
    void what_cannot_be_written_is_told_by_status_and_stops_only_what_would_write() throws Exception {
        var unwritable = "x".repeat(300);
        demo.sandbox.temple().file().write(tx -> {
            var checkouts = new SqliteCheckoutStore(tx);
            var checkout = checkouts.all().getFirst();
            var a = checkouts.tracked(checkout.id()).get("a.txt");
            checkouts.addWrites(
                    checkout.id(),
                    List.of(new PlannedWrite(
                            unwritable,
                            0,
                            null,
                            PlannedWrite.Before.UNKNOWN,
                            a.baseMode(),
                            a.baseBlob(),
                            PlannedWrite.How.AS_TREE)));
            return true;
        });
        demo.write("b.txt", "newer\n");

        var status = demo.work().status(Untracked.FILES);
        assertThat(status.stopped()).hasValueSatisfying(why -> assertThat(why).contains("cannot be written"));
        assertThat(status.isClean()).isFalse();
        assertThat(demo.status()).isEqualTo(" M b.txt\n");
        assertThat(refuses(ErrorCode.WORK_UNFINISHED, () -> demo.work().add(paths("b.txt"), false)))
                .hasMessageContaining("1 planned change");
    }

    @Test
    void a_large_file_is_proven_too() throws Exception {
        var bytes = new byte[9 << 20];
        new Random(1).nextBytes(bytes);
        Files.write(demo.directory.resolve("large"), bytes);
        demo.work().add(paths("large"), false);
        damage();

        commitRefuses("large");

        demo.work().unstage(paths("large"));
        demo.work().add(paths("large"), false);
        demo.work().commit(CommitRequest.of("Mended", ada(2)));
        assertThat(problems()).isEmpty();
        assertThat(demo.exported()
                        .start(new byte[0], "cat-file", "blob", "main:large")
                        .output())
                .isEqualTo(bytes);
    }

    @Test
    void a_file_that_was_changed_since_takes_the_place_of_the_damaged_one() throws Exception {
        demo.write("a.txt", "staged\n");
        demo.work().add(paths("a.txt"), false);
        damage();
        demo.write("a.txt", "newer\n");

        demo.work().add(paths("."), false);

        demo.work().commit(CommitRequest.of("Newer", ada(2)));
        assertThat(demo.exported().run("show", "main:a.txt")).isEqualTo("newer");
        assertThat(problems()).isEmpty();
    }

    @Test
    void a_restore_of_what_is_damaged_touches_nothing() throws Exception {
        demo.write("a.txt", "staged\n");
        demo.work().add(paths("a.txt"), false);
        damage();
        demo.write("a.txt", "newer\n").write("b.txt", "newer\n");

        refuses(ErrorCode.WORK_CONTENT_DAMAGED, () -> demo.work().restore(paths(".")));

        assertThat(demo.status()).isEqualTo("M  a.txt\n M a.txt\n M b.txt\n");
        assertThat(demo.read("a.txt")).isEqualTo("newer\n");
    }

    @Test
    void undo_says_what_cannot_be_brought_back_and_work_goes_on() throws Exception {
        demo.write("a.txt", "thrown away\n");
        demo.work().restore(paths("a.txt"));
        damage();

        assertThat(refuses(ErrorCode.WORK_CONTENT_DAMAGED, () -> demo.work().bringBack()))
                .hasMessageContaining("what was kept of a.txt");

        assertThat(demo.status()).isEmpty();
        demo.write("b.txt", "more\n").commitAll("More");
        demo.work().switchTo("HEAD~1", Optional.empty());
        assertThat(demo.read("b.txt")).isEqualTo("b\n");
    }

    @Test
    void a_merge_can_be_given_up_whatever_is_damaged() throws Exception {
        demo.work().switchTo("HEAD", Optional.of("feature"));
        demo.write("a.txt", "theirs\n").commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        demo.write("a.txt", "ours\n").commitAll("Ours");
        demo.work().merge("feature", Optional.empty(), ada(9), true, false);
        damage();

        demo.work().abort();

        assertThat(demo.read("a.txt")).isEqualTo("ours\n");
        assertThat(demo.status()).isEmpty();
    }
}
