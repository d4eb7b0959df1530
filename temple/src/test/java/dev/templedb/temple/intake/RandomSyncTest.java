package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/// Whatever happens in a repository between two syncs, the project is then what a fresh import makes.
class RandomSyncTest {
    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void a_synced_project_is_like_a_fresh_one(@ForAll long seed) throws IOException {
        var directory = Files.createTempDirectory("random-sync");
        try (var sandbox = new IntakeSandbox(directory)) {
            var git = GitFolder.init(directory.resolve("git"));
            var random = new Random(seed);
            git.write("f0", "first\n").commit("First");
            sandbox.take("p", git.path());
            for (int step = 0; step < 8; step++) {
                for (int change = random.nextInt(3); change >= 0; change--) {
                    change(git, random, step * 10 + change);
                }
                sandbox.syncUnrelated("p");
                sandbox.project("p").requireSameAs(git);
            }
            try (var fresh = new IntakeSandbox(directory.resolve("fresh"))) {
                fresh.take("p", git.path());
                assertThat(sandbox.project("p").facts())
                        .isEqualTo(fresh.project("p").facts());
            }
            assertThat(sandbox.sync("p").outcome()).isEqualTo(ImportReport.Outcome.UNCHANGED);
            assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
        } finally {
            Shell.run(Path.of("/"), "rm -rf '" + directory + "'");
        }
    }

    private static void change(GitFolder git, Random random, int number) {
        var branch = pick(
                random,
                git.run("for-each-ref", "--format=%(refname)", "refs/heads")
                        .lines()
                        .toList());
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> commit(git, random, branch, number);
            case 3 -> git.run("update-ref", "refs/heads/b" + number, branch);
            case 4 ->
                git.run(
                        "update-ref",
                        branch,
                        pick(random, git.run("rev-list", "--all").lines().toList()));
            case 5 -> deleteUnlessLast(git, branch);
            case 6 -> git.run("tag", "-a", "-m", "tag " + number, "t" + number, branch);
            case 7 -> git.run("update-ref", "refs/heads/m" + number, merge(git, random, branch));
            case 8 ->
                git.run(random.nextBoolean() ? new String[] {"symbolic-ref", "HEAD", branch} : detach(git, branch));
            default -> git.run("tag").lines().findFirst().ifPresent(tag -> git.run("tag", "-d", tag));
        }
    }

    private static String[] detach(GitFolder git, String branch) {
        return new String[] {"update-ref", "--no-deref", "HEAD", git.run("rev-parse", branch)};
    }

    private static void commit(GitFolder git, Random random, String branch, int number) {
        var blob = git.object("blob", "content " + random.nextInt(6) + "\n".repeat(random.nextInt(40)));
        var inner = git.tree("100755 blob " + blob + "\tg" + random.nextInt(3));
        var tree = git.tree("100644 blob " + blob + "\tf" + random.nextInt(3), "040000 tree " + inner + "\td");
        git.run("update-ref", branch, git.run("commit-tree", tree, "-m", "Commit " + number, "-p", branch));
    }

    private static String merge(GitFolder git, Random random, String branch) {
        var other = pick(random, git.run("rev-list", "--all").lines().toList());
        return git.run("commit-tree", branch + "^{tree}", "-m", "Merge", "-p", branch, "-p", other);
    }

    private static void deleteUnlessLast(GitFolder git, String branch) {
        if (git.run("for-each-ref", "refs/heads").lines().count() > 1) {
            git.run("update-ref", "-d", branch);
        }
    }

    private static String pick(Random random, List<String> lines) {
        return lines.get(random.nextInt(lines.size()));
    }
}
