package dev.templedb.sqlite;

import static dev.templedb.sqlite.SqliteFileTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.templedb.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real file system of 4 MiB, which only root can mount.
class DiskFullTest {
    @TempDir
    Path directory;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", directory.toString()) == 0;
        assumeTrue(mounted, "needs the right to mount");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", directory.toString());
        }
    }

    @Test
    void says_that_the_disk_is_full_and_changes_nothing() {
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            TestSchema.add(file, "kept");
            assertFails(
                    () -> file.write(tx ->
                            tx.batch("INSERT INTO project (slug, content) VALUES (?1, zeroblob(100000))", batch -> {
                                for (int i = 0; i < 1000; i++) {
                                    batch.set(1, "p" + i).add();
                                }
                            })),
                    ErrorCode.DISK_FULL,
                    "t.sqlite cannot grow: the disk is full.");

            assertThat(TestSchema.count(file)).isEqualTo(1);
            assertThat(file.integrityCheck()).isEmpty();
            file.checkpoint();
            TestSchema.add(file, "after");
        }
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            assertThat(TestSchema.count(file)).isEqualTo(2);
        }
    }

    @Test
    void does_not_begin_what_will_not_fit() throws Exception {
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            file.write(tx -> tx.update("INSERT INTO project (slug, content) VALUES ('a', randomblob(1200000))")
                    .execute());
            file.checkpoint();
            Files.write(directory.resolve("ballast"), new byte[2 << 20]);
            assertFails(file::vacuum, ErrorCode.DISK_FULL, "of free disk space");
            assertFails(() -> file.backupTo(directory.resolve("copy")), ErrorCode.DISK_FULL, "of free disk space");
            assertThat(directory).isDirectoryNotContaining("glob:**copy*");
        }
    }

    @Test
    void says_that_the_disk_is_full_when_there_is_no_room_for_a_new_file() throws Exception {
        Files.write(directory.resolve("ballast"), new byte[(4 << 20) - 4096]);

        assertFails(() -> TestSchema.open(directory.resolve("t.sqlite")), ErrorCode.DISK_FULL, "disk is full");
    }

    /// The commit is safe in the log; that the log cannot be moved into the file now must not look like a failure.
    @Test
    void what_was_committed_stays_a_success_when_there_is_no_room_to_checkpoint() throws Exception {
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            file.write(tx -> tx.update("INSERT INTO project (slug, content) VALUES ('a', randomblob(1500000))")
                    .execute());
            fill();

            assertThat(file.checkpoint()).isFalse();
            Files.delete(directory.resolve("filling"));
            assertThat(file.checkpoint()).isTrue();
            assertThat(TestSchema.count(file)).isEqualTo(1);
        }
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(directory.resolve("filling"))) {
            while (true) {
                out.write(new byte[1 << 14]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
    }

    @Test
    void reads_from_a_disk_that_cannot_be_written() throws Exception {
        var path = directory.resolve("t.sqlite");
        try (var file = TestSchema.open(path)) {
            TestSchema.add(file, "x");
        }
        assertThat(run("mount", "-o", "remount,ro", directory.toString())).isZero();

        try (var file = SqliteFile.open(path, TestSchema.options().readOnly())) {
            assertThat(TestSchema.count(file)).isEqualTo(1);
        }
        try (var query = ReadOnlyQuery.open(path, TestSchema.options(), SqlLimits.DEFAULT)) {
            query.attack("SELECT * FROM project");
        }
        assertFails(() -> TestSchema.open(path), ErrorCode.TEMPLE_UNWRITABLE, "cannot be written");
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
