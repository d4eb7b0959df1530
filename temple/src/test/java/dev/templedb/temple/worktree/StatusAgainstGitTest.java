package dev.templedb.temple.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusAgainstGitTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_status_says_what_git_says(long seed) throws Exception {
        var random = new Random(seed);
        var git = GitFolder.init(scratch.resolve("source"));
        for (int i = 0; i < 30; i++) {
            git.write(name(random), "content %d\n".formatted(random.nextInt(100)));
        }
        git.write(".gitignore", "*.log\nbuild/\n!keep.log\n").write("d1/.gitignore", "/x*\n");
        git.link("link", "d1").commit("Begin");
        try (var sandbox = new IntakeSandbox(scratch)) {
            sandbox.take("demo", git.path());
            var checkout = new Checkouts(sandbox.temple())
                    .adopt(new Projects(sandbox.temple()).require("demo"), "HEAD", git.path());
            var work = new WorkTree(sandbox.temple(), checkout);
            assertThat(lines(work)).isEqualTo(gitLines(git));
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 12; i++) {
                    change(random, git.path());
                }
                assertThat(lines(work)).isEqualTo(gitLines(git));
                assertThat(lines(work)).isEqualTo(gitLines(git));
            }
        }
    }

    private static String name(Random random) {
        var directory = List.of("", "d1/", "d1/d2/", "e/", "build/", "f f/").get(random.nextInt(6));
        var file =
                List.of("a", "b", "c.log", "keep.log", "x1", "x2", "é", "z z").get(random.nextInt(8));
        return directory + file;
    }

    private static void change(Random random, Path root) throws Exception {
        var file = root.resolve(name(random));
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(file);
                Files.writeString(file, "content %d\n".formatted(random.nextInt(100)));
            }
            case 2 -> Files.deleteIfExists(file);
            case 3 -> {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(random.nextBoolean() ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
            case 4 -> {
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(file);
                Files.createSymbolicLink(file, Path.of("a"));
            }
            default -> {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setLastModifiedTime(file, FileTime.fromMillis(1_500_000_000_000L + random.nextInt(1000)));
                }
            }
        }
    }

    private static List<String> lines(WorkTree work) {
        var status = work.status(Untracked.FILES);
        var lines = new TreeSet<String>();
        status.unstaged().forEach(file -> lines.add(" " + file.kind().letter() + " " + file.path()));
        status.untracked().forEach(path -> lines.add("?? " + path));
        return new ArrayList<>(lines);
    }

    private static List<String> gitLines(GitFolder git) {
        var said = new String(
                git.bytes(new byte[0], "status", "--porcelain", "-z", "--untracked-files=all"),
                java.nio.charset.StandardCharsets.UTF_8);
        var lines = new TreeSet<String>();
        for (var line : said.split("\0")) {
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return new ArrayList<>(lines);
    }

    @Test
    void a_file_written_twice_in_one_moment_is_seen() throws Exception {
        var git = GitFolder.init(scratch.resolve("source"));
        git.write("a", "one\n").commit("Begin");
        try (var sandbox = new IntakeSandbox(scratch)) {
            sandbox.take("demo", git.path());
            var work = new WorkTree(
                    sandbox.temple(),
                    new Checkouts(sandbox.temple())
                            .adopt(new Projects(sandbox.temple()).require("demo"), "HEAD", git.path()));
            for (int i = 0; i < 30; i++) {
                git.write("a", "one\n");
                assertThat(work.status(Untracked.NONE).isClean()).isTrue();
                git.write("a", "two\n");
                assertThat(work.status(Untracked.NONE).isClean()).isFalse();
            }
        }
    }

    @Test
    void what_was_looked_at_is_not_read_again() throws Exception {
        var git = GitFolder.init(scratch.resolve("source"));
        git.write("a", "one\n").commit("Begin");
        Files.setLastModifiedTime(git.path().resolve("a"), FileTime.fromMillis(1_500_000_000_000L));
        try (var sandbox = new IntakeSandbox(scratch)) {
            sandbox.take("demo", git.path());
            var work = new WorkTree(
                    sandbox.temple(),
                    new Checkouts(sandbox.temple())
                            .adopt(new Projects(sandbox.temple()).require("demo"), "HEAD", git.path()));
            Thread.sleep(1200);
            work.status(Untracked.NONE);

            var kept = sandbox.temple()
                    .file()
                    .read(tx -> new SqliteCheckoutStore(tx)
                            .tracked(work.checkout().id())
                            .get("a"));
            assertThat(kept.stat()).isEqualTo(FileStat.of(git.path().resolve("a")));
        }
    }
}
