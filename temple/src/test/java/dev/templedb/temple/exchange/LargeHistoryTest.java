package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.checkout.ProjectCheckout;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.testkit.GitFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Honest repositories at the edge: very large directories, commits and tags, very many parents and refs, very deep
/// directories. Each goes all the way, or is refused by name.
class LargeHistoryTest {
    @TempDir
    private Path folder;

    private IntakeSandbox one;
    private IntakeSandbox two;
    private GitFolder git;

    @BeforeEach
    void open() throws IOException {
        one = new IntakeSandbox(Files.createDirectory(folder.resolve("one")));
        two = new IntakeSandbox(Files.createDirectory(folder.resolve("two")));
        git = GitFolder.init(folder.resolve("git"));
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private Path thereAndBack(PackageLayout layout) {
        one.take("p", git.path());
        var exported = new PackageExport(one.temple())
                .run(
                        new ExportRequest(
                                "p",
                                folder.resolve("package"),
                                layout,
                                new PathFilter(List.of()),
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE);
        var scratch = folder.resolve("scratch");
        try (var opened = Packages.open(exported.path(), OpenOptions.strict(scratch, Progress.NONE))) {
            PackageChecker.verify(opened, 2, Progress.NONE);
        }
        var taken = new PackageImport(two.temple())
                .run(
                        new PackageImportRequest(exported.path(), Optional.empty(), false, false, false, scratch),
                        Progress.NONE);
        assertThat(taken.contentRoot()).contains(exported.contentRoot());
        var back = folder.resolve("back");
        new GitExport(two.temple()).run(two.project("p").project().id(), back, true, Progress.NONE);
        assertThat(refs(GitFolder.at(back))).isEqualTo(refs(git));
        assertThat(GitFolder.at(back).start(new byte[0], "fsck", "--full").exit())
                .isZero();
        return back;
    }

    private static String refs(GitFolder git) {
        return git.run("for-each-ref", "--format=%(objectname) %(refname)");
    }

    /// Commits a directory of many files; `git fast-import` does it in a second.
    private void largeDirectory(int files, int nameLength) {
        var commands = new StringBuilder("blob\nmark :1\ndata 2\nx\ncommit refs/heads/main\n"
                + "committer Ada <ada@example.org> 1700000000 +0000\ndata 5\nLarge\n");
        for (int i = 0; i < files; i++) {
            commands.append("M 100644 :1 many/%06d-%s\n".formatted(i, "x".repeat(nameLength - 7)));
        }
        git.runWith(commands.append("\n").toString().getBytes(StandardCharsets.US_ASCII), "fast-import", "--quiet");
        assertThat(Long.parseLong(git.run("cat-file", "-s", "main:many"))).isGreaterThan(4 << 20);
    }

    @Test
    void a_directory_whose_tree_is_larger_than_a_frame_goes_all_the_way() throws IOException {
        allTheWay(20_000, 200);
    }

    @Test
    @Tag("thorough")
    void a_directory_of_120_000_files_goes_all_the_way() throws IOException {
        allTheWay(120_000, 22);
    }

    private void allTheWay(int files, int nameLength) throws IOException {
        largeDirectory(files, nameLength);

        thereAndBack(PackageLayout.FILE);

        var tree = folder.resolve("tree");
        new ProjectCheckout(two.temple()).run(two.project("p").project().id(), "HEAD", tree, Progress.NONE);
        try (var there = Files.list(tree.resolve("many"))) {
            assertThat(there.count()).isEqualTo(files);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "DIRECTORY", "TAR_ZST"})
    void commits_and_tags_of_several_megabytes_go_all_the_way(PackageLayout layout) {
        git.write("a", "a\n").commit("First");
        var text = "A long story.\n".repeat(400_000).getBytes(StandardCharsets.US_ASCII);
        var commit = git.runWith(text, "commit-tree", "HEAD^{tree}", "-p", "HEAD");
        git.run("update-ref", "refs/heads/long", commit);
        git.runWith(text, "tag", "-a", "-F", "-", "v1", "main");

        thereAndBack(layout);
    }

    @Test
    void ten_thousand_refs_and_a_commit_of_3_000_parents_go_all_the_way() {
        var commands = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            commands.append("commit refs/heads/b%05d\nmark :%d\n".formatted(i, i + 1))
                    .append("committer Ada <ada@example.org> %d +0000\ndata 5\nChild\n".formatted(1_700_000_000 + i));
        }
        commands.append("commit refs/heads/main\ncommitter Ada <ada@example.org> 1710000000 +0000\ndata 5\nMerge\n");
        for (int i = 0; i < 3000; i++) {
            commands.append(i == 0 ? "from :%d\n".formatted(i + 1) : "merge :%d\n".formatted(i + 1));
        }
        git.runWith(commands.append("\n").toString().getBytes(StandardCharsets.US_ASCII), "fast-import", "--quiet");
        assertThat(git.run("rev-list", "--parents", "-1", "main").split(" ")).hasSize(3001);

        thereAndBack(PackageLayout.FILE);
    }

    @Test
    void directories_go_all_the_way_as_deep_as_git_walks_and_are_refused_by_name_below() {
        deep(2047);
        thereAndBack(PackageLayout.FILE);
        deep(2050);
        one.refuses(ErrorCode.TREE_TOO_LARGE, () -> one.sync("p"));
    }

    private void deep(int levels) {
        var commands = "commit refs/heads/main\ncommitter Ada <ada@example.org> 1700000000 +0000\ndata 4\nDeep\n"
                + "M 100644 inline %sf\ndata 2\nx\n\n".formatted("d/".repeat(levels));
        git.runWith(commands.getBytes(StandardCharsets.US_ASCII), "fast-import", "--quiet", "--force");
    }

    @Test
    void a_tree_above_64_mebibytes_is_refused_by_name() {
        git.write("a", "a\n").commit("First");
        var blob = git.run("rev-parse", "HEAD:a");
        var id = HexFormat.of().parseHex(blob);
        var raw = new ByteArrayOutputStream(70 << 20);
        for (int i = 0; raw.size() <= 64 << 20; i++) {
            raw.writeBytes("100644 %07d-%s\0".formatted(i, "x".repeat(200)).getBytes(StandardCharsets.US_ASCII));
            raw.writeBytes(id);
        }
        var tree = git.runWith(raw.toByteArray(), "hash-object", "-t", "tree", "-w", "--stdin");
        git.commitTree("refs/heads/main", tree);

        one.refuses(ErrorCode.PACKAGE_TOO_LARGE, () -> one.take("p", git.path()));
    }
}
