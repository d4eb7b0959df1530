package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.ada;
import static dev.templedb.temple.worktree.WorkSandbox.paths;
import static dev.templedb.temple.worktree.WorkSandbox.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergingTest {
    private static final String MERGED = "one\n2\n3\n4\n5\n6\nseven\n";

    @TempDir
    Path scratch;

    private WorkSandbox demo;

    @BeforeEach
    void begin() throws Exception {
        var source = GitFolder.init(scratch.resolve("source"));
        source.write("a.txt", "1\n2\n3\n4\n5\n6\n7\n").write("b.txt", "b\n").commit("Begin");
        demo = new WorkSandbox(scratch, source);
        demo.work().switchTo("HEAD", Optional.of("feature"));
    }

    @AfterEach
    void end() {
        demo.close();
    }

    private MergeOutcome merge() {
        return demo.work().merge("feature", Optional.empty(), ada(9), true, false);
    }

    @Test
    void what_both_changed_in_other_places_is_merged() throws Exception {
        demo.write("a.txt", "one\n2\n3\n4\n5\n6\n7\n").commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        demo.write("a.txt", "1\n2\n3\n4\n5\n6\nseven\n").commitAll("Ours");
        demo.write("b.txt", "not committed\n");

        assertThat(merge()).isInstanceOf(MergeOutcome.Made.class);

        assertThat(demo.read("a.txt")).isEqualTo("one\n2\n3\n4\n5\n6\nseven\n");
        assertThat(demo.status()).isEqualTo(" M b.txt\n");
        var git = demo.exported();
        assertThat(git.run("log", "-1", "--format=%s|%p", "main")).matches("Merge 'feature' into main\\|\\w+ \\w+");
        assertThat(git.run("show", "main:a.txt")).isEqualTo("one\n2\n3\n4\n5\n6\nseven");
        assertThat(merge()).isInstanceOf(MergeOutcome.UpToDate.class);
    }

    @Test
    void attributes_that_lie_in_the_directory_say_how_files_are_merged() throws Exception {
        demo.write("u.txt", "1\n").commitAll("More");
        demo.work().switchTo("HEAD", Optional.of("other"));
        demo.write("a.txt", "one\n2\n3\n4\n5\n6\n7\n")
                .write("b.txt", "theirs\n")
                .write("u.txt", "1\ntheirs\n")
                .commitAll("Theirs");
        demo.work().switchTo("feature", Optional.empty());
        demo.write("a.txt", "1\n2\n3\n4\n5\n6\nseven\n")
                .write("b.txt", "ours\n")
                .write("u.txt", "1\nours\n")
                .commitAll("Ours");
        demo.write(".gitattributes", "a.txt binary\nb.txt conflict-marker-size=3\nu.txt merge=union\n");

        assertThat(demo.work().merge("other", Optional.empty(), ada(9), true, false))
                .isInstanceOf(MergeOutcome.Conflicted.class);

        assertThat(demo.read("a.txt")).isEqualTo("1\n2\n3\n4\n5\n6\nseven\n");
        assertThat(demo.read("b.txt")).isEqualTo("<<< HEAD\nours\n===\ntheirs\n>>> other\n");
        assertThat(demo.read("u.txt")).isEqualTo("1\nours\ntheirs\n");
        assertThat(demo.status()).isEqualTo("M  u.txt\nUU a.txt\nUU b.txt\n?? .gitattributes\n");
    }

    @Test
    void a_branch_that_did_not_move_is_moved() throws Exception {
        var theirs = demo.write("a.txt", "x\n").commitAll("Theirs").commit();
        demo.work().switchTo("main", Optional.empty());

        assertThat(merge()).isEqualTo(new MergeOutcome.FastForward(theirs));

        assertThat(demo.status()).isEmpty();
        assertThat(demo.exported().run("rev-parse", "main")).isEqualTo(theirs.hex());
    }

    @Test
    void conflicts_are_marked_listed_and_committed_when_they_are_decided() throws Exception {
        demo.write("a.txt", "theirs\n").write("c.txt", "new\n").commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        demo.write("a.txt", "ours\n");
        Files.delete(demo.directory.resolve("b.txt"));
        demo.commitAll("Ours");

        assertThat(merge()).isInstanceOf(MergeOutcome.Conflicted.class);

        assertThat(demo.read("a.txt")).isEqualTo("<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\n");
        assertThat(demo.status()).isEqualTo("A  c.txt\nUU a.txt\n");
        refuses(ErrorCode.CONFLICTS_UNRESOLVED, () -> demo.work().commit(CommitRequest.of("No", ada(1))));
        refuses(ErrorCode.MERGE_UNFINISHED, () -> demo.work().switchTo("feature", Optional.empty()));
        refuses(ErrorCode.MERGE_UNFINISHED, this::merge);
        demo.write("a.txt", "both\n");
        demo.work().add(paths("a.txt"), false);
        demo.work()
                .commit(new CommitRequest(Optional.empty(), ada(3), java.util.List.of(), false, false, false, false));
        assertThat(demo.status()).isEmpty();
        var git = demo.exported();
        assertThat(git.run("log", "-1", "--format=%s|%p", "main")).matches("Merge 'feature' into main\\|\\w+ \\w+");
        assertThat(git.run("ls-tree", "--name-only", "main")).isEqualTo("a.txt\nc.txt");
    }

    @Test
    void a_merge_is_given_up_and_what_was_edited_is_kept() throws Exception {
        demo.write("a.txt", "theirs\n").write("c.txt", "new\n").commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        demo.write("a.txt", "ours\n").commitAll("Ours");
        demo.write("b.txt", "not committed\n");
        merge();
        demo.write("a.txt", "half decided\n");

        demo.work().abort();

        assertThat(demo.read("a.txt")).isEqualTo("ours\n");
        assertThat(demo.directory.resolve("c.txt")).doesNotExist();
        assertThat(demo.status()).isEqualTo(" M b.txt\n");
        demo.work().bringBack();
        assertThat(demo.read("a.txt")).isEqualTo("half decided\n");
        refuses(ErrorCode.NOTHING_UNFINISHED, () -> demo.work().abort());
    }

    @Test
    void markers_name_the_paths_of_a_renamed_file() throws Exception {
        demo.write("a.txt", "1\n2\n3\nfour\n5\n6\n7\n").commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        Files.delete(demo.directory.resolve("a.txt"));
        demo.write("c.txt", "1\n2\n3\nvier\n5\n6\n7\n").commitAll("Ours");
        merge();

        assertThat(demo.read("c.txt")).contains("<<<<<<< HEAD:c.txt\n", ">>>>>>> feature:a.txt\n");
    }

    @Test
    void nothing_is_kept_of_a_merge_that_nobody_edited() throws Exception {
        demo.write("a.txt", "theirs\n").write("c.txt", "new\n").commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        demo.write("a.txt", "ours\n");
        Files.delete(demo.directory.resolve("b.txt"));
        demo.commitAll("Ours");
        merge();

        assertThat(demo.work().abort()).isEqualTo(new WorkTree.Restored(2, 0));

        assertThat(demo.status()).isEmpty();
        refuses(ErrorCode.NOTHING_TO_UNDO, () -> demo.work().bringBack());
    }

    /// Two branches whose changes to `a.txt` merge, and whose changes to `b.txt` do not. The directory has the
    /// merged
    /// `a.txt` already, and nobody has committed it.
    private void editWhatTheMergeMakes() throws Exception {
        demo.write("a.txt", "1\n2\n3\n4\n5\n6\nseven\n")
                .write("b.txt", "theirs\n")
                .commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        demo.write("a.txt", "one\n2\n3\n4\n5\n6\n7\n").write("b.txt", "ours\n").commitAll("Ours");
        demo.write("a.txt", MERGED);
    }

    private void decideAndCommit() throws Exception {
        demo.write("b.txt", "decided\n");
        demo.work().add(paths("b.txt"), false);
        demo.work()
                .commit(new CommitRequest(Optional.empty(), ada(3), java.util.List.of(), false, false, false, false));
        assertThat(demo.status()).isEmpty();
    }

    @Test
    void a_merge_that_the_directory_has_a_part_of_already_is_committed() throws Exception {
        editWhatTheMergeMakes();

        assertThat(merge()).isInstanceOf(MergeOutcome.Conflicted.class);

        assertThat(demo.status()).isEqualTo("M  a.txt\nUU b.txt\n");
        decideAndCommit();
        assertThat(demo.exported().run("show", "main:a.txt")).isEqualTo(MERGED.strip());
    }

    @Test
    void a_revert_that_the_directory_has_a_part_of_already_is_committed() throws Exception {
        demo.write("a.txt", "1\n2\n3\n4\n5\n6\nseven\n").write("b.txt", "bad\n").commitAll("Bad");
        demo.write("a.txt", "one\n2\n3\n4\n5\n6\nseven\n")
                .write("b.txt", "worse\n")
                .commitAll("Worse");
        demo.write("a.txt", "one\n2\n3\n4\n5\n6\n7\n");

        assertThat(demo.work().revert("HEAD~1", 0, Optional.empty(), ada(7)))
                .isInstanceOf(MergeOutcome.Conflicted.class);

        decideAndCommit();
        assertThat(demo.exported().run("show", "feature:a.txt")).isEqualTo("one\n2\n3\n4\n5\n6\n7");
    }

    @Test
    void an_edit_that_a_merge_would_have_made_is_brought_back_after_the_merge_was_given_up() throws Exception {
        editWhatTheMergeMakes();
        merge();

        demo.work().abort();

        assertThat(demo.read("a.txt")).isEqualTo("one\n2\n3\n4\n5\n6\n7\n");
        demo.work().bringBack();
        assertThat(demo.read("a.txt")).isEqualTo(MERGED);
        assertThat(demo.status()).contains(" M a.txt\n");
    }

    @Test
    void a_deletion_of_what_the_other_side_changed_or_renamed_is_a_conflict() throws Exception {
        Files.delete(demo.directory.resolve("a.txt"));
        Files.move(demo.directory.resolve("b.txt"), demo.directory.resolve("renamed.txt"));
        demo.commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        Files.delete(demo.directory.resolve("b.txt"));
        demo.write("a.txt", "1\n2\n3\n4\n5\n6\nchanged\n").commitAll("Ours");

        var outcome = merge();

        assertThat(((MergeOutcome.Conflicted) outcome).conflicts())
                .extracting(conflict -> conflict.path() + ": " + conflict.kind())
                .containsExactly("a.txt: deleted by them", "renamed.txt: deleted by us, renamed");
        assertThat(demo.read("a.txt")).endsWith("changed\n");
        assertThat(demo.read("renamed.txt")).isEqualTo("b\n");
    }

    @Test
    void a_directory_with_nothing_but_a_conflict_is_no_new_one() throws Exception {
        demo.write("alone/c.txt", "c\n").commitAll("Alone");
        demo.work().switchTo("main", Optional.empty());
        merge();
        Files.delete(demo.directory.resolve("alone/c.txt"));
        demo.commitAll("Ours");
        demo.work().switchTo("feature", Optional.empty());
        demo.write("alone/c.txt", "changed\n").commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        assertThat(merge()).isInstanceOf(MergeOutcome.Conflicted.class);

        assertThat(demo.work().status(Untracked.DIRECTORIES).untracked()).isEmpty();

        demo.write("alone/new.txt", "new\n").write("other/new.txt", "new\n");
        assertThat(demo.work().status(Untracked.DIRECTORIES).untracked())
                .extracting(Object::toString)
                .containsExactly("alone/new.txt", "other/");
        assertThat(demo.work().add(paths("alone/c.txt"), false)).isEqualTo(1);
    }

    @Test
    void a_decision_counts_as_staged_though_nothing_changes() throws Exception {
        Files.delete(demo.directory.resolve("a.txt"));
        demo.commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        demo.write("a.txt", "changed\n").commitAll("Ours");
        merge();

        assertThat(demo.work().add(paths("a.txt"), false)).isEqualTo(1);
    }

    private void addToARenamedDirectory() throws Exception {
        demo.write("d/one", "1\n").write("d/two", "2\n").commitAll("Directory");
        demo.work().switchTo("main", Optional.empty());
        merge();
        demo.write("d/new", "new\n").commitAll("Ours");
        demo.work().switchTo("feature", Optional.empty());
        Files.move(demo.directory.resolve("d"), demo.directory.resolve("lib"));
        demo.commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());

        assertThat(merge()).isInstanceOf(MergeOutcome.Conflicted.class);

        assertThat(demo.work().status(Untracked.NONE).conflicts())
                .extracting(conflict -> conflict.path() + ": " + conflict.kind())
                .containsExactly("lib/new: moved with its directory");
        assertThat(demo.status()).isEqualTo("D  d/new\nR  lib/one\nR  lib/two\nAU lib/new\n");
        assertThat(demo.read("lib/new")).isEqualTo("new\n");
        assertThat(demo.directory.resolve("d")).doesNotExist();
    }

    @Test
    void a_file_in_a_directory_that_the_other_side_renamed_goes_there_when_somebody_says_so() throws Exception {
        addToARenamedDirectory();
        refuses(ErrorCode.CONFLICTS_UNRESOLVED, () -> demo.work().commit(CommitRequest.of("No", ada(1))));
        demo.work().add(paths("lib/new"), false);
        demo.work().commit(CommitRequest.of("There", ada(3)));
        assertThat(demo.status()).isEmpty();
        assertThat(demo.exported().run("ls-tree", "-r", "--name-only", "main"))
                .isEqualTo("a.txt\nb.txt\nlib/new\nlib/one\nlib/two");
    }

    @Test
    void a_file_in_a_directory_that_the_other_side_renamed_can_be_taken_back() throws Exception {
        addToARenamedDirectory();
        Files.createDirectory(demo.directory.resolve("d"));
        Files.move(demo.directory.resolve("lib/new"), demo.directory.resolve("d/new"));
        demo.work().add(paths("."), false);
        demo.work().commit(CommitRequest.of("Back", ada(3)));
        assertThat(demo.status()).isEmpty();
        assertThat(demo.exported().run("ls-tree", "-r", "--name-only", "main"))
                .isEqualTo("a.txt\nb.txt\nd/new\nlib/one\nlib/two");
    }

    @Test
    void a_merge_that_moved_a_file_with_its_directory_is_given_up() throws Exception {
        addToARenamedDirectory();
        demo.work().abort();
        assertThat(demo.status()).isEmpty();
        assertThat(demo.read("d/new")).isEqualTo("new\n");
        assertThat(demo.directory.resolve("lib")).doesNotExist();
    }

    @Test
    void a_file_that_both_sides_renamed_is_a_conflict_in_all_three_places() throws Exception {
        Files.move(demo.directory.resolve("b.txt"), demo.directory.resolve("theirs.txt"));
        demo.commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        Files.move(demo.directory.resolve("b.txt"), demo.directory.resolve("ours.txt"));
        demo.commitAll("Ours");

        assertThat(merge()).isInstanceOf(MergeOutcome.Conflicted.class);

        assertThat(demo.status()).isEqualTo("DD b.txt\nAU ours.txt\nUA theirs.txt\n");
        Files.delete(demo.directory.resolve("theirs.txt"));
        demo.work().add(paths("b.txt", "ours.txt", "theirs.txt"), false);
        demo.work().commit(CommitRequest.of("Ours", ada(3)));
        assertThat(demo.status()).isEmpty();
        assertThat(demo.exported().run("ls-tree", "-r", "--name-only", "main")).isEqualTo("a.txt\nours.txt");
    }

    @Test
    void a_file_and_a_link_in_one_place_are_both_kept_and_overwrite_nothing() throws Exception {
        demo.write("a.txt", "theirs\n").commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        Files.delete(demo.directory.resolve("a.txt"));
        Files.createSymbolicLink(demo.directory.resolve("a.txt"), Path.of("b.txt"));
        demo.write("a.txt~feature", "of that name already\n").commitAll("Ours");

        assertThat(merge()).isInstanceOf(MergeOutcome.Conflicted.class);

        assertThat(demo.status()).isEqualTo("AU a.txt\nDU a.txt~feature_0\n");
        assertThat(Files.readSymbolicLink(demo.directory.resolve("a.txt"))).isEqualTo(Path.of("b.txt"));
        assertThat(demo.read("a.txt~feature_0")).isEqualTo("theirs\n");
        assertThat(demo.read("a.txt~feature")).isEqualTo("of that name already\n");
        Files.delete(demo.directory.resolve("a.txt~feature_0"));
        demo.work().add(paths("."), false);
        demo.work().commit(CommitRequest.of("The link", ada(3)));
        assertThat(demo.status()).isEmpty();
        assertThat(demo.exported().run("ls-tree", "--name-only", "main")).isEqualTo("a.txt\na.txt~feature\nb.txt");
    }

    @Test
    void work_in_the_way_stops_a_merge_before_it_begins() throws Exception {
        demo.write("a.txt", "theirs\n").commitAll("Theirs");
        demo.work().switchTo("main", Optional.empty());
        demo.write("b.txt", "ours\n").commitAll("Ours");
        demo.write("a.txt", "not committed\n");

        refuses(ErrorCode.WORK_IN_THE_WAY, this::merge);

        assertThat(demo.read("a.txt")).isEqualTo("not committed\n");
        assertThat(demo.work().status(Untracked.NONE).unfinished()).isEmpty();
    }

    @Test
    void a_commit_is_reverted() throws Exception {
        demo.write("a.txt", "bad\n").write("c.txt", "x\n").commitAll("Bad idea");
        demo.write("b.txt", "later\n").commitAll("Later");

        assertThat(demo.work().revert("HEAD~1", 0, Optional.empty(), ada(7))).isInstanceOf(MergeOutcome.Made.class);

        assertThat(demo.read("a.txt")).startsWith("1\n2\n");
        assertThat(demo.directory.resolve("c.txt")).doesNotExist();
        assertThat(demo.read("b.txt")).isEqualTo("later\n");
        assertThat(demo.exported().run("log", "-1", "--format=%s", "feature")).isEqualTo("Revert \"Bad idea\"");
    }
}
