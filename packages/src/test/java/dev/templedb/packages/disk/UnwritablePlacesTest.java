package dev.templedb.packages.disk;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Places where the last step fails, after everything was written.
class UnwritablePlacesTest {
    @TempDir
    private Path directory;

    private Path nameThatIsTooLong() {
        return directory.resolve("a".repeat(300));
    }

    @ParameterizedTest
    @EnumSource(Existing.class)
    void a_name_that_the_file_system_does_not_take_is_said_and_leaves_nothing(Existing existing) throws IOException {
        var unwritable =
                existing == Existing.REPLACE_EMPTY ? ErrorCode.TARGET_UNWRITABLE : ErrorCode.PACKAGE_UNWRITABLE;
        var tree = AtomicDirectory.begin(nameThatIsTooLong(), existing);
        Files.writeString(tree.path().resolve("manifest.json"), "{}");
        refuses(unwritable, tree::commit).contains("name too long");
        var file = AtomicFile.begin(nameThatIsTooLong(), existing);
        refuses(ErrorCode.PACKAGE_UNWRITABLE, file::commit).contains("name too long");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_directory_that_goes_away_meanwhile_is_said() {
        var place = Shell.run(directory, "mkdir place && printf place");
        var file = AtomicFile.begin(directory.resolve(place).resolve("a"), Existing.REFUSE);
        var tree = AtomicDirectory.begin(directory.resolve(place).resolve("b"), Existing.REFUSE);
        Shell.run(directory, "rm -r place");
        refuses(ErrorCode.PACKAGE_UNWRITABLE, file::scratch);
        refuses(ErrorCode.PACKAGE_UNWRITABLE, file::commit);
        refuses(ErrorCode.PACKAGE_UNWRITABLE, tree::commit);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whoever_interrupts_the_last_step_finds_nothing() throws IOException {
        var tree = AtomicDirectory.begin(directory.resolve("a"), Existing.REFUSE);
        for (int i = 0; i < 40; i++) {
            Files.writeString(tree.path().resolve("f" + i), "x");
        }
        Thread.currentThread().interrupt();
        refuses(ErrorCode.PACKAGE_UNWRITABLE, tree::commit).contains("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void what_could_not_even_be_begun_is_not_taken_for_interrupted_work() {
        var nowhere = Path.of("/proc/a");
        refuses(ErrorCode.PACKAGE_UNWRITABLE, () -> AtomicFile.begin(nowhere, Existing.REFUSE));
        refuses(ErrorCode.PACKAGE_UNWRITABLE, () -> AtomicDirectory.begin(nowhere, Existing.REFUSE));
        refuses(ErrorCode.TARGET_UNWRITABLE, () -> AtomicDirectory.begin(nowhere, Existing.REPLACE_EMPTY));

        assertThat(Begun.all()).noneMatch(path -> path.startsWith("/proc"));
    }

    @Test
    void a_full_disk_is_called_that() {
        assertThatThrownBy(() -> {
                    try (var full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
                        full.write(ByteBuffer.wrap(new byte[] {1}));
                    }
                })
                .isInstanceOfSatisfying(IOException.class, full -> {
                    assertThat(DiskErrors.writing(directory, full).code()).isEqualTo(ErrorCode.DISK_FULL);
                    assertThat(DiskErrors.writingDirectory(directory, full).code())
                            .isEqualTo(ErrorCode.DISK_FULL);
                });
    }
}
