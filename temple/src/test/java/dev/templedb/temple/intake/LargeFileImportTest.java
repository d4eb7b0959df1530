package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.temple.fixtures.IntakeProcess;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files far larger than the memory of the process.
@Tag("slow")
class LargeFileImportTest {
    private static final long BYTES = 1L << 30;
    private static final int MOST_MEMORY_KB = 300 << 10;

    @TempDir
    Path directory;

    @Test
    void a_directory_with_a_file_of_a_gigabyte_is_taken_in_little_memory() throws Exception {
        var source = Files.createDirectory(directory.resolve("source"));
        sparse(source.resolve("huge"));

        take(source);
    }

    @Test
    void a_repository_with_a_file_of_a_gigabyte_is_taken_in_little_memory() throws Exception {
        var git = GitFolder.init(directory.resolve("git"));
        sparse(git.path().resolve("huge"));
        git.run("config", "core.bigFileThreshold", "1m");
        git.commit("Huge");

        take(git.path());
    }

    /// Mostly zeros, with something here and there.
    private static void sparse(Path path) throws IOException {
        var random = new Random(1);
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(BYTES);
            var bytes = new byte[100_000];
            for (int i = 0; i < 20; i++) {
                random.nextBytes(bytes);
                file.seek(random.nextLong(BYTES - bytes.length));
                file.write(bytes);
            }
        }
    }

    private void take(Path source) throws Exception {
        var temple = directory.resolve("temple");
        var process = IntakeProcess.start(List.of("-Xmx160m"), temple, "import", "p", source.toString());
        List<String> said;
        try (var out = process.inputReader()) {
            said = out.lines().toList();
        }
        assertThat(said).contains("IMPORTED");
        var peak = said.getLast().replaceAll("\\D", "");
        assertThat(Integer.parseInt(peak)).as("peak memory in kB").isLessThan(MOST_MEMORY_KB);
        requireContent(temple);
    }

    private static void requireContent(Path temple) {
        try (var sandbox = new IntakeSandbox(temple)) {
            var id = GitId.parse(sandbox.project("p")
                    .rows("SELECT lower(hex(blob)) FROM files WHERE project_id = ?1")
                    .getFirst());
            assertThat(sandbox.project("p").rows("SELECT bytes FROM files WHERE project_id = ?1"))
                    .containsExactly(String.valueOf(BYTES));
            sandbox.temple().file().read(tx -> {
                try (var stored = new StoredObjects(tx);
                        var in = stored.openBlob(id)) {
                    var hasher = new ObjectHasher();
                    hasher.begin(ObjectKind.BLOB, BYTES);
                    var buffer = new byte[1 << 16];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        hasher.update(buffer, 0, n);
                    }
                    assertThat(hasher.endGitId()).isEqualTo(id);
                    return true;
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
    }
}
