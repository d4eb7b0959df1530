package dev.templedb.temple.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.worktree.Comparison;
import dev.templedb.temple.worktree.DiffQuery;
import dev.templedb.testkit.GitFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffAgainstGitTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void git_applies_our_patches_and_gets_the_same_trees(long seed) throws Exception {
        var random = new Random(seed);
        var git = GitFolder.init(scratch.resolve("source"));
        var commits = new ArrayList<String>();
        git.write(".gitattributes", "d/a binary\nb -diff\nc diff\n");
        for (int i = 0; i < 8; i++) {
            for (int change = 0; change < 10; change++) {
                change(random, git.path());
            }
            commits.add(git.commit("Commit " + i));
        }
        try (var sandbox = new IntakeSandbox(scratch)) {
            sandbox.take("demo", git.path());
            long project = new Projects(sandbox.temple()).require("demo").id();
            for (int i = 0; i < 12; i++) {
                var from = commits.get(random.nextInt(commits.size()));
                var to = commits.get(random.nextInt(commits.size()));
                for (var renames : List.of(true, false)) {
                    var patch = patch(sandbox, project, from, to, renames);
                    var index = GitFolder.at(git.path()).with("GIT_INDEX_FILE", scratch + "/index");
                    index.run("read-tree", from);
                    if (patch.length > 0) {
                        index.bytes(patch, "apply", "--cached", "-");
                    }
                    assertThat(index.run("write-tree")).isEqualTo(git.run("rev-parse", to + "^{tree}"));
                }
                assertThat(binaries(sandbox, project, from, to)).isEqualTo(binaries(git, from, to));
                assertThat(names(sandbox, project, from, to))
                        .isEqualTo(new String(
                                git.bytes(new byte[0], "diff", "--no-renames", "--name-status", "-z", from, to),
                                StandardCharsets.UTF_8));
            }
        }
    }

    private static byte[] patch(IntakeSandbox sandbox, long project, String from, String to, boolean renames) {
        return new Comparison(sandbox.temple())
                .commits(project, from, to, query(from, to, renames), (files, contents) -> {
                    var out = new ByteArrayOutputStream();
                    var writer = contents.patches(3);
                    for (var file : files) {
                        try {
                            writer.write(file, out);
                        } catch (IOException impossible) {
                            throw new UncheckedIOException(impossible);
                        }
                    }
                    return out.toByteArray();
                });
    }

    private static String names(IntakeSandbox sandbox, long project, String from, String to) {
        return new Comparison(sandbox.temple())
                .commits(
                        project,
                        from,
                        to,
                        query(from, to, false),
                        (files, contents) -> files.stream()
                                .map(file -> file.kind().letter() + "\0"
                                        + file.path().text() + "\0")
                                .collect(Collectors.joining()));
    }

    /// Files of which no lines are counted.
    private static List<String> binaries(IntakeSandbox sandbox, long project, String from, String to) {
        return new Comparison(sandbox.temple())
                .commits(
                        project,
                        from,
                        to,
                        query(from, to, false),
                        (files, contents) -> files.stream()
                                .map(contents.patches(3)::count)
                                .filter(PatchWriter.Lines::isBinary)
                                .map(lines -> lines.file().path().text())
                                .toList());
    }

    private static List<String> binaries(GitFolder git, String from, String to) throws Exception {
        var counts = new String(
                git.bytes(new byte[0], "diff", "--no-renames", "--numstat", "-z", from, to), StandardCharsets.UTF_8);
        return Stream.of(counts.split("\0"))
                .filter(line -> line.startsWith("-"))
                .map(line -> line.split("\t", 3)[2])
                .toList();
    }

    private static DiffQuery query(String from, String to, boolean renames) {
        return new DiffQuery(new DiffQuery.Sides.Commits(from, to), List.of(), renames);
    }

    private static Path name(Random random, Path root) {
        var directory = List.of("", "d/", "d/e/", "with space/").get(random.nextInt(4));
        var file = List.of("a", "b", "c", "x y", "é", "tab\there", "quo\"te").get(random.nextInt(7));
        return root.resolve(directory + file);
    }

    private static void change(Random random, Path root) throws IOException {
        var file = name(random, root);
        Files.createDirectories(file.getParent());
        var isFile = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                Files.deleteIfExists(file);
                Files.write(file, text(random));
            }
            case 2 -> {
                if (isFile) {
                    var lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
                    lines.add(random.nextInt(lines.size() + 1), "changed " + random.nextInt());
                    Files.write(
                            file,
                            (String.join("\n", lines) + (random.nextBoolean() ? "\n" : ""))
                                    .getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            case 3 -> {
                var to = name(random, root);
                if (isFile && !Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(to.getParent());
                    Files.move(file, to);
                }
            }
            case 4 -> Files.deleteIfExists(file);
            case 5 -> {
                if (isFile) {
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(random.nextBoolean() ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
            case 6 -> {
                Files.deleteIfExists(file);
                Files.createSymbolicLink(file, Path.of("target" + random.nextInt(3)));
            }
            default -> {
                Files.deleteIfExists(file);
                var bytes = new byte[random.nextInt(3000)];
                random.nextBytes(bytes);
                Files.write(file, bytes);
            }
        }
    }

    private static byte[] text(Random random) {
        var text = new StringBuilder();
        for (int line = random.nextInt(40); line > 0; line--) {
            text.append("line ").append(random.nextInt(20)).append(random.nextInt(9) == 0 ? "\r\n" : "\n");
        }
        return text.append(random.nextBoolean() ? "" : "no end").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
