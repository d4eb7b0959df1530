package dev.templedb.temple.blame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlameAgainstGitTest {
    private static final List<String> NAMES = List.of("a", "b", "d/a", "d/c");

    @TempDir
    Path scratch;

    private Random random = new Random(0);
    private int written;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void each_line_is_from_the_commit_and_file_that_git_says(long seed) throws Exception {
        random = new Random(seed);
        var git = GitFolder.init(scratch.resolve("source"));
        git.write("a", lines(20)).write("d/c", lines(15)).commit("Begin");
        for (int i = 0; i < 14; i++) {
            switch (random.nextInt(4)) {
                case 0 -> git.run("branch", "-f", "other");
                case 1 -> merge(git);
                default -> {
                    change(git.path());
                    change(git.path());
                    git.commit("Change " + i);
                }
            }
        }
        try (var sandbox = new IntakeSandbox(scratch)) {
            sandbox.take("demo", git.path());
            long project = new Projects(sandbox.temple()).require("demo").id();
            int files = 0;
            for (var name : git.run("ls-tree", "-r", "--name-only", "HEAD").split("\n")) {
                var ours = new Blame(sandbox.temple()).lines(project, "HEAD", FilePath.of(name), LineRange.ALL);
                assertThat(ours.stream().map(BlameAgainstGitTest::said).toList())
                        .as(name)
                        .isEqualTo(git(git, name));
                files++;
            }
            assertThat(files).isPositive();
        }
    }

    private void merge(GitFolder git) throws Exception {
        var others = git.run("for-each-ref", "--format=%(refname:short)", "refs/heads/other");
        if (others.isEmpty()) {
            return;
        }
        git.run("checkout", "-q", "other");
        change(git.path());
        git.commit("Aside");
        git.run("checkout", "-q", "main");
        if (git.start(new byte[0], "merge", "-q", "--no-edit", "other").exit() != 0) {
            git.run("add", "-A");
            git.run("commit", "-q", "-m", "Conflicts are left as they are");
        }
    }

    private void change(Path root) throws Exception {
        var file = root.resolve(NAMES.get(random.nextInt(NAMES.size())));
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, lines(1 + random.nextInt(20)));
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> {
                var to = root.resolve(NAMES.get(random.nextInt(NAMES.size())));
                if (!Files.exists(to)) {
                    Files.createDirectories(to.getParent());
                    Files.move(file, to);
                }
            }
            case 1 -> Files.delete(file);
            default -> {
                var lines = new ArrayList<>(Files.readAllLines(file));
                int at = random.nextInt(lines.size() + 1);
                int end = Math.min(lines.size(), at + random.nextInt(3));
                lines.subList(at, end).clear();
                lines.addAll(at, List.of(lines(random.nextInt(4)).split("\n")));
                Files.writeString(file, String.join("\n", lines) + (random.nextInt(4) == 0 ? "" : "\n"));
            }
        }
    }

    /// Half of them are as others, as in programs, so that a change can be read in several ways.
    private String lines(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(6)) {
                case 0 -> text.append("}\n");
                case 1 -> text.append("\n");
                case 2 -> text.append("  call(").append(random.nextInt(3)).append(");\n");
                default -> text.append("line ").append(++written).append('\n');
            }
        }
        return text.toString();
    }

    private static String said(BlamedLine line) {
        return "%s %s %d %d %s"
                .formatted(
                        line.commit().orElseThrow().id(),
                        line.path(),
                        line.original(),
                        line.number(),
                        new String(line.text(), StandardCharsets.UTF_8));
    }

    private static List<String> git(GitFolder git, String name) {
        var lines = new ArrayList<String>();
        var commit = "";
        var path = "";
        var said = git.bytes(new byte[0], "blame", "--line-porcelain", "HEAD", "--", name);
        for (var line : new String(said, StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith("\t")) {
                var head = commit.split(" ");
                lines.add("%s %s %s %s %s".formatted(head[0], path, head[1], head[2], line.substring(1)));
            } else if (line.startsWith("filename ")) {
                path = line.substring("filename ".length());
            } else if (line.matches("[0-9a-f]{40} .*")) {
                commit = line;
            }
        }
        return lines;
    }
}
