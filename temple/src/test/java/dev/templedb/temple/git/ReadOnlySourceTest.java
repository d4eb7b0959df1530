package dev.templedb.temple.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlySourceTest {
    @TempDir
    private Path folder;

    private static TreeMap<String, String> contents(Path root) throws IOException {
        var found = new TreeMap<String, String>();
        try (var all = Files.walk(root)) {
            for (var path : all.toList()) {
                found.put(
                        root.relativize(path).toString(),
                        Files.isDirectory(path) ? "" : Files.size(path) + " " + Files.getLastModifiedTime(path));
            }
        }
        return found;
    }

    private static String text(int changed) {
        var text = new StringBuilder();
        for (int line = 0; line < 400_000; line++) {
            text.append("line ").append(line * 7919L % 1_000_003).append(" of a table of numbers\n");
        }
        return text.insert(changed, "changed\n").toString();
    }

    @Test
    void an_import_of_large_deltas_leaves_every_file_of_the_source_as_it_was() throws IOException {
        var git = GitFolder.init(folder.resolve("git"));
        git.write("big.txt", text(100)).commit("One");
        git.write("big.txt", text(5_000_000)).commit("Two");
        git.run("repack", "-adfq");
        assertThat(git.run("cat-file", "--batch-all-objects", "--batch-check=%(objectsize) %(deltabase)"))
                .containsPattern("(?m)^1\\d{7} (?!0{40})");
        var before = contents(git.path());

        try (var sandbox = new IntakeSandbox(Files.createDirectory(folder.resolve("temple")))) {
            sandbox.take("p", git.path());
        }

        assertThat(contents(git.path())).isEqualTo(before);
    }

    @Test
    void an_import_runs_no_program_that_a_repository_names() throws Exception {
        var git = GitFolder.init(folder.resolve("git"));
        git.write(".gitattributes", "* filter=evil\n").write("a.txt", "aaaa\n").commit("One");
        var proof = folder.resolve("proof");
        for (var setting :
                List.of("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "core.fsmonitor")) {
            git.run("config", setting, "touch '%s'; cat".formatted(proof));
        }
        Files.writeString(git.path().resolve("a.txt"), "bbbb\n");
        Files.setLastModifiedTime(git.path().resolve("a.txt"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        try (var sandbox = new IntakeSandbox(Files.createDirectory(folder.resolve("temple")))) {
            assertThat(sandbox.take("p", git.path()).uncommitted()).containsExactly("a.txt");
            new ProjectImport(sandbox.temple())
                    .run(IntakeSandbox.withWorkTree(sandbox.request("q", git.path())), Progress.NONE);
        }

        assertThat(proof).doesNotExist();
    }
}
