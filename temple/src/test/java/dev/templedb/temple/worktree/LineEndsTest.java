package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.files;
import static dev.templedb.temple.worktree.WorkSandbox.paths;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.blame.LineRange;
import dev.templedb.temple.history.FilePath;
import dev.templedb.testkit.GitFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineEndsTest {
    @TempDir
    Path scratch;

    private GitFolder git;

    @BeforeEach
    void begin() {
        git = GitFolder.init(scratch.resolve("source"));
        git.write(".gitattributes", "* text=auto eol=crlf\n*.txt text\n")
                .write("a.txt", "one\ntwo\n")
                .write("b.md", "three\n")
                .commit("Begin");
    }

    @Test
    void what_a_restore_throws_away_comes_back_byte_for_byte() throws Exception {
        try (var demo = new WorkSandbox(scratch, git)) {
            var mixed = "one\nTWO\r\nthree\r\rfour\r\n";
            demo.write("a.txt", mixed);

            demo.work().restore(paths("."));
            assertThat(demo.read("a.txt")).isEqualTo("one\r\ntwo\r\n");
            demo.work().bringBack();

            assertThat(demo.read("a.txt")).isEqualTo(mixed);
            assertThat(demo.status()).isEqualTo(" M a.txt\n");
        }
    }

    @Test
    void other_line_ends_are_no_change_and_stay_on_the_disk() throws Exception {
        try (var demo = new WorkSandbox(scratch, git)) {
            demo.write("a.txt", "one\ntwo\r\n");

            assertThat(demo.status()).isEmpty();
            assertThat(demo.work().restore(paths(".")).files()).isZero();
            assertThat(demo.read("a.txt")).isEqualTo("one\ntwo\r\n");
        }
    }

    @Test
    void differences_and_blame_are_of_what_commits_have() throws Exception {
        try (var demo = new WorkSandbox(scratch, git)) {
            demo.write("a.txt", "one\r\nTWO\r\n");

            var query = new DiffQuery(new DiffQuery.Sides.Unstaged(), List.of(), false);
            var now = new Comparison(demo.sandbox.temple())
                    .directory(
                            demo.work().checkout(),
                            query,
                            (files, contents) -> new String(
                                    contents.source()
                                            .read(files.getFirst().newBlob().orElseThrow())
                                            .bytes(),
                                    StandardCharsets.UTF_8));

            assertThat(now).isEqualTo("one\nTWO\n");
            var blamed = demo.work().blame(FilePath.of("a.txt"), LineRange.ALL);
            assertThat(blamed).hasSize(2);
            assertThat(blamed.getFirst().commit()).isPresent();
            assertThat(blamed.getLast().commit()).isEmpty();
        }
    }

    @Test
    void attributes_that_were_deleted_on_the_disk_still_count() throws Exception {
        try (var demo = new WorkSandbox(scratch, git)) {
            Files.delete(demo.directory.resolve(".gitattributes"));
            demo.write("b.md", "three\r\nfour\r\n");

            assertThat(demo.status()).isEqualTo(" D .gitattributes\n M b.md\n");
            demo.work().add(paths("b.md"), false);
            demo.work().restore(paths(".gitattributes"));
            demo.work().commit(CommitRequest.of("More", WorkSandbox.ada(1)));

            assertThat(demo.exported().run("cat-file", "blob", "main:b.md")).isEqualTo("three\nfour");
            assertThat(demo.status()).isEmpty();
        }
    }

    @Test
    void attributes_that_are_too_long_to_read_say_nothing_and_stop_nothing() throws Exception {
        git.write(".gitattributes", "* text eol=crlf\n" + "# long\n".repeat(AttributeRules.MOST_BYTES / 7 + 1))
                .commit("Too long");
        try (var demo = new WorkSandbox(scratch, git)) {
            assertThat(demo.read("a.txt")).isEqualTo("one\ntwo\n");
            assertThat(demo.status()).isEmpty();

            demo.work().switchTo("HEAD~1", Optional.empty());
            assertThat(demo.read("b.md")).isEqualTo("three\n");
            demo.work().switchTo("main", Optional.empty());

            assertThat(demo.status()).isEmpty();
            assertThat(demo.exported().run("rev-parse", "HEAD")).isEqualTo(git.run("rev-parse", "main"));
        }
    }

    @Test
    void keywords_that_git_leaves_alone_stay() throws Exception {
        git.write(".gitattributes", "* ident\n")
                .write("1", "$Id:\n$$Id$\n")
                .write("2", "x $$Id$ $$$Id$ $Id$\n")
                .write("3", "$I$Id$ $Id$$Id$ $Id: cut\n$Id$ $Id")
                .commit("Keywords");
        for (var name : List.of("1", "2", "3")) {
            Files.delete(git.path().resolve(name));
        }
        git.run("checkout", "-q", "--", ".");
        try (var demo = new WorkSandbox(scratch, git)) {
            assertThat(files(demo.directory)).isEqualTo(files(git.path()));
            assertThat(demo.status()).isEmpty();
        }
    }

    @Test
    void an_exported_work_tree_is_what_git_would_have_written() throws Exception {
        try (var demo = new WorkSandbox(scratch, git)) {
            var exported = demo.exported();

            assertThat(files(exported.path())).isEqualTo(files(demo.directory));
            Files.setLastModifiedTime(exported.path().resolve("a.txt"), FileTime.fromMillis(1_500_000_000_000L));
            assertThat(exported.run("status", "--porcelain")).isEmpty();
        }
    }

    @Test
    void a_work_tree_that_git_made_with_autocrlf_is_unchanged_when_it_is_adopted() throws Exception {
        git.write(".gitattributes", "*.bin -text\n").commit("No attributes any more");
        git.run("config", "core.autocrlf", "true");
        Files.delete(git.path().resolve("a.txt"));
        git.run("checkout", "-q", "--", ".");
        assertThat(Files.readString(git.path().resolve("a.txt"))).isEqualTo("one\r\ntwo\r\n");
        try (var demo = new WorkSandbox(scratch, git)) {
            assertThat(demo.read("a.txt")).isEqualTo("one\ntwo\n");
            var adopted = demo.checkouts().adopt(demo.project(), "HEAD", git.path());
            var work = new WorkTree(demo.sandbox.temple(), adopted);

            assertThat(work.status(Untracked.FILES).isClean()).isTrue();
            git.run("checkout", "-q", "--detach", "HEAD~1");
            git.run("checkout", "-q", "main");
            work.switchTo("HEAD~1", Optional.empty());
            assertThat(Files.readString(git.path().resolve(".gitattributes")))
                    .isEqualTo("* text=auto eol=crlf\r\n*.txt text\r\n");
        }
    }
}
