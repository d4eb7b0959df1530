package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.ada;
import static dev.templedb.temple.worktree.WorkSandbox.paths;
import static dev.templedb.temple.worktree.WorkSandbox.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.temple.blame.LineRange;
import dev.templedb.temple.care.Maintenance;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.intake.Divergence;
import dev.templedb.testkit.GitFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkTreeTest {
    @TempDir
    Path scratch;

    private WorkSandbox demo;
    private GitFolder source;

    @BeforeEach
    void begin() throws Exception {
        source = GitFolder.init(scratch.resolve("source"));
        source.write("a.txt", "one\n")
                .write("src/b.txt", "two\nthree\nfour\nfive\n")
                .write(".gitignore", "*.log\n");
        source.commit("Begin");
        demo = new WorkSandbox(scratch, source);
    }

    @AfterEach
    void end() {
        demo.close();
    }

    @Test
    void nothing_is_unstaged_that_is_not_there() {
        refuses(ErrorCode.FILE_NOT_FOUND, () -> demo.work().unstage(paths("nope")));
    }

    @Test
    void what_is_staged_is_committed_and_nothing_else() throws Exception {
        demo.write("a.txt", "staged\n")
                .write("new/c.txt", "new\n")
                .write("src/b.txt", "changed\n")
                .write("x.log", "no");
        demo.work().add(paths("a.txt", "new"), false);
        demo.write("a.txt", "later\n");

        assertThat(demo.status()).isEqualTo("M  a.txt\nA  new/c.txt\n M a.txt\n M src/b.txt\n");
        var made = demo.work().commit(CommitRequest.of("Change\n\n\n\nmuch  \n", ada(1)));

        assertThat(made.files()).isEqualTo(2);
        assertThat(demo.status()).isEqualTo(" M a.txt\n M src/b.txt\n");
        var git = demo.exported();
        assertThat(git.run("rev-parse", "main")).isEqualTo(made.commit().hex());
        assertThat(git.run("show", "main:a.txt")).isEqualTo("staged");
        assertThat(git.run("log", "-1", "--format=%B%an <%ae> %ad", "--date=raw"))
                .isEqualTo("Change\n\nmuch\nAda <ada@example.org> 1700000001 +0130");
        assertThat(git.run("diff", "--name-status", "main~1", "main")).isEqualTo("M\ta.txt\nA\tnew/c.txt");
        List<String> files = demo.sandbox
                .temple()
                .file()
                .read(tx -> tx.query(
                                "SELECT path || ' ' || lines FROM project_files WHERE project = 'demo' ORDER BY path")
                        .list(row -> row.text(1)));
        assertThat(files).containsExactly(".gitignore 1", "a.txt 1", "new/c.txt 1", "src/b.txt 4");
    }

    @Test
    void what_the_project_does_not_have_cannot_be_restored_or_committed_by_its_name() throws Exception {
        demo.write("unt", "new\n").write("x.log", "new\n");

        assertThat(refuses(ErrorCode.FILE_NOT_FOUND, () -> demo.work().restore(paths("unt"))))
                .hasMessageStartingWith("unt is not part of the project, so nobody knows what it was before")
                .hasMessageNotContainingAny("--force", "ignored");
        assertThat(refuses(
                        ErrorCode.FILE_NOT_FOUND,
                        () -> demo.work().commit(CommitRequest.of("No", ada(1)).withPaths(paths("unt")))))
                .hasMessage("unt is not part of the project: `templedb vcs add` it first.");
        assertThat(refuses(ErrorCode.FILE_NOT_FOUND, () -> demo.work().add(paths("x.log"), false)))
                .hasMessageContaining("--force adds an ignored file");
    }

    @Test
    void an_amended_commit_has_the_files_that_it_changes() throws Exception {
        demo.write("a.txt", "two\n").write("new/c.txt", "new\n").commitAll("Change");

        assertThat(demo.work()
                        .commit(CommitRequest.of("Say it otherwise", ada(2)).amending())
                        .files())
                .isEqualTo(2);
    }

    @Test
    void lines_that_are_in_no_commit_are_blamed_on_none() throws Exception {
        var begin = demo.work().checkout().base();
        var second = demo.write("src/b.txt", "two\nTHREE\nfour\nfive\n").commitAll("Louder");
        Files.move(demo.directory.resolve("src/b.txt"), demo.directory.resolve("moved.txt"));
        demo.write("moved.txt", "zero\ntwo\nTHREE\nfour\n").write("new.txt", "n\n");
        demo.work().add(paths("."), false);
        demo.write("moved.txt", "zero\ntwo\nTHREE\nFOUR\n");

        assertThat(blamed("moved.txt", LineRange.ALL))
                .containsExactly(
                        "1 none moved.txt 1 zero",
                        "2 " + begin.orElseThrow() + " src/b.txt 1 two",
                        "3 " + second.commit() + " src/b.txt 2 THREE",
                        "4 none moved.txt 4 FOUR");
        assertThat(blamed("moved.txt", new LineRange(2, 2))).hasSize(1);
        assertThat(blamed("new.txt", LineRange.ALL)).containsExactly("1 none new.txt 1 n");
        assertThat(blamed("a.txt", LineRange.ALL)).containsExactly("1 " + begin.orElseThrow() + " a.txt 1 one");
        refuses(ErrorCode.FILE_NOT_FOUND, () -> blamed("src/b.txt", LineRange.ALL));
        refuses(ErrorCode.FILE_NOT_FOUND, () -> blamed("nowhere", LineRange.ALL));
    }

    private List<String> blamed(String file, LineRange range) {
        return demo.work().blame(FilePath.of(file), range).stream()
                .map(line -> "%d %s %s %d %s"
                        .formatted(
                                line.number(),
                                line.commit().map(commit -> commit.id().hex()).orElse("none"),
                                line.path(),
                                line.original(),
                                new String(line.text(), StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void bytes_modes_links_and_names_are_committed_as_git_would() throws Exception {
        demo.write("crlf", "a\r\nb\r\n")
                .write("run.sh", "#!/bin/sh\n")
                .write("é ü", "x")
                .write("empty", "");
        Files.setPosixFilePermissions(demo.directory.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(demo.directory.resolve("link"), Path.of("../nowhere"));
        var large = new byte[6_000_000];
        new Random(1).nextBytes(large);
        Files.write(demo.directory.resolve("large"), large);
        Files.delete(demo.directory.resolve("src/b.txt"));
        Files.writeString(demo.directory.resolve("src/b.txtx"), "two\nthree\nfour\nfive\n");
        demo.work().add(paths("."), false);
        assertThat(demo.status()).contains("R  src/b.txtx");
        demo.commitAll("All");

        var git = demo.exported();
        GitFolder.at(source.path()).run("rm", "-q", "-r", ".");
        for (var name :
                List.of("crlf", "run.sh", "é ü", "empty", "link", "large", "src/b.txtx", "a.txt", ".gitignore")) {
            Files.createDirectories(source.path().resolve(name).getParent());
            Files.copy(
                    demo.directory.resolve(name),
                    source.path().resolve(name),
                    java.nio.file.LinkOption.NOFOLLOW_LINKS,
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        source.commit("All");
        assertThat(git.run("rev-parse", "main^{tree}")).isEqualTo(source.run("rev-parse", "main^{tree}"));
        assertThat(demo.status()).isEmpty();
    }

    @Test
    void a_commit_needs_something_to_commit_a_message_and_a_branch() throws Exception {
        refuses(ErrorCode.NOTHING_TO_COMMIT, () -> demo.work().commit(CommitRequest.of("No", ada(1))));
        demo.write("a.txt", "x");
        refuses(ErrorCode.NOTHING_TO_COMMIT, () -> demo.work().commit(CommitRequest.of("No", ada(1))));
        refuses(
                ErrorCode.MESSAGE_MISSING,
                () -> demo.work().commit(CommitRequest.of(" \n ", ada(1)).withAll()));
        refuses(ErrorCode.FILE_NOT_FOUND, () -> demo.work().add(paths("nowhere"), false));
        demo.write("x.log", "ignored");
        refuses(ErrorCode.FILE_NOT_FOUND, () -> demo.work().add(paths("x.log"), false));
        assertThat(demo.work().add(paths("x.log"), true)).isEqualTo(1);
        var main = demo.work().commit(CommitRequest.of("All", ada(1)).withAll()).commit();
        demo.work().switchTo(main.hex(), Optional.empty());
        demo.write("a.txt", "y");
        refuses(
                ErrorCode.NO_BRANCH,
                () -> demo.work().commit(CommitRequest.of("No", ada(1)).withAll()));
        demo.work().switchTo("HEAD", Optional.of("fix"));
        assertThat(demo.work().commit(CommitRequest.of("Yes", ada(1)).withAll()).branch())
                .isEqualTo("fix");
    }

    @Test
    void paths_are_committed_alone_and_unstaged_again() throws Exception {
        demo.write("a.txt", "x\n").write("src/b.txt", "y\n");
        demo.work().add(paths("."), false);
        demo.work().commit(CommitRequest.of("Only a", ada(1)).withPaths(paths("a.txt")));
        assertThat(demo.status()).isEqualTo("M  src/b.txt\n");

        assertThat(demo.work().unstage(paths("."))).isEqualTo(1);
        assertThat(demo.status()).isEqualTo(" M src/b.txt\n");
        assertThat(demo.exported().run("diff", "--name-only", "main~1", "main")).isEqualTo("a.txt");
    }

    @Test
    void an_amended_commit_replaces_the_last_and_can_be_had_back() throws Exception {
        demo.write("a.txt", "x\n");
        var first = demo.commitAll("First").commit();
        demo.write("a.txt", "y\n");
        var second = demo.work()
                .commit(CommitRequest.of("Second", ada(5)).withAll().amending())
                .commit();

        var git = demo.exported();
        assertThat(git.run("rev-list", "--count", "main")).isEqualTo("2");
        assertThat(git.run("rev-parse", "main")).isEqualTo(second.hex());
        assertThat(git.start(new byte[0], "cat-file", "-e", first.hex()).exit()).isNotZero();
        new Maintenance(demo.sandbox.temple()).run(dev.templedb.core.Progress.NONE);
        var name = demo.branches().deleted().getFirst().name();
        assertThat(demo.branches().restore(name)).isEqualTo(first);
        assertThat(demo.exported().run("show", name + ":a.txt")).isEqualTo("x");
    }

    @Test
    void a_switch_carries_changes_along_or_refuses() throws Exception {
        demo.work().switchTo("HEAD", Optional.of("feature"));
        demo.write("a.txt", "feature\n").write("only/here", "x\n");
        demo.commitAll("Feature");
        demo.write("src/b.txt", "changed\n");
        demo.work().switchTo("main", Optional.empty());

        assertThat(demo.status()).isEqualTo(" M src/b.txt\n");
        assertThat(demo.read("a.txt")).isEqualTo("one\n");
        assertThat(demo.directory.resolve("only")).doesNotExist();

        demo.write("a.txt", "mine\n");
        var refused = refuses(ErrorCode.WORK_IN_THE_WAY, () -> demo.work().switchTo("feature", Optional.empty()));
        assertThat(refused.getMessage()).contains("a.txt").doesNotContain("src/b.txt");
        assertThat(demo.read("a.txt")).isEqualTo("mine\n");
        demo.write("a.txt", "feature\n");
        demo.work().switchTo("feature", Optional.empty());
        assertThat(demo.status()).isEqualTo(" M src/b.txt\n");
        demo.work().switchTo("main", Optional.empty());
        demo.write("only/here", "untracked\n");
        refuses(ErrorCode.WORK_IN_THE_WAY, () -> demo.work().switchTo("feature", Optional.empty()));
        assertThat(demo.read("only/here")).isEqualTo("untracked\n");
        Files.delete(demo.directory.resolve("only/here"));
        Files.delete(demo.directory.resolve("only"));
        Files.createSymbolicLink(demo.directory.resolve("only"), scratch);
        refuses(ErrorCode.WORK_IN_THE_WAY, () -> demo.work().switchTo("feature", Optional.empty()));
        assertThat(scratch.resolve("here")).doesNotExist();
    }

    @Test
    void a_file_becomes_a_directory_and_back() throws Exception {
        demo.work().switchTo("HEAD", Optional.of("feature"));
        Files.delete(demo.directory.resolve("a.txt"));
        demo.write("a.txt/inside", "x\n");
        Files.delete(demo.directory.resolve("src/b.txt"));
        Files.delete(demo.directory.resolve("src"));
        Files.createSymbolicLink(demo.directory.resolve("src"), Path.of("a.txt"));
        demo.commitAll("Turn around");
        demo.work().switchTo("main", Optional.empty());
        assertThat(demo.status()).isEmpty();
        assertThat(demo.read("src/b.txt")).startsWith("two");
        demo.work().switchTo("feature", Optional.empty());
        assertThat(demo.status()).isEmpty();
        assertThat(demo.read("src/inside")).isEqualTo("x\n");
    }

    @Test
    void what_is_thrown_away_can_be_brought_back() throws Exception {
        demo.write("a.txt", "precious\n");
        Files.delete(demo.directory.resolve("src/b.txt"));
        assertThat(demo.work().restore(paths("."))).isEqualTo(new WorkTree.Restored(2, 1));
        assertThat(demo.status()).isEmpty();
        assertThat(demo.work().bringBack()).isEqualTo(1);
        assertThat(demo.read("a.txt")).isEqualTo("precious\n");
        refuses(ErrorCode.NOTHING_TO_UNDO, () -> demo.work().bringBack());
    }

    @Test
    void branches_are_made_renamed_deleted_and_brought_back() throws Exception {
        demo.branches().create("feature/x", "HEAD");
        refuses(ErrorCode.BRANCH_ALREADY_EXISTS, () -> demo.branches().create("feature", "HEAD"));
        refuses(ErrorCode.BRANCH_ALREADY_EXISTS, () -> demo.branches().create("feature/x", "HEAD"));
        for (var bad : List.of("a b", "-x", "a..b", "HEAD", "a/", "x.lock", "", "refs/heads/x")) {
            refuses(ErrorCode.REF_NAME_INVALID, () -> demo.branches().create(bad, "HEAD"));
        }
        demo.work().switchTo("feature/x", Optional.empty());
        demo.branches().rename("feature/x", "topic");
        demo.write("a.txt", "topic\n");
        var commit = demo.commitAll("Topic").commit();
        refuses(ErrorCode.BRANCH_IN_USE, () -> demo.branches().delete("topic", true));
        demo.work().switchTo("main", Optional.empty());
        refuses(ErrorCode.BRANCH_IN_USE, () -> demo.branches().delete("main", true));
        refuses(ErrorCode.BRANCH_NOT_MERGED, () -> demo.branches().delete("topic", false));
        demo.branches().delete("topic", true);
        new Maintenance(demo.sandbox.temple()).run(dev.templedb.core.Progress.NONE);
        assertThat(demo.exported().run("branch", "--format=%(refname:short)")).isEqualTo("main");
        assertThat(demo.branches().restore("topic")).isEqualTo(commit);
        assertThat(demo.exported().run("show", "topic:a.txt")).isEqualTo("topic");
        assertThat(demo.branches().list()).extracting(Branches.Branch::name).containsExactly("main", "topic");
    }

    @Test
    void tags_are_those_of_git() throws Exception {
        demo.branches().tag("v1", "HEAD", Optional.empty(), ada(1).author());
        demo.branches().tag("v2", "HEAD", Optional.of("Second\n"), ada(1).author());
        var git = demo.exported();
        assertThat(git.run("cat-file", "-t", "v1")).isEqualTo("commit");
        assertThat(git.run("cat-file", "-p", "v2"))
                .endsWith("type commit\ntag v2\ntagger Ada <ada@example.org> 1700000001 +0130\n\nSecond");
        assertThat(new Tags(demo.sandbox.temple(), demo.project()).list())
                .extracting(Tags.Tag::name, Tags.Tag::annotated, Tags.Tag::subject)
                .containsExactly(tuple("v1", false, git.run("log", "-1", "--format=%s")), tuple("v2", true, "Second"));
        demo.branches().deleteTag("v2", false);
        assertThat(demo.exported().run("tag")).isEqualTo("v1");
    }

    @Test
    void a_deleted_tag_comes_back_with_all_that_it_led_to() throws Exception {
        var temple = demo.sandbox.temple();
        demo.branches().tag("v2", "HEAD", Optional.of("Second\n"), ada(1).author());
        var before = demo.exported().run("rev-parse", "v2", "v2^{commit}");
        var removed = new dev.templedb.temple.projects.Projects(temple).removed();

        demo.branches().deleteTag("v2", false);
        new Maintenance(temple).run(dev.templedb.core.Progress.NONE);
        assertThat(demo.branches().deleted()).isEmpty();
        assertThat(removed.list())
                .singleElement()
                .satisfies(entry -> assertThat(entry.summary()).isEqualTo("vcs tag --delete v2"));
        removed.undo();

        assertThat(demo.exported().run("rev-parse", "v2", "v2^{commit}")).isEqualTo(before);
        assertThat(removed.list()).isEmpty();
        demo.branches().deleteTag("v2", false);
        demo.branches().tag("v2", "HEAD", Optional.empty(), ada(1).author());
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                dev.templedb.core.TempleException.class, removed::undo)
                        .code())
                .isEqualTo(ErrorCode.CHANGED_SINCE);
        assertThat(temple.file().integrityCheck()).isEmpty();
    }

    @Test
    void another_directory_of_the_branch_sees_that_it_moved() throws Exception {
        var other = demo.directory.resolveSibling("other");
        demo.checkouts().make(demo.project(), "main", other, dev.templedb.core.Progress.NONE);
        demo.write("a.txt", "x\n");
        demo.commitAll("Move");
        var there = new WorkTree(demo.sandbox.temple(), demo.checkouts().find(other));
        assertThat(there.status(Untracked.FILES).isBehind()).isTrue();
        Files.writeString(other.resolve("src/b.txt"), "mine\n");
        refuses(
                ErrorCode.BRANCH_MOVED,
                () -> there.commit(CommitRequest.of("No", ada(1)).withAll()));
        there.switchTo("main", Optional.empty());
        assertThat(Files.readString(other.resolve("a.txt"))).isEqualTo("x\n");
        new WorkTree(demo.sandbox.temple(), demo.checkouts().find(other))
                .commit(CommitRequest.of("Yes", ada(1)).withAll());
        assertThat(demo.exported().run("rev-list", "--count", "main")).isEqualTo("3");
    }

    @Test
    void a_sync_never_drops_what_was_committed_here() throws Exception {
        demo.write("a.txt", "ours\n");
        GitId ours = demo.commitAll("Ours").commit();

        assertThat(demo.sandbox.sync("demo").diverged()).isEmpty();
        assertThat(demo.exported().run("rev-parse", "main")).isEqualTo(ours.hex());

        source.run("checkout", "-q", "-b", "other");
        source.write("other", "x").commit("Other branch");
        demo.sandbox.sync("demo");
        assertThat(demo.exported().run("rev-parse", "main")).isEqualTo(ours.hex());
        assertThat(demo.exported().run("show", "other:other")).isEqualTo("x");

        source.run("checkout", "-q", "main");
        var theirs = source.write("src/b.txt", "theirs\n").commit("Theirs");
        var report = demo.sandbox.sync("demo");
        assertThat(report.diverged())
                .containsExactly(
                        new Divergence("refs/heads/main", "refs/remotes/source/main", ours, GitId.parse(theirs), 1, 1));
        assertThat(demo.exported().run("rev-parse", "main")).isEqualTo(ours.hex());
        assertThat(demo.sandbox.project("demo")).isNotNull();
        assertThat(demo.exported().run("rev-parse", "refs/remotes/source/main")).isEqualTo(theirs);
        assertThat(demo.sandbox.sync("demo").diverged()).isEqualTo(report.diverged());
        assertThat(demo.exported().run("rev-parse", "refs/remotes/source/main")).isEqualTo(theirs);

        source.run("fetch", "-q", demo.exported().path().toString(), "main");
        source.run("merge", "-q", "-m", "Both", "FETCH_HEAD");
        demo.sandbox.sync("demo");
        assertThat(demo.exported().run("rev-parse", "main")).isEqualTo(source.run("rev-parse", "main"));
        assertThat(demo.exported().run("for-each-ref", "--format=%(refname)")).doesNotContain("remotes");
        assertThat(demo.work().status(Untracked.NONE).isBehind()).isTrue();
    }
}
