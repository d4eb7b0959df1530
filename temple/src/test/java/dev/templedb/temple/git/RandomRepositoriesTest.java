package dev.templedb.temple.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.temple.checkout.ProjectCheckout;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Any repository, taken in and written out again, is what it was.
class RandomRepositoriesTest {
    private static final byte[][] NAMES = {
        bytes("a"),
        bytes("b.txt"),
        bytes("C"),
        bytes("c"),
        bytes("x y"),
        bytes("\u00e4"),
        {(byte) 0xff, 'z'},
        bytes("tab\t"),
        bytes("-dash"),
        bytes(".hidden"),
        bytes("con"),
        bytes("a.b"),
        bytes("a0"),
        bytes("a-"),
        bytes("n".repeat(120))
    };

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Property(tries = 12)
    void what_goes_in_comes_out(@ForAll long seed) throws IOException {
        var directory = Files.createTempDirectory("random-repository");
        try (var temple = FilledTemple.open(directory.resolve("t.templedb"))) {
            var git = GitFolder.init(directory.resolve("git"));
            make(git, new Random(seed));
            long project = FilledTemple.take(temple, "p", git.path());
            for (var branch :
                    git.run("for-each-ref", "--format=%(refname)").lines().toList()) {
                var expected = Files.createDirectories(directory.resolve("expected/" + branch.replace('/', '-')));
                git.run("read-tree", branch);
                git.run("checkout-index", "-a", "-f", "--prefix=" + expected + "/");
                var ours = directory.resolve(branch.replace('/', '-'));
                new ProjectCheckout(temple).run(project, branch, ours, Progress.NONE);
                assertThat(Shell.list(ours)).isEqualTo(Shell.list(expected));
                assertThat(Shell.diff(ours, expected)).isEmpty();
            }
            var exported = directory.resolve("exported");
            new GitExport(temple).run(project, exported, true, Progress.NONE);
            assertThat(facts(GitFolder.at(exported))).isEqualTo(facts(git));
        } finally {
            Shell.run(Path.of("/"), "rm -rf '" + directory + "'");
        }
    }

    private static List<String> facts(GitFolder git) {
        return List.of(
                git.run("for-each-ref"),
                git.run("rev-list", "--objects", "--all")
                        .lines()
                        .sorted()
                        .toList()
                        .toString(),
                String.valueOf(git.start(new byte[0], "fsck", "--strict", "--no-dangling")
                        .exit()));
    }

    private static void make(GitFolder git, Random random) {
        var commits = new ArrayList<String>();
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            var parents = commits.stream()
                    .filter(id -> random.nextInt(3) == 0)
                    .limit(4)
                    .toArray(String[]::new);
            commits.add(git.commitTree("refs/heads/b" + random.nextInt(4), tree(git, random, 0), parents));
        }
        git.run("symbolic-ref", "HEAD", "refs/heads/b" + random.nextInt(5));
    }

    private static String tree(GitFolder git, Random random, int depth) {
        var lines = new TreeMap<String, String>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            var name = new String(NAMES[random.nextInt(NAMES.length)], StandardCharsets.ISO_8859_1);
            lines.put(name, entry(git, random, depth) + "\t" + name);
        }
        return git.tree(lines.values().toArray(String[]::new));
    }

    private static String entry(GitFolder git, Random random, int depth) {
        return switch (random.nextInt(depth < 4 ? 6 : 4)) {
            case 0 -> "100755 blob " + blob(git, random, random.nextInt(100));
            case 1 ->
                "120000 blob "
                        + git.object(
                                "blob", new String(NAMES[random.nextInt(NAMES.length)], StandardCharsets.ISO_8859_1));
            case 2 -> "160000 commit " + "%040x".formatted(new java.math.BigInteger(150, random));
            case 3 -> "100644 blob " + blob(git, random, random.nextInt(20) * random.nextInt(3000));
            default -> "040000 tree " + tree(git, random, depth + 1);
        };
    }

    private static String blob(GitFolder git, Random random, int length) {
        var content = new byte[length];
        new Random(random.nextInt(3)).nextBytes(content);
        if (length > 0) {
            content[random.nextInt(length)] = (byte) random.nextInt();
        }
        return git.object("blob", new String(content, StandardCharsets.ISO_8859_1));
    }
}
