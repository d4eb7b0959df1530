package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The number of SQL statements does not grow with the number of files, commits or refs.
class StatementCountTest {
    private static final int FEW = 10;
    private static final int MANY = 10_000;

    /// Objects that are looked up one by one before all are read at once.
    private static final int LOOKUPS = 256;

    @TempDir
    Path directory;

    private GitFolder repository(String name, int files, int commits) {
        var git = GitFolder.init(directory.resolve(name));
        var stream = new StringBuilder();
        for (int commit = 0; commit < commits; commit++) {
            stream.append("commit refs/heads/main\nmark :").append(commit + 1).append("\ncommitter A <a@x> ");
            stream.append(commit).append(" +0000\ndata 2\nc\n");
            for (int file = 0; file < (commit == 0 ? files : 1); file++) {
                var text = "content %d of %d\n".formatted(file, commit);
                stream.append("M 644 inline d%d/f%d%n".formatted(file % 7, file));
                stream.append("data ")
                        .append(text.length())
                        .append('\n')
                        .append(text)
                        .append('\n');
            }
        }
        stream.append("done\n");
        git.runWith(stream.toString().getBytes(StandardCharsets.US_ASCII), "fast-import", "--quiet", "--done");
        return git;
    }

    private static long statements(IntakeSandbox sandbox, String slug, GitFolder git) {
        return sandbox.statements(() -> sandbox.take(slug, git.path()));
    }

    @Test
    void of_a_first_import_is_the_same_for_10_and_10_000_files() {
        long few = inNewTemple(repository("few", FEW, 1));
        long many = inNewTemple(repository("many", MANY, 1));

        assertThat(many).isEqualTo(few).isLessThan(110);
    }

    @Test
    void of_a_first_import_is_the_same_for_10_and_2_000_commits() {
        long few = inNewTemple(repository("few", FEW, FEW));
        long many = inNewTemple(repository("many", FEW, 2_000));

        assertThat(many).isEqualTo(few);
    }

    private long inNewTemple(GitFolder git) {
        try (var sandbox = new IntakeSandbox(git.path().resolve("temple"))) {
            return statements(sandbox, "p", git);
        }
    }

    @Test
    void of_an_import_beside_others_is_bounded() {
        var few = repository("few", FEW, 1);
        var many = repository("many", MANY, 200);
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("first", many.path());
            long fewBeside = statements(sandbox, "p", few);
            long manyBeside = statements(sandbox, "q", many);
            assertThat(manyBeside).isLessThan(fewBeside + LOOKUPS);
            sandbox.project("q").requireSameAs(many);
        }
    }

    @Test
    void of_a_sync_is_bounded() {
        var git = repository("git", MANY, 1);
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("p", git.path());
            git.run("reset", "-q", "--hard");
            git.write("d0/f0", "changed\n").commit("One");
            long one = sandbox.statements(() -> sandbox.sync("p"));
            for (int file = 0; file < 3_000; file++) {
                git.write("d%d/f%d".formatted(file % 7, file), "all changed %d\n".formatted(file));
            }
            git.commit("Many");
            for (int ref = 0; ref < 100; ref++) {
                git.run("update-ref", "refs/tags/t" + ref, ref % 2 == 0 ? "HEAD" : "HEAD~1");
            }
            long many = sandbox.statements(() -> sandbox.sync("p"));
            assertThat(one).isLessThan(2 * LOOKUPS);
            assertThat(many).isLessThan(one + 2 * LOOKUPS);
            sandbox.project("p").requireSameAs(git);
        }
    }

    @Test
    void of_a_directory_is_the_same_for_10_and_10_000_files() throws IOException {
        assertThat(ofDirectory("many", MANY)).isEqualTo(ofDirectory("few", FEW));
    }

    private long ofDirectory(String name, int files) throws IOException {
        var source = Files.createDirectories(directory.resolve(name + "/source"));
        for (int file = 0; file < files; file++) {
            Files.writeString(source.resolve("f" + file), "content " + file);
        }
        try (var sandbox = new IntakeSandbox(directory.resolve(name))) {
            return sandbox.statements(() -> sandbox.take("p", source));
        }
    }

    @Test
    void of_an_unchanged_sync_is_small() {
        var git = repository("git", MANY, 10);
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("p", git.path());
            assertThat(sandbox.statements(() -> sandbox.sync("p"))).isLessThan(50);
        }
    }
}
