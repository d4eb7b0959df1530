package dev.templedb.temple.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.fixtures.TakenProject;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Imports and syncs of directories that are no git repositories.
class DirectoryImportTest {
    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private Path source;

    @BeforeEach
    void open() throws IOException {
        sandbox = new IntakeSandbox(directory);
        source = Files.createDirectory(directory.resolve("My Project"));
    }

    @AfterEach
    void close() {
        assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
        sandbox.close();
    }

    private Path write(String name, String content) throws IOException {
        var file = source.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private ImportReport take() {
        return sandbox.take("p", source);
    }

    private TakenProject project() {
        return sandbox.project("p");
    }

    @Test
    void makes_one_commit_with_the_tree_that_git_would_make() throws Exception {
        write("a", "a\n");
        write("dir/x.sh", "#!/bin/sh\n").toFile().setExecutable(true);
        write("dir.c", "sorts between\n");
        write("dir0", "sorts behind\n");
        write("empty", "");
        write("crlf", "\uFEFFa\r\nb\r");
        Files.createSymbolicLink(source.resolve("link"), Path.of("dir/x.sh"));
        Files.createSymbolicLink(source.resolve("dangling"), Path.of("no/such"));
        Files.createSymbolicLink(source.resolve("outside"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(source.resolve("to-dir"), Path.of("dir"));
        Shell.run(
                source,
                "printf x > \"$(printf 'b\\344r')\"; printf y > \"$(printf 'tab\\t\\001')\"; ln -s \"$(printf 't\\377')\" odd-link");

        var report = take();

        assertThat(report.isLossy()).isFalse();
        assertThat(report.commits()).isEqualTo(1);
        assertThat(project().rows("SELECT lower(hex(tree_id)) FROM commits WHERE project_id = ?1"))
                .containsExactly(treeOfGit());
        assertThat(
                        project()
                                .rows(
                                        "SELECT author_name || author_email || author_zone || message FROM commits WHERE project_id = ?1"))
                .containsExactly("Adaada@example.org120Import of My Project\n");
        assertThat(project().refs()).containsOnlyKeys("refs/heads/main");
        project().requireTrueBytes();
        project().requireExactMembership();
    }

    /// The tree that git itself makes of the directory.
    private String treeOfGit() {
        var work = directory.resolve("copy" + System.nanoTime());
        Shell.run(directory, "cp -a '" + source + "' '" + work + "'");
        var git = GitFolder.init(work);
        git.run("add", "-A");
        return git.run("write-tree");
    }

    @Test
    void honours_gitignore_as_git_does() throws Exception {
        write(
                ".gitignore",
                "*.log\n/build\nnode_modules/\n!important.log\ndoc/*\n!doc/keep\n# comment\n\\#odd\n**/deep/*.tmp\n");
        for (var name : List.of(
                "x.log",
                "important.log",
                "build/out",
                "src/build/kept",
                "node_modules/m/index.js",
                "doc/gone",
                "doc/keep",
                "#odd",
                "a/deep/b.tmp",
                "a/b.tmp",
                "src/.gitignore",
                "src/x.log",
                "src/special.log",
                "src/local")) {
            write(name, name + "\n");
        }
        write("src/.gitignore", "!special.log\nlocal\n");
        write("src/sub/.gitignore", "*\n!.gitignore\n!kept\n");
        write("src/sub/kept", "kept\n");
        write("src/sub/not", "not\n");

        var report = take();

        assertThat(project().rows("SELECT lower(hex(tree_id)) FROM commits WHERE project_id = ?1"))
                .containsExactly(treeOfGit());
        assertThat(report.notices()).anyMatch(notice -> notice.contains("ignored by .gitignore"));
        assertThat(report.isLossy()).isFalse();
    }

    @Test
    void leaves_out_what_globs_exclude() throws Exception {
        write("keep", "x\n");
        write("secret/key", "MARKER\n");
        write("a/b.log", "MARKER\n");
        write("a/c.log", "back again\n");

        sandbox.take(sandbox.request("p", source.toString(), true, "secret/**", "*.log", "!c.log"));

        assertThat(project().files()).containsExactly("100644 a/c.log", "100644 keep");
    }

    @Test
    void lists_what_it_cannot_take_and_says_that_something_is_missing() throws Exception {
        write("fine", "x\n");
        Files.createDirectory(source.resolve("empty-dir"));
        Files.createDirectories(source.resolve("only/ignored"));
        write(".gitignore", "ignored\n");
        Shell.run(source, "mkfifo pipe");

        var report = take();

        assertThat(report.leftOut())
                .containsExactlyInAnyOrder(
                        new LeftOut("pipe", "it is neither a file nor a directory nor a symbolic link", true),
                        new LeftOut("empty-dir", "it is a directory without files", false),
                        new LeftOut("only", "it is a directory without files", false));
        assertThat(report.isLossy()).isTrue();
        assertThat(project().files()).containsExactly("100644 .gitignore", "100644 fine");
    }

    @Test
    void lists_files_and_directories_that_it_may_not_read() throws Exception {
        assumeTrue(!System.getProperty("user.name").equals("root"), "root may read everything");
        write("fine", "x\n");
        write("locked", "x\n");
        write("dir/x", "x\n");
        Shell.run(source, "chmod 0 locked dir");
        try {
            var report = take();
            assertThat(report.leftOut())
                    .containsExactlyInAnyOrder(
                            new LeftOut("locked", "the file cannot be read", true),
                            new LeftOut("dir", "the directory cannot be read", true));
            assertThat(project().files()).containsExactly("100644 fine");
        } finally {
            Shell.run(source, "chmod 755 locked dir");
        }
    }

    @Test
    void says_what_is_git_s_own_and_takes_the_rest() throws Exception {
        write("fine", "x\n");
        write("vendor/.git", "gitdir: elsewhere\n");
        write("vendor/lib.c", "x\n");

        var report = take();

        assertThat(report.leftOut()).hasSize(1);
        assertThat(report.leftOut().getFirst().what()).isEqualTo("vendor/.git");
        assertThat(project().files()).containsExactly("100644 fine", "100644 vendor/lib.c");
    }

    @Test
    void takes_nested_repositories_as_files_and_says_so() throws Exception {
        write("fine", "x\n");
        var nested = GitFolder.init(source.resolve("nested"));
        nested.write("inner", "x\n").commit("Inner");

        var report = take();

        assertThat(report.leftOut().stream().map(LeftOut::what)).containsExactly("nested/.git");
        assertThat(project().files()).containsExactly("100644 fine", "100644 nested/inner");
    }

    @Test
    void takes_an_empty_directory() {
        var report = take();

        assertThat(report.files()).isZero();
        assertThat(report.commits()).isEqualTo(1);
        assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
    }

    @Test
    void reads_large_files_in_pieces_and_finds_them_again() throws Exception {
        var large = new byte[9 << 20];
        new java.util.Random(3).nextBytes(large);
        Files.write(source.resolve("large"), large);
        take();
        large[4 << 20] ^= 1;
        Files.write(source.resolve("large"), large);

        var report = sandbox.sync("p");

        assertThat(report.newCommits()).isEqualTo(1);
        assertThat(report.newRawBytes()).isLessThan(6 << 20);
        assertThat(project().content("large")).isEqualTo(large);
        project().requireTrueBytes();
    }

    @Test
    void takes_at_a_sync_only_what_is_new() throws Exception {
        write("a", "a\n");
        write("b/c", "c\n");
        take();
        assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
        write("b/c", "changed\n");
        Files.delete(source.resolve("a"));

        var report = sandbox.sync("p");

        assertThat(report.outcome()).isEqualTo(ImportReport.Outcome.UPDATED);
        assertThat(report.newCommits()).isEqualTo(1);
        assertThat(report.newObjects()).as("a commit, two trees, a blob").isEqualTo(4);
        assertThat(project().files()).containsExactly("100644 b/c");
        assertThat(project().rows("SELECT message FROM commits WHERE project_id = ?1 ORDER BY commit_no"))
                .containsExactly("Import of My Project\n", "Sync of My Project\n");
        project().requireExactMembership();
    }

    @Test
    void takes_the_same_directory_once_and_syncs_it_from_then_on() throws Exception {
        write("a", "a\n");

        assertThat(sandbox.take(sandbox.request("", source)).slug()).isEqualTo("my-project");
        assertThat(sandbox.take(sandbox.request("", source)).outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
    }

    @Test
    void refuses_a_file_that_changes_while_it_is_read() throws Exception {
        var file = write("a", "before\n");
        write("b", "b\n");
        var changed = new AtomicBoolean();
        Progress changing = (what, total) -> {
            if (what.equals("Storing objects") && !changed.getAndSet(true)) {
                try {
                    Files.writeString(file, "behind\n");
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
            return amount -> {};
        };

        sandbox.refuses(
                ErrorCode.CHANGED_WHILE_READING,
                () -> new ProjectImport(sandbox.temple()).run(sandbox.request("p", source), changing));
        assertThat(changed).isTrue();
    }

    @Test
    void refuses_a_file_that_vanishes_or_shrinks_while_it_is_read() throws Exception {
        for (var how : List.of("rm a", "printf xx > a", "printf 'much longer than before' > a", "rm a; mkdir a")) {
            var large = how.startsWith("printf xx") ? new byte[6 << 20] : "before".getBytes(UTF_8);
            Shell.run(source, "rm -rf a");
            Files.write(source.resolve("a"), large);
            Progress changing = (what, total) -> {
                if (what.equals("Storing objects")) {
                    Shell.run(source, how);
                }
                return amount -> {};
            };
            sandbox.refuses(
                    ErrorCode.CHANGED_WHILE_READING,
                    () -> new ProjectImport(sandbox.temple()).run(sandbox.request("p", source), changing));
        }
    }

    @Test
    void dry_run_counts_files_and_writes_nothing() throws Exception {
        write("a", "a\n");
        write("b/c", "c\n");
        var before = sandbox.everything();

        var report = new ProjectImport(sandbox.temple()).dryRun(sandbox.request("", source), Progress.NONE);

        assertThat(report.files()).isEqualTo(2);
        assertThat(report.newObjects()).isEqualTo(5);
        assertThat(sandbox.everything()).isEqualTo(before);
    }

    @Test
    void takes_names_of_people_without_what_git_cannot_hold() {
        assertThat(new Author(" A <b>\n", "x>y\r")).isEqualTo(new Author("A b", "xy"));
    }

    @Test
    void a_directory_that_becomes_a_repository_is_synced_as_one_when_that_is_meant() throws Exception {
        write("a", "a\n");
        take();
        var git = GitFolder.init(source);
        git.commit("First");

        sandbox.refuses(ErrorCode.SOURCE_UNRELATED, () -> sandbox.sync("p"));
        var report = sandbox.syncUnrelated("p");

        assertThat(report.removedCommits()).isEqualTo(1);
        project().requireSameAs(git);
    }

    @Test
    void an_unreadable_source_is_an_error_with_its_name() throws Exception {
        assumeTrue(!System.getProperty("user.name").equals("root"), "root may read everything");
        Shell.run(source, "chmod 0 .");
        try {
            org.assertj.core.api.Assertions.assertThatExceptionOfType(TempleException.class)
                    .isThrownBy(this::take)
                    .matches(failure -> failure.code() == ErrorCode.SOURCE_UNREADABLE);
        } finally {
            Shell.run(directory, "chmod 755 'My Project'");
        }
    }
}
