package dev.templedb.cathedral.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.People;
import dev.templedb.cathedral.transfer.SharedStates;
import dev.templedb.core.Progress;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clones with the real git, of projects that a real temple has pushed.
@QuarkusTest
class PlainGitTest {
    @TempDir
    static Path directory;

    private static Api.User ada;
    private static GitFolder source;
    private static PushedRepository project;
    private static int clones;

    private final SharedStates states;

    PlainGitTest(SharedStates states) {
        this.states = states;
    }

    /// Once for all: the address of the server is not known before the first test.
    @BeforeEach
    void push() {
        if (project != null) {
            return;
        }
        ada = Api.newUser("cloned");
        source = repository("source");
        project = PushedRepository.push(directory, source.path(), ada, "app", "public");
    }

    @AfterAll
    static void close() {
        project.close();
    }

    /// Two branches, tags of both kinds, a note, a link, a program, a large file, and a history of 30 commits.
    private static GitFolder repository(String name) {
        var git = GitFolder.init(directory.resolve(name));
        var large = new byte[5 << 20];
        new Random(7).nextBytes(large);
        var stream = new ByteArrayOutputStream();
        var when = "Ada <ada@example.org> 17000000%02d +0130\n";
        for (int i = 0; i < 30; i++) {
            write(stream, "commit refs/heads/main\nmark :%d\n".formatted(i + 1));
            write(stream, "author " + when.formatted(i) + "committer " + when.formatted(i));
            write(stream, "data 9\nChange %02d\n".formatted(i));
            if (i == 0) {
                write(
                        stream,
                        "M 100644 inline README.md\ndata 6\n# App\n\nM 100755 inline run.sh\ndata 10\n#!/bin/sh\n\n");
                write(stream, "M 120000 inline readme\ndata 9\nREADME.md\nM 100644 inline large.bin\ndata 5242880\n");
                stream.writeBytes(large);
            } else {
                var text = "Line %d\n".formatted(i).repeat(40);
                write(stream, "M 100644 inline src/part%d/file.txt\ndata %d\n%s".formatted(i % 5, text.length(), text));
            }
            write(stream, "\n");
        }
        write(stream, "commit refs/heads/side\ncommitter " + when.formatted(40) + "data 6\nBeside\nfrom :25\n");
        write(stream, "M 100644 inline side.txt\ndata 8\nBeside.\n\n");
        write(stream, "tag v1.0\nfrom :11\ntagger " + when.formatted(50) + "data 9\nThe first\n");
        write(stream, "reset refs/tags/light\nfrom :11\n\n");
        git.runWith(stream.toByteArray(), "fast-import", "--quiet");
        git.run("reset", "-q", "--hard");
        git.run("notes", "add", "-m", "Noted.", "HEAD");
        return git;
    }

