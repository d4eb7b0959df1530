package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Directories and work trees come in with the line ends that git would commit.
class LineEndsOfSourcesTest {
    private static final String REF = "refs/templedb/working-tree";
    private static final String ATTRIBUTES = "*.txt text\n*.auto text=auto eol=crlf\n*.bin -text\n*.id ident\n";

    @TempDir
    Path directory;

    private static GitFolder write(GitFolder git, String end) {
        for (var kind : List.of("txt", "auto", "bin", "id", "other")) {
            git.write("plain." + kind, "one%stwo%s".formatted(end, end))
                    .write("mixed." + kind, "one\r\ntwo\n%s".formatted(end))
                    .write("alone." + kind, "one\rtwo%s".formatted(end))
                    .write("d/keyword." + kind, "$Id: x $%s".formatted(end));
        }
        return git;
    }

    @Test
    void a_plain_directory_comes_in_as_git_would_commit_it() {
        var git = write(GitFolder.init(directory.resolve("git")), "\r\n");
        git.write(".gitattributes", ATTRIBUTES)
                .write("d/.gitattributes", "*.other text\n")
                .commit("All");
        Shell.run(directory, "mkdir plain && cp -r git/. plain && rm -r plain/.git");
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("p", directory.resolve("plain"));

            assertThat(tree(sandbox)).isEqualTo(git.run("rev-parse", "HEAD^{tree}"));
            assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
        }
    }

    private static String tree(IntakeSandbox sandbox) {
        return new dev.templedb.temple.history.HistoryReader(sandbox.temple())
                .show(sandbox.project("p").project().id(), "HEAD")
                .commit()
                .tree()
                .hex();
    }

    @ParameterizedTest
    @ValueSource(strings = {"core.autocrlf=true", "core.autocrlf=input", "core.eol=crlf", "core.autocrlf=off"})
    void a_work_tree_comes_in_as_git_add_would_take_it(String setting) {
        var git = write(GitFolder.init(directory.resolve("git")), "\n");
        var name = setting.substring(0, setting.indexOf('='));
        git.commit("Byte for byte");
        git.write(".gitattributes", ATTRIBUTES).commit("Attributes");
        git.run("config", name, setting.substring(name.length() + 1));
        Shell.run(git.path(), "rm -r .git/index * && git reset -q --hard && mkdir -p .git/info");
        git.write(".git/info/attributes", "alone.other text\n");
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("clean", git.path());
            write(git, "\r\n").write("new.other", "new\r\n").write("new.txt", "new\r\n");
            sandbox.take(IntakeSandbox.withWorkTree(sandbox.request("p", git.path())));
            git.run("add", "-A");

            assertThat(new dev.templedb.temple.history.HistoryReader(sandbox.temple())
                            .show(sandbox.project("p").project().id(), REF)
                            .commit()
                            .tree()
                            .hex())
                    .isEqualTo(git.run("write-tree"));
        }
    }

    @Test
    void a_work_tree_that_git_wrote_with_autocrlf_has_no_uncommitted_changes() {
        var git = GitFolder.init(directory.resolve("git"));
        git.write("a", "one\ntwo\n")
                .write(".gitattributes", "*.c text eol=crlf\n")
                .write("x.c", "x\n")
                .commit("All");
        git.run("config", "core.autocrlf", "true");
        Shell.run(git.path(), "rm -r .git/index * && git reset -q --hard && touch -d 2020-01-01 a x.c");
        assertThat(git.path().resolve("a")).hasContent("one\r\ntwo\r\n").hasSize(10);
        try (var sandbox = new IntakeSandbox(directory)) {
            assertThat(sandbox.take("p", git.path()).uncommitted()).isEmpty();
            git.write("a", "one\ntwo\n");
            assertThat(sandbox.sync("p").uncommitted()).isEmpty();
            git.write("a", "one\r\n2\r\n");
            assertThat(sandbox.sync("p").uncommitted()).containsExactly("a");
        }
    }
}
