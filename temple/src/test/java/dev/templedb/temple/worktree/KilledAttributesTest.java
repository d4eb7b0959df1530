package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.ada;
import static dev.templedb.temple.worktree.WorkSandbox.files;
import static dev.templedb.temple.worktree.WorkSandbox.paths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A command is killed that takes a directory to other attributes than those that its files were written by: the next
/// one ends as if nobody had killed anything, and takes no file for edited that nobody has edited.
class KilledAttributesTest {
    private static final String NONE = "none";

    @TempDir
    Path scratch;

    private interface Command {
        void run(WorkTree work) throws Exception;
    }

    /// Two branches with different attributes and contents; `main` is on the disk.
    private WorkSandbox demo(String attributes, String others) throws Exception {
        var git = GitFolder.init(scratch.resolve("source"));
        attributes(git, attributes)
                .write("!first.txt", "v1\n$Id$\n")
                .write("a.txt", "v1\n$Id$\n")
                .write("gone.txt", "v1\n$Id$\n")
                .write("z.txt", "v1\n$Id$\n")
                .write("same.txt", "same")
                .commit("One");
        git.run("checkout", "-q", "-b", "other");
        git.run("rm", "-q", "gone.txt");
        if (!attributes.equals(NONE)) {
            git.run("rm", "-q", ".gitattributes");
        }
        attributes(git, others)
                .write("!first.txt", "v2\n$Id$\n")
                .write("a.txt", "v2\n$Id$\n")
                .write("new.txt", "v2\n$Id$\n")
                .write("z.txt", "v2\n$Id$\n")
                .commit("Two");
        git.run("checkout", "-q", "main");
        return new WorkSandbox(scratch, git);
    }

    private static GitFolder attributes(GitFolder git, String lines) {
        return lines.equals(NONE) ? git : git.write(".gitattributes", "*.txt " + lines + "\n");
    }

    private static TreeMap<String, byte[]> contents(WorkSandbox demo) throws IOException {
        var contents = new TreeMap<String, byte[]>();
        for (var name : files(demo.directory).keySet()) {
            contents.put(name, Files.readAllBytes(demo.directory.resolve(name)));
        }
        return contents;
    }

    /// Runs a command that is stopped before it has forgotten what it had planned, puts every file back for which
    /// `step` says so, and returns what the directory looked like when all was written.
    private static TreeMap<String, String> kill(WorkSandbox demo, Command command, int step) throws Exception {
        var before = contents(demo);
        var file = demo.sandbox.temple().file();
        file.write(tx -> tx.update("""
                        CREATE TRIGGER killed BEFORE DELETE ON checkout_writes BEGIN SELECT RAISE(ABORT, 'killed'); END
                        """).execute());
        assertThatThrownBy(() -> command.run(demo.work())).hasStackTraceContaining("killed");
        file.write(tx -> tx.update("DROP TRIGGER killed").execute());
        var written = files(demo.directory);
        int count = 0;
        var names = new TreeSet<>(before.keySet());
        names.addAll(written.keySet());
        for (var name : names) {
            if (count++ % step != 0) {
                continue;
            }
            var content = before.get(name);
            if (content == null) {
                Files.delete(demo.directory.resolve(name));
            } else {
                Files.write(demo.directory.resolve(name), content);
            }
        }
        return written;
    }

