package dev.templedb.packages.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {
    @TempDir
    private Path directory;

    private List<Path> there() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void is_gone_with_everything_in_it() throws IOException {
        try (var made = TemporaryDirectory.make(directory)) {
            Files.createDirectories(made.path().resolve("a/b"));
            Files.writeString(made.path().resolve("a/b/c"), "c");
        }
        assertThat(there()).isEmpty();
    }

    @Test
    void what_a_killed_run_has_left_is_swept_and_what_is_in_use_stays() throws IOException {
        Files.createFile(directory.resolve(Leftovers.PREFIX + "0000000000000001.lock"));
        var left = Files.createDirectory(directory.resolve(Leftovers.PREFIX + "0000000000000001.dir"));
        Files.writeString(left.resolve("package"), "half of it");
        try (var first = TemporaryDirectory.make(directory)) {
            Files.writeString(first.path().resolve("mine"), "mine");
            try (var second = TemporaryDirectory.make(directory)) {
                assertThat(second.path()).isNotEqualTo(first.path());
            }
            assertThat(left).doesNotExist();
            assertThat(first.path().resolve("mine")).exists();
        }
        assertThat(there()).isEmpty();
    }
}