    private static void write(ByteArrayOutputStream stream, String text) {
        stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static GitFolder clone(String address, String... options) {
        var target = directory.resolve("clone-" + clones++);
        var command = new String[options.length + 4];
        command[0] = "clone";
        command[1] = "-q";
        System.arraycopy(options, 0, command, 2, options.length);
        command[command.length - 2] = address;
        command[command.length - 1] = target.toString();
        GitFolder.at(directory).run(command);
        return GitFolder.at(target);
    }

    private static void requireSound(GitFolder git) {
        assertThat(git.start(new byte[0], "fsck", "--strict", "--full").exit()).isZero();
    }

    private static String refs(GitFolder git) {
        return git.run("for-each-ref", "--format=%(objectname) %(refname)");
    }

    @Test
    void a_clone_has_the_same_commits_and_files() {
        var clone = clone(project.address());

        assertThat(clone.run("rev-parse", "HEAD", "origin/side", "v1.0", "light"))
                .isEqualTo(source.run("rev-parse", "HEAD", "side", "v1.0", "light"));
        assertThat(clone.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
        assertThat(clone.run("status", "--porcelain")).isEmpty();
        assertThat(clone.run("ls-tree", "-r", "HEAD")).isEqualTo(source.run("ls-tree", "-r", "HEAD"));
        requireSound(clone);
    }

    @Test
    void a_mirror_has_all_refs_in_every_version_of_the_protocol() {
        for (var version : new String[] {"0", "1", "2"}) {
            var git = GitFolder.at(directory);
            var target = directory.resolve("mirror" + version);
            git.run(
                    "-c",
                    "protocol.version=" + version,
                    "clone",
                    "-q",
                    "--mirror",
                    project.address(),
                    target.toString());
            var mirror = GitFolder.at(target);

            assertThat(refs(mirror)).as(version).isEqualTo(refs(source));
            requireSound(mirror);
            assertThat(git.run("-c", "protocol.version=" + version, "ls-remote", project.address()))
                    .isEqualTo(git.run("ls-remote", source.path().toString()));
        }
    }

    @Test
    void a_clone_is_what_an_export_to_git_has() {
        var exported = directory.resolve("exported");
        long id = new Projects(project.temple()).require("app").id();
        new GitExport(project.temple()).run(id, exported, true, Progress.NONE);

        var mirror = clone(project.address(), "--mirror");

        assertThat(refs(mirror)).isEqualTo(refs(GitFolder.at(exported)));
        assertThat(mirror.run("cat-file", "--batch-all-objects", "--batch-check"))
                .isEqualTo(GitFolder.at(exported).run("cat-file", "--batch-all-objects", "--batch-check"));
    }

    @Test
    void a_partial_clone_gets_files_when_it_needs_them() {
        var clone = clone(project.address(), "--filter=blob:none", "--no-checkout");
        assertThat(clone.run("rev-list", "--objects", "--missing=print", "HEAD"))
                .contains("?");

        clone.run("checkout", "-q", "main");

        assertThat(clone.run("status", "--porcelain")).isEmpty();
        assertThat(clone.run("show", "HEAD~20:README.md")).isEqualTo("# App");
        requireSound(clone);

        for (var filter : new String[] {"blob:limit=1k", "tree:0"}) {
            var other = clone(project.address(), "--filter=" + filter, "--single-branch");
            assertThat(other.run("show", "HEAD~20:src/part4/file.txt"))
                    .isEqualTo(source.run("show", "HEAD~20:src/part4/file.txt"));
            assertThat(other.run("status", "--porcelain")).isEmpty();
        }
    }

    @Test
    void a_shallow_clone_is_deepened_and_completed() {
        var clone = clone(project.address(), "--depth=3");
        assertThat(clone.run("rev-list", "--count", "HEAD")).isEqualTo("3");
        requireSound(clone);

        clone.run("fetch", "-q", "--deepen=4");
        assertThat(clone.run("rev-list", "--count", "HEAD")).isEqualTo("7");

        clone.run("fetch", "-q", "--depth=10");
        assertThat(clone.run("rev-list", "--count", "HEAD")).isEqualTo("10");

        clone.run("fetch", "-q", "--unshallow");
        assertThat(clone.run("rev-list", "HEAD")).isEqualTo(source.run("rev-list", "HEAD"));
        assertThat(clone.path().resolve(".git/shallow")).doesNotExist();
        requireSound(clone);

        var date = source.run("log", "-1", "--format=%ct", "HEAD~4");
        var since = clone(project.address(), "--shallow-since=" + date);
        assertThat(since.run("rev-list", "--count", "HEAD")).isEqualTo("5");
    }

    @Test
    void one_branch_alone_is_cloned() {
        var clone = clone(project.address(), "--single-branch", "--branch=side", "--no-tags");

        assertThat(clone.run("for-each-ref", "--format=%(refname)"))
                .isEqualTo("refs/heads/side\nrefs/remotes/origin/side");
        assertThat(clone.run("rev-parse", "HEAD")).isEqualTo(source.run("rev-parse", "side"));
        requireSound(clone);
    }

    @Test
    void what_was_pushed_later_is_fetched() {
        var git = repository("growing");
        try (var growing = PushedRepository.push(directory, git.path(), ada, "growing", "public")) {
            var clone = clone(growing.address());
            var shallow = clone(growing.address(), "--depth=2");
            git.write("new.txt", "New.\n").commit("More");
            git.run("tag", "-a", "v2.0", "-m", "The second");
            git.run("branch", "-D", "side");
            growing.push();

            for (var one : new GitFolder[] {clone, shallow}) {
                one.run("fetch", "-q", "--prune");
                one.run("merge", "-q", "--ff-only", "origin/main");
                assertThat(one.run("rev-parse", "HEAD", "v2.0")).isEqualTo(git.run("rev-parse", "main", "v2.0"));
                requireSound(one);
            }
            assertThat(clone.run("branch", "-r")).doesNotContain("side");
            assertThat(clone(growing.address()).run("rev-parse", "HEAD")).isEqualTo(git.run("rev-parse", "main"));
        }
    }

    @Test
    void a_push_is_refused_and_told_what_to_do() {
        var pushed = source.start(new byte[0], "push", project.address(), "HEAD:refs/heads/new");

        assertThat(pushed.exit()).isNotZero();
        assertThat(pushed.text()).contains("templedb cathedral push").contains("TDB-1530");
    }

    @Test
    void packs_stay_while_they_are_read_and_are_found_again_by_the_next_server() throws IOException {
        var present = states.present(People.anonymous(), new ProjectAddress(ada.name(), "app"), _ -> false)
                .orElseThrow();
        var kept = directory.resolve("packs");
        Files.createDirectories(kept.resolve("unfinished-1"));
        Files.createDirectories(kept.resolve("damaged"));
        var packs = GitPacks.open(kept, 1, Clock.systemUTC());
        assertThat(kept).isEmptyDirectory();

        Path file;
        try (var lease = packs.lease(present.packs());
                var other = packs.lease(present.packs())) {
            assertThat(other.packs()).isEqualTo(lease.packs());
            file = lease.packs().getFirst().pack();
            assertThat(file).exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            var reopened = GitPacks.open(kept, 1 << 30, Clock.systemUTC());
            assertThat(reopened.bytes()).isEqualTo(packs.bytes());
            try (var again = reopened.lease(present.packs())) {
                assertThat(again.packs()).isEqualTo(lease.packs());
            }
        }
        assertThat(file).doesNotExist();
        assertThat(packs.bytes()).isZero();
    }
}
