package dev.templedb.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileTest {
    @TempDir
    Path directory;

    @Test
    void makes_a_private_file_in_private_directories() throws IOException {
        var path = directory.resolve("a/b/temple.sqlite");
        TestSchema.open(path).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a"))))
                .isEqualTo("rwx------");
    }

    @Test
    void makes_files_with_large_pages_a_write_ahead_log_and_our_mark() {
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            assertThat(pragma(file, "page_size")).isEqualTo("4096");
            assertThat(pragma(file, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(file, "application_id")).isEqualTo(String.valueOf(TestSchema.APPLICATION_ID));
            assertThat(pragma(file, "synchronous")).isEqualTo("2");
            assertThat(pragma(file, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(file, "trusted_schema")).isEqualTo("0");
            assertThat(pragma(file, "journal_size_limit")).isEqualTo("67108864");
            assertThat(pragma(file, "busy_timeout")).isEqualTo("10000");
        }
    }

    @Test
    void keeps_what_was_written() {
        var path = directory.resolve("t.sqlite");
        try (var file = TestSchema.open(path)) {
            TestSchema.add(file, "web-app");
        }
        try (var file = SqliteFile.open(path, TestSchema.options().withAccess(SqliteOptions.Access.READ_WRITE))) {
            assertThat(TestSchema.count(file)).isEqualTo(1);
            assertThat(file.path()).isEqualTo(path);
            assertThat(file.fileBytes()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.sqlite",
                "what?mode=memory",
                "100%25.sqlite",
                "#1",
                ":memory:",
                "ünï",
                "file:x",
                "a&b=c;d'e\"f"
            })
    void opens_files_of_any_name(String name) {
        var path = directory.resolve(name);
        try (var file = TestSchema.open(path)) {
            TestSchema.add(file, "x");
            file.backupTo(directory.resolve(name + ".copy"));
        }

        assertThat(path).isRegularFile();
        assertThat(directory.resolve(name + ".copy")).isRegularFile();
    }

    @Test
    void refuses_a_missing_file_that_it_may_not_make() {
        assertFails(
                () -> SqliteFile.open(directory.resolve("none"), SqliteOptions.forApplication(1)),
                ErrorCode.TEMPLE_NOT_FOUND,
                "The temple " + directory.resolve("none") + " does not exist.");
    }

    @Test
    void refuses_a_directory() {
        assertFails(() -> TestSchema.open(directory), ErrorCode.TEMPLE_NOT_A_TEMPLE, "is a directory");
    }

    @Test
    void refuses_a_pipe() throws Exception {
        var pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertFails(() -> TestSchema.open(pipe), ErrorCode.TEMPLE_NOT_A_TEMPLE, "not a regular file");
    }

    @Test
    void refuses_a_file_that_is_no_database() throws IOException {
        var path = Files.writeString(directory.resolve("notes.txt"), "hello ".repeat(1000));

        assertFails(() -> TestSchema.open(path), ErrorCode.TEMPLE_NOT_A_TEMPLE, "notes.txt is not a SQLite database.");
        assertFails(
                () -> SqliteFile.open(path, TestSchema.options().readOnly()),
                ErrorCode.TEMPLE_NOT_A_TEMPLE,
                "not a SQLite");
        assertThat(path).hasContent("hello ".repeat(1000));
    }

    @Test
    void refuses_a_database_of_another_program_and_leaves_it_as_it_is() throws IOException {
        var path = directory.resolve("other.sqlite");
        try (var other = SqliteFile.open(path, SqliteOptions.forApplication(77).creating())) {
            other.write(tx -> tx.update("CREATE TABLE t (x)").execute());
        }
        byte[] before = Files.readAllBytes(path);

        assertFails(() -> TestSchema.open(path), ErrorCode.TEMPLE_NOT_A_TEMPLE, "of another program");
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        try (var any = SqliteFile.open(path, SqliteOptions.forApplication(0))) {
            assertThat(any.<Boolean>read(tx -> tx.query("SELECT * FROM t").exists()))
                    .isFalse();
        }
    }

    @Test
    void takes_an_empty_file_for_a_new_one() throws IOException {
        var path = Files.createFile(directory.resolve("t.sqlite"));

        assertFails(
                () -> SqliteFile.open(path, SqliteOptions.forApplication(7)),
                ErrorCode.TEMPLE_NOT_A_TEMPLE,
                "another program");
        try (var file = TestSchema.open(path)) {
            assertThat(TestSchema.count(file)).isZero();
        }
    }

    @Test
    void calls_the_file_what_its_owner_calls_it() {
        assertFails(
                () -> SqliteFile.open(
                        directory.resolve("x"), SqliteOptions.forApplication(1).withNoun("branch")),
                ErrorCode.TEMPLE_NOT_FOUND,
                "The branch ");
    }

    @Test
    void says_that_a_damaged_file_is_damaged() throws IOException {
        var path = directory.resolve("t.sqlite");
        try (var file = TestSchema.open(path)) {
            file.write(tx -> tx.batch("INSERT INTO project (slug, content) VALUES (?1, randomblob(1000))", batch -> {
                for (int i = 0; i < 1000; i++) {
                    batch.set(1, "p" + i).add();
                }
            }));
            assertThat(file.integrityCheck()).isEmpty();
        }
        overwrite(path, 5 * 16384, "garbage ".repeat(4096));

        try (var file = TestSchema.open(path)) {
            assertThat(file.integrityCheck()).isNotEmpty();
            assertFails(
                    () -> file.read(
                            tx -> tx.query("SELECT * FROM project NOT INDEXED").list(row -> row.bytes("content"))),
                    ErrorCode.TEMPLE_CORRUPT,
                    "t.sqlite is damaged: ");
        }
    }

    @Test
    void finds_references_to_rows_that_are_missing() {
        try (var file = TestSchema.open(directory.resolve("t.sqlite"));
                var careless = Open.withoutForeignKeys(file.path())) {
            careless.run("INSERT INTO file (project, path) VALUES (99, 'x')");

            assertThat(file.integrityCheck())
                    .singleElement()
                    .asString()
                    .contains("of file refers to a missing row of project");
        }
    }

    @Test
    void refuses_to_write_a_file_opened_for_reading() {
        var path = directory.resolve("t.sqlite");
        TestSchema.open(path).close();
        try (var file = SqliteFile.open(path, TestSchema.options().readOnly())) {
            assertThat(TestSchema.count(file)).isZero();
            assertFails(() -> TestSchema.add(file, "x"), ErrorCode.TEMPLE_UNWRITABLE, "was opened for reading only");
            assertFails(file::vacuum, ErrorCode.TEMPLE_UNWRITABLE, "was opened for reading only");
        }
    }

    @Test
    void reads_what_another_is_writing_when_opened_for_reading() {
        var path = directory.resolve("t.sqlite");
        try (var writer = TestSchema.open(path);
                var reader = SqliteFile.open(path, TestSchema.options().readOnly())) {
            TestSchema.add(writer, "x");
            assertThat(TestSchema.count(reader)).isEqualTo(1);
        }
    }

    @Test
    void says_busy_when_another_holds_the_file() throws Exception {
        var path = directory.resolve("t.sqlite");
        var options = TestSchema.options().withBusyTimeout(Duration.ofMillis(50));
        try (var first = SqliteFile.open(path, options);
                var second = SqliteFile.open(path, options)) {
            first.write(tx -> {
                assertFails(
                        () -> TestSchema.add(second, "x"), ErrorCode.TEMPLE_BUSY, "t.sqlite is busy: another program");
                return true;
            });
            TestSchema.add(second, "x");
        }
    }

    @Test
    void says_busy_when_another_thread_writes_too_long() {
        try (var file = SqliteFile.open(
                directory.resolve("t.sqlite"), TestSchema.options().withBusyTimeout(Duration.ofMillis(50)))) {
            file.write(tx -> {
                CompletableFuture.runAsync(() ->
                                assertFails(() -> TestSchema.add(file, "x"), ErrorCode.TEMPLE_BUSY, "another thread"))
                        .join();
                return true;
            });
        }
    }

    @Test
    void stops_waiting_when_interrupted() {
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            Thread.currentThread().interrupt();
            assertFails(() -> TestSchema.add(file, "x"), ErrorCode.INTERRUPTED, "interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void lets_many_threads_read_and_write() {
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < 20; i++) {
                String slug = "p" + i;
                all.add(CompletableFuture.runAsync(() -> {
                    TestSchema.add(file, slug);
                    assertThat(TestSchema.count(file)).isPositive();
                }));
            }
            all.forEach(CompletableFuture::join);
            assertThat(TestSchema.count(file)).isEqualTo(20);
        }
    }

    @Test
    void keeps_few_connections_after_many_readers() throws Exception {
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            var together = new CountDownLatch(8);
            var all = new ArrayList<Thread>();
            for (int i = 0; i < 8; i++) {
                all.add(Thread.ofVirtual()
                        .start(() -> file.read(tx -> {
                            together.countDown();
                            await(together);
                            return tx.query("SELECT 1").longValue();
                        })));
            }
            for (var thread : all) {
                thread.join();
            }
            assertThat(TestSchema.count(file)).isZero();
        }
    }

    @Test
    void refuses_a_closed_file() {
        var file = TestSchema.open(directory.resolve("t.sqlite"));
        file.close();
        file.close();

        assertThatThrownBy(() -> TestSchema.count(file)).hasMessageContaining("has been closed");
    }

    @Test
    void closes_a_connection_that_comes_back_late() {
        var file = TestSchema.open(directory.resolve("t.sqlite"));
        file.read(tx -> {
            file.close();
            return tx.query("SELECT count(*) FROM project").longValue();
        });

        assertThat(directory.resolve("t.sqlite-wal")).doesNotExist();
    }

    @Test
    void empties_the_log_and_the_free_pages() throws IOException {
        var path = directory.resolve("t.sqlite");
        try (var file = TestSchema.open(path)) {
            file.write(tx -> tx.update("INSERT INTO project (slug, content) VALUES ('a', zeroblob(5000000))")
                    .execute());
            assertThat(file.checkpoint()).isTrue();
            assertThat(Files.size(directory.resolve("t.sqlite-wal"))).isZero();
            assertThat(file.fileBytes()).isGreaterThan(5_000_000);
            file.write(tx -> tx.update("DELETE FROM project").execute());
            file.vacuum();
            file.checkpoint();
            assertThat(file.fileBytes()).isLessThan(200_000);
            file.analyze();
            file.optimize();
        }
    }

    @Test
    void says_when_a_reader_keeps_the_log_from_being_emptied() {
        var options = TestSchema.options().withBusyTimeout(Duration.ofMillis(20));
        try (var file = SqliteFile.open(directory.resolve("t.sqlite"), options)) {
            file.read(tx -> {
                tx.query("SELECT count(*) FROM project").longValue();
                CompletableFuture.runAsync(() -> {
                            TestSchema.add(file, "x");
                            assertThat(file.checkpoint()).isFalse();
                        })
                        .join();
                return true;
            });
        }
    }

    @Test
    void copies_a_consistent_state_to_a_private_file() throws IOException {
        var copy = directory.resolve("copy.sqlite");
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            TestSchema.add(file, "kept");
            file.backupTo(copy);
            TestSchema.add(file, "later");
            assertFails(() -> file.backupTo(copy), ErrorCode.TARGET_NOT_EMPTY, "copy.sqlite exists already");
            assertFails(
                    () -> file.backupTo(directory.resolve("no/where")),
                    ErrorCode.TARGET_UNWRITABLE,
                    "cannot be written");
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        assertThat(list()).containsExactlyInAnyOrder("copy.sqlite", "t.sqlite");
        try (var restored = TestSchema.open(copy)) {
            assertThat(TestSchema.count(restored)).isEqualTo(1);
            assertThat(pragma(restored, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(restored, "page_size")).isEqualTo("4096");
        }
    }

    @Test
    void checks_the_free_space_first() {
        try (var file = TestSchema.open(directory.resolve("t.sqlite"))) {
            file.requireFreeSpaceBytes(1);
            assertThat(file.freeSpaceBytes()).isPositive();
            assertFails(
                    () -> file.requireFreeSpaceBytes(Long.MAX_VALUE),
                    ErrorCode.DISK_FULL,
                    "of free disk space, but only");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nfs4,true",
        "cifs,true",
        "9p,true",
        "fuse.sshfs,true",
        "fuse.rclone,true",
        "NFS,true",
        "ext4,false",
        "apfs,false",
        "NTFS,false",
        "tmpfs,false",
        "overlay,false",
        "fuse.ntfs-3g,false"
    })
    void knows_network_file_systems(String type, boolean network) {
        assertThat(FilePlace.isNetwork(type)).isEqualTo(network);
    }

    @Test
    void refuses_a_negative_timeout() {
        assertThatThrownBy(() -> TestSchema.options().withBusyTimeout(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TempleException.class, e -> {
            assertThat(e).hasMessageContaining(message);
            assertThat(e.code()).isEqualTo(code);
        });
    }

    private static String pragma(SqliteFile file, String name) {
        return file.write(
                tx -> tx.query("PRAGMA " + name).first(row -> row.text(1)).orElseThrow());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void overwrite(Path path, long at, String text) throws IOException {
        try (var raw = new RandomAccessFile(path.toFile(), "rw")) {
            raw.seek(at);
            raw.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private java.util.List<String> list() throws IOException {
        try (var all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
