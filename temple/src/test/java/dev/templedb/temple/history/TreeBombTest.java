package dev.templedb.temple.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.checkout.ProjectCheckout;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten trees that hold each other ten times are ten billion files. Where a commit holds them, the import refuses them;
/// a tag that names the tree itself brings them in, since nothing has to be unfolded for that.
class TreeBombTest {
    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private long project;

    @BeforeEach
    void take_a_bomb_on_a_tag() {
        sandbox = new IntakeSandbox(directory);
        var git = GitFolder.init(directory.resolve("git"));
        git.write("a", "a\n").commit("First");
        var id = git.object("blob", "x");
        var entry = "100644 blob";
        for (int level = 0; level < 10; level++) {
            id = makeTree(git, entry, id);
            entry = "040000 tree";
        }
        git.run("update-ref", "refs/tags/bomb", id);
        git.run("tag", "-a", "-m", "x", "annotated", id);
        sandbox.take("p", git.path());
        project = new Projects(sandbox.temple()).require("p").id();
    }

    private static String makeTree(GitFolder git, String entry, String id) {
        var lines = IntStream.range(0, 10)
                .mapToObj(number -> "%s %s\td%d\n".formatted(entry, id, number))
                .collect(Collectors.joining());
        return git.runWith(lines.getBytes(StandardCharsets.UTF_8), "mktree");
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void listing_its_files_is_refused() {
        for (var ref : List.of("bomb", "annotated")) {
            sandbox.refuses(ErrorCode.TREE_TOO_LARGE, () -> new FileReader(sandbox.temple()).list(project, ref));
        }
        assertThat(new FileReader(sandbox.temple()).list(project, "main")).hasSize(1);
        assertThat(new FileReader(sandbox.temple())
                        .find(
                                project,
                                "bomb",
                                FilePath.of("d0/d1/d2/d3/d4/d5/d6/d7/d8/d9".getBytes(StandardCharsets.UTF_8)))
                        .bytes())
                .isEqualTo(1);
    }

    @Test
    void a_checkout_is_refused_and_leaves_nothing() {
        for (var ref : List.of("bomb", "annotated")) {
            var target = directory.resolve("out");
            sandbox.refuses(
                    ErrorCode.TREE_TOO_LARGE,
                    () -> new ProjectCheckout(sandbox.temple()).run(project, ref, target, Progress.NONE));
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void an_export_that_has_to_look_into_it_is_refused_and_any_other_is_not() throws Exception {
        export(new PathFilter(List.of()), HistoryMode.FULL);
        assertThat(directory.resolve("out.cathedral")).isRegularFile();
        Files.delete(directory.resolve("out.cathedral"));

        // The first export has noted which frames hold no secrets, so that this one has nothing to note.
        sandbox.refuses(
                ErrorCode.TREE_TOO_LARGE, () -> export(new PathFilter(List.of("*.log")), HistoryMode.REWRITTEN));
        assertThat(directory.resolve("out.cathedral")).doesNotExist();
    }

    private void export(PathFilter filter, HistoryMode mode) {
        new PackageExport(sandbox.temple())
                .run(
                        new ExportRequest(
                                "p",
                                directory.resolve("out.cathedral"),
                                PackageLayout.FILE,
                                filter,
                                mode,
                                Existing.REFUSE,
                                "0"),
                        Progress.NONE);
    }
}
