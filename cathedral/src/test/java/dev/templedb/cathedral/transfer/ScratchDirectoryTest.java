package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchDirectoryTest {
    @TempDir
    Path scratch;

    /// A directory of another process, with a package in it.
    private Path other(String name) throws IOException {
        var directory = Files.createDirectory(scratch.resolve(name));
        Files.writeString(directory.resolve("push-1.cathedral"), "package");
        return directory;
    }

    private Path lock(String name) throws IOException {
        return Files.createFile(scratch.resolve(name + ".lock"));
    }

    @Test
    void what_a_process_has_left_that_is_gone_is_removed_and_that_of_one_that_works_stays() throws IOException {
        var gone = other("gone");
        var lockOfGone = lock("gone");
        var withoutLock = other("without-lock");
        var onlyLock = lock("only-lock");
        var working = other("working");
        try (var held = FileChannel.open(lock("working"), StandardOpenOption.WRITE);
                var _ = held.lock()) {
            var ours = ScratchDirectory.in(scratch);

            assertThat(ours).isEmptyDirectory().hasParent(scratch.toRealPath());
            assertThat(gone).doesNotExist();
            assertThat(lockOfGone).doesNotExist();
            assertThat(withoutLock).doesNotExist();
            assertThat(onlyLock).doesNotExist();
            assertThat(working.resolve("push-1.cathedral")).exists();
        }
    }

    @Test
    void packages_that_older_versions_have_left_beside_the_directories_are_removed_when_they_are_old()
            throws IOException {
        var old = Files.createFile(scratch.resolve("small-1.cathedral"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(2 * 86_400)));
        var young = Files.createFile(scratch.resolve("small-2.cathedral"));

        ScratchDirectory.in(scratch);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void a_process_has_one_directory_however_often_it_asks() throws IOException {
        var ours = ScratchDirectory.in(scratch);
        var file = Files.createFile(ours.resolve("push-1.cathedral"));

        assertThat(ScratchDirectory.in(scratch)).isEqualTo(ours);
        assertThat(file).exists();
    }
}
