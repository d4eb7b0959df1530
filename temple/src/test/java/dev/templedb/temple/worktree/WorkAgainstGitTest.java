package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.ada;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.HistoryReader;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkAgainstGitTest {
    @TempDir
    Path scratch;

    /// Files become directories and links and back, names change in their case only.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void switches_write_and_commits_take_what_git_s_would(long seed) throws Exception {
        var random = new Random(seed);
        var git = GitFolder.init(scratch.resolve("source"));
        var commits = new ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            change(random, git.path());
            commits.add(git.commit("Commit " + i));
        }
        try (var demo = new WorkSandbox(scratch, git)) {
            for (int i = 0; i < 8; i++) {
                var commit = commits.get(random.nextInt(commits.size()));
                demo.work().switchTo(commit, Optional.empty());
                git.run("checkout", "-q", "--force", "--detach", commit);
                git.run("clean", "-q", "-fdx");
                assertThat(WorkSandbox.files(demo.directory)).isEqualTo(WorkSandbox.files(git.path()));
                assertThat(demo.status()).isEmpty();
            }
            demo.work().switchTo("main", Optional.empty());
            for (int i = 0; i < 5; i++) {
                change(random, demo.directory);
                demo.work().add(List.of(FilePath.of(".")), false);
                demo.work().commit(CommitRequest.of("Change " + i, ada(i)).allowingEmpty());
                assertThat(demo.status()).isEmpty();
                assertThat(new HistoryReader(demo.sandbox.temple())
                                .show(demo.project().id(), "main")
                                .commit()
                                .tree()
                                .hex())
                        .isEqualTo(tree(git, demo.directory));
            }
            demo.exported();
        }
    }

    private String tree(GitFolder git, Path directory) throws IOException {
        Files.deleteIfExists(scratch.resolve("index"));
        Files.writeString(git.path().resolve(".git/info/exclude"), "/.templedb\n");
        var there = GitFolder.at(directory)
                .with("GIT_DIR", git.path().resolve(".git").toString())
                .with("GIT_WORK_TREE", directory.toString())
                .with("GIT_INDEX_FILE", scratch.resolve("index").toString());
        there.run("add", "-A");
        return there.run("write-tree");
    }

    private static void change(Random random, Path root) throws IOException {
        for (int i = 0; i < 6; i++) {
            var path = root.resolve(List.of("a", "A", "a/b", "d/readme", "d/README", "d", "d/e/f", "x")
                    .get(random.nextInt(8)));
            clear(root, path);
            switch (random.nextInt(6)) {
                case 0 -> {}
                case 1 -> Files.createSymbolicLink(path, Path.of(random.nextBoolean() ? "x" : "/nowhere"));
                case 2 -> {
                    Files.createDirectories(path);
                    Files.writeString(path.resolve("inner"), "inner\n");
                }
                case 3 -> {
                    Files.writeString(path, "run " + random.nextInt(3));
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
                default -> Files.writeString(path, "text " + random.nextInt(5) + "\n");
            }
        }
    }

    /// Makes place for something at `path`, whatever is there or above it.
    private static void clear(Path root, Path path) throws IOException {
        for (var above = path.getParent(); !above.equals(root); above = above.getParent()) {
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(above);
            }
        }
        Files.createDirectories(path.getParent());
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            try (var walk = Files.walk(path)) {
                for (var each : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