    @ParameterizedTest
    @CsvSource({
        "text eol=crlf, none, 1",
        "none, text eol=crlf, 1",
        "text eol=crlf, -text, 2",
        "none, ident, 2",
        "text eol=crlf ident, text eol=lf, 2"
    })
    void a_killed_switch_ends_as_if_nobody_had_killed_it(String attributes, String others, int step) throws Exception {
        try (var demo = demo(attributes, others)) {
            var written = kill(demo, work -> work.switchTo("other", Optional.empty()), step);

            assertThat(demo.status()).isEmpty();
            assertThat(files(demo.directory)).isEqualTo(written);

            demo.write("same.txt", "mine");
            demo.commitAll("My work");
            assertThat(demo.exported().run("show", "--format=", "--name-only", "other"))
                    .isEqualTo("same.txt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "revert", "conflict", "abort"})
    void so_does_whatever_else_is_killed(String what) throws Exception {
        try (var demo = demo("text eol=crlf ident", NONE)) {
            if (what.equals("merge")) {
                demo.write("ours", "ours\n").commitAll("Ours");
            } else if (what.equals("conflict") || what.equals("abort")) {
                demo.write("a.txt", "ours\r\n").commitAll("Ours");
            } else if (what.equals("revert")) {
                demo.work().switchTo("other", Optional.empty());
            }
            if (what.equals("abort")) {
                demo.work().merge("other", Optional.empty(), ada(5), true, false);
            }
            Command command = switch (what) {
                case "abort" -> WorkTree::abort;
                case "revert" -> work -> work.revert("HEAD", 0, Optional.empty(), ada(6));
                default -> work -> work.merge("other", Optional.empty(), ada(6), true, false);
            };
            var written = kill(demo, command, 1);

            assertThat(demo.status()).matches(what.equals("conflict") ? "(?s).*UU a.txt\n" : "");
            assertThat(files(demo.directory)).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore", "bring back"})
    void a_killed_restore_goes_on_by_the_attributes_that_lie_on_the_disk(String what) throws Exception {
        try (var demo = demo("text eol=crlf", NONE)) {
            demo.write(".gitattributes", "*.txt -text\n");
            demo.write("a.txt", "mine\n").write("z.txt", "mine\n");
            var restored = paths("a.txt", "z.txt");
            if (what.equals("bring back")) {
                demo.work().restore(restored);
            }
            Command command = what.equals("restore") ? work -> work.restore(restored) : WorkTree::bringBack;
            var written = kill(demo, command, 1);

            demo.status();

            assertThat(files(demo.directory)).isEqualTo(written);
        }
    }

    @Test
    void what_was_edited_after_the_kill_stays_whatever_the_attributes_are() throws Exception {
        try (var demo = demo("text eol=crlf", NONE)) {
            kill(demo, work -> work.switchTo("other", Optional.empty()), 1);
            demo.write("a.txt", "mine\r\n").write("gone.txt", "mine\r\n");

            assertThat(demo.status()).isEqualTo(" M a.txt\n?? gone.txt\n");

            assertThat(demo.read("a.txt")).isEqualTo("mine\r\n");
            assertThat(demo.read("gone.txt")).isEqualTo("mine\r\n");
            assertThat(demo.read("z.txt")).isEqualTo("v2\n$Id$\n");
        }
    }

    /// A file that both commits have in common stays on the disk as it is, and is known by its stat.
    @Test
    void so_it_ends_where_a_file_lies_there_as_earlier_attributes_had_it() throws Exception {
        try (var demo = demo("text eol=crlf", NONE)) {
            demo.write(".gitattributes", "*.txt -text\n");
            demo.work().add(paths(".gitattributes"), false);
            demo.work().commit(CommitRequest.of("Other attributes", ada(7)));
            var file = demo.sandbox.temple().file();
            Session.in(demo.sandbox.temple(), demo.work().checkout(), session -> {
                var tracked = session.tracked();
                for (var name : new String[] {"!first.txt", "a.txt", "gone.txt", "z.txt"}) {
                    var known = Objects.requireNonNull(tracked.get(name));
                    tracked.put(known.withStat(WorkFiles.of(demo.sandbox.temple(), session.checkout(), tracked)
                            .stat(name)));
                }
                return file.write(tx -> {
                    new SqliteCheckoutStore(tx).setTracked(session.checkout().id(), tracked);
                    return true;
                });
            });
            assertThat(demo.status()).isEmpty();
            KilledSwitchTest.killedAtOnce(demo, "other");

            assertThat(demo.status()).isEmpty();
            assertThat(demo.read("z.txt")).isEqualTo("v2\n$Id$\n");
            assertThat(demo.directory.resolve("gone.txt")).doesNotExist();
        }
    }
}
