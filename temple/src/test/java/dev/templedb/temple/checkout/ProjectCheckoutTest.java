package dev.templedb.temple.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.Leftovers;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.OddRepository;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectCheckoutTest {
    @TempDir
    Path directory;

    private Temple temple;
    private long project;

    @BeforeEach
    void openTemple() {
        temple = FilledTemple.open(directory.resolve("t.templedb"));
    }

    @AfterEach
    void closeTemple() {
        temple.close();
    }

    private CheckoutReport checkOut(String ref, Path target) {
        return new ProjectCheckout(temple).run(project, ref, target, Progress.NONE);
    }

    private static void refuses(ErrorCode code, ThrowingCallable work, String... saying) {
        assertThatThrownBy(work).isInstanceOfSatisfying(TempleException.class, failure -> {
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
            assertThat(java.util.List.of(saying)).allMatch(failure.getMessage()::contains);
        });
    }

    @Test
    void every_tree_is_written_as_git_writes_it() throws IOException {
        var git = OddRepository.make(directory.resolve("git"));
        project = FilledTemple.take(temple, "p", git.path());
        var refs = git.run("for-each-ref", "--format=%(refname)").lines().toList();
        int compared = 0;
        for (var ref : refs) {
            if (!ref.endsWith("of-file")) {
                var expected = Files.createDirectory(directory.resolve("expected" + compared));
                git.run("--no-replace-objects", "read-tree", ref);
                git.run("checkout-index", "-a", "-f", "--prefix=" + expected + "/");
                var target = directory.resolve("ours" + compared++);
                checkOut(ref, target);
                assertThat(Shell.list(target)).as(ref).isEqualTo(Shell.list(expected));
                assertThat(Shell.diff(target, expected)).as(ref).isEmpty();
            }
        }
        assertThat(compared).isGreaterThan(20);
        assertThat(Shell.list(directory)).noneMatch(name -> name.startsWith(Leftovers.PREFIX));
    }

    @Test
    void a_report_counts_what_was_written() {
        var git = GitFolder.init(directory.resolve("git"));
        git.write("a/b/c", "123").write("d", "45").link("e", "d").commit("one");
        git.run("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",a/sub");
        git.run("commit", "-q", "-m", "two");
        project = FilledTemple.take(temple, "p", git.path());
        var report = checkOut("HEAD", directory.resolve("out"));
        assertThat(report.tree()).isEqualTo(new WrittenTree(2, 1, 1, 2, 5));
        assertThat(report.ref().ref()).contains("refs/heads/main");
        assertThat(directory.resolve("out/a/sub")).isEmptyDirectory();
    }

    @Test
    void an_empty_directory_is_filled_and_any_other_target_stays() throws IOException {
        var git = GitFolder.init(directory.resolve("git"));
        git.write("a", "1").commit("one");
        project = FilledTemple.take(temple, "p", git.path());
        var empty = Files.createDirectory(directory.resolve("empty"));
        Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwx------"));
        checkOut("main", empty);
        assertThat(empty.resolve("a")).hasContent("1");
        assertThat(Files.getPosixFilePermissions(empty)).hasSize(3);
        refuses(ErrorCode.TARGET_NOT_EMPTY, () -> checkOut("main", empty));
        Files.writeString(directory.resolve("file"), "x");
        refuses(ErrorCode.TARGET_NOT_EMPTY, () -> checkOut("main", directory.resolve("file")));
        var elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createSymbolicLink(directory.resolve("link"), elsewhere);
        refuses(ErrorCode.TARGET_NOT_EMPTY, () -> checkOut("main", directory.resolve("link")));
        assertThat(elsewhere).isEmptyDirectory();
        refuses(ErrorCode.TARGET_UNWRITABLE, () -> checkOut("main", directory.resolve("no/such")));
        refuses(ErrorCode.REF_NOT_FOUND, () -> checkOut("nothing", directory.resolve("out")));
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void links_lead_nowhere_while_files_are_written() throws IOException {
        var git = GitFolder.init(directory.resolve("git"));
        var outside = Files.createDirectory(directory.resolve("outside"));
        git.link("a", outside.toString())
                .link("z", "../outside")
                .write("b/file", "x")
                .commit("one");
        project = FilledTemple.take(temple, "p", git.path());
        checkOut("main", directory.resolve("out"));
        assertThat(outside).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(directory.resolve("out/a"))).isEqualTo(outside);
    }

    @Test
    void names_that_the_file_system_cannot_hold_are_listed_and_nothing_is_written() {
        var git = GitFolder.init(directory.resolve("git"));
        var blob = git.object("blob", "x");
        var empty = git.object("blob", "");
        var nul = git.object("blob", "a\0b");
        var longLink = git.object("blob", "x".repeat(5000));
        git.commitTree(
                "refs/heads/long",
                git.tree("100644 blob " + blob + "\t" + "n".repeat(256), "100644 blob " + blob + "\tgood"));
        git.commitTree("refs/heads/empty-link", git.tree("120000 blob " + empty + "\tlink"));
        git.commitTree("refs/heads/nul-link", git.tree("120000 blob " + nul + "\tlink"));
        git.commitTree("refs/heads/long-link", git.tree("120000 blob " + longLink + "\tlink"));
        var tree = git.tree("100644 blob " + blob + "\tf");
        for (int i = 0; i < 30; i++) {
            tree = git.tree("040000 tree " + tree + "\t" + "d".repeat(200));
        }
        git.commitTree("refs/heads/deep", tree);
        project = FilledTemple.take(temple, "p", git.path());
        var out = directory.resolve("out");
        refuses(ErrorCode.PATH_NOT_PORTABLE, () -> checkOut("long", out), "nnn", "File name too long");
        refuses(ErrorCode.PATH_NOT_PORTABLE, () -> checkOut("empty-link", out), "link (");
        refuses(ErrorCode.PATH_NOT_PORTABLE, () -> checkOut("nul-link", out), "NUL");
        refuses(ErrorCode.PATH_NOT_PORTABLE, () -> checkOut("long-link", out), "too long");
        refuses(ErrorCode.PATH_NOT_PORTABLE, () -> checkOut("deep", out), "too long");
        assertThat(out).doesNotExist();
        assertThat(Shell.list(directory)).noneMatch(name -> name.startsWith(Leftovers.PREFIX));
    }

    @Test
    void one_changed_byte_is_noticed_where_nothing_compresses() {
        var git = GitFolder.init(directory.resolve("git"));
        var noise = new byte[100_000];
        new java.util.Random(1).nextBytes(noise);
        git.write("noise", noise).commit("one");
        project = FilledTemple.take(temple, "p", git.path());
        temple.file().write(tx -> tx.update("""
                        UPDATE frames
                           SET data = CAST(substr(data, 1, length(data) - 5) || x'00' || substr(data, length(data) - 3) AS BLOB)
                         WHERE length(data) > 90000
                        """).execute());
        refuses(ErrorCode.TEMPLE_CORRUPT, () -> checkOut("main", directory.resolve("out")), "have changed");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void damage_in_the_temple_is_reported_and_nothing_is_left() {
        var git = GitFolder.init(directory.resolve("git"));
        git.write("a", "1".repeat(1000)).commit("one");
        project = FilledTemple.take(temple, "p", git.path());
        temple.file()
                .write(tx -> tx.update(
                                "UPDATE frames SET data = CAST(substr(data, 1, length(data) - 3) || zeroblob(3) AS BLOB) WHERE frame_no = (SELECT max(frame_no) FROM frames)")
                        .execute());
        refuses(ErrorCode.TEMPLE_CORRUPT, () -> checkOut("main", directory.resolve("out")));
        assertThat(directory.resolve("out")).doesNotExist();
        assertThat(Shell.list(directory)).noneMatch(name -> name.startsWith(Leftovers.PREFIX));
    }
}
