package dev.templedb.sqlite;

import static dev.templedb.sqlite.SqliteFileTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of which a program has thousands, and which it checkpoints and copies itself.
class ManyFilesTest {
    private static final SqliteOptions MANY = SqliteOptions.forApplication(7)
            .withNoun("file")
            .withProfile(SqliteOptions.Profile.MANY)
            .creating();

    @TempDir
    Path directory;

    @Test
    void a_log_is_moved_when_the_program_says_so_and_not_before() {
        try (var file = open("a.db")) {
            fill(file, 60);
            long before = file.logBytes();

            assertThat(before).isGreaterThan(6_000_000);
            file.moveLog();
            assertThat(file.logBytes()).isEqualTo(before);
            assertThat(file.tryCheckpoint()).isTrue();
            assertThat(file.logBytes()).isZero();
        }
    }

    @Test
    void a_checkpoint_that_does_not_wait_leaves_the_log_to_a_reader_of_an_older_state() {
        try (var file = open("a.db");
                var other = open("a.db")) {
            fill(file, 1);
            other.read(tx -> {
                assertThat(tx.query("SELECT count(*) FROM t").longValue()).isEqualTo(1);
                fill(file, 1);
                assertThat(file.tryCheckpoint()).isFalse();
                return tx.query("SELECT count(*) FROM t").longValue();
            });
            assertThat(file.tryCheckpoint()).isTrue();
        }
    }

    @Test
    void the_program_keeps_a_number_in_the_file_with_what_else_it_changes() {
        try (var file = open("a.db")) {
            file.write(tx -> {
                tx.setUserVersion(42);
                return true;
            });
            assertFails(
                    () -> file.write(tx -> {
                        tx.setUserVersion(43);
                        return tx.query("SELECT 1 FROM none").exists();
                    }),
                    ErrorCode.INTERNAL,
                    "none");

            long version = file.read(Transaction::userVersion);
            assertThat(version).isEqualTo(42);
        }
    }

    @Test
    void a_rehearsal_leaves_nothing() {
        try (var file = open("a.db")) {
            fill(file, 1);
            long rehearsed = file.rehearseSchema(tx -> {
                tx.script("ALTER TABLE t ADD COLUMN b; DELETE FROM t");
                return tx.query("SELECT count(b) FROM t").longValue();
            });

            assertThat(rehearsed).isZero();
            assertThat(file.<Long>read(tx -> tx.query("SELECT count(*) FROM t").longValue()))
                    .isEqualTo(1L);
            long references = file.write(tx ->
                    tx.query("SELECT foreign_keys FROM pragma_foreign_keys").longValue());
            assertThat(references).isEqualTo(1);
        }
    }

    /// Pages of zeros look like pages that could not be read.
    @Test
    void a_copy_has_values_of_nothing_but_zeros() {
        try (var file = open("zeros.db")) {
            file.write(tx -> {
                tx.script("CREATE TABLE zeros (value BLOB); INSERT INTO zeros VALUES (zeroblob(100000))");
                return true;
            });
            file.copyTo(directory.resolve("copy.db"));
        }
        try (var copy = open("copy.db")) {
            assertThat(copy.<Long>read(tx ->
                            tx.query("SELECT sum(length(value)) FROM zeros").longValue()))
                    .isEqualTo(100000);
            assertThat(copy.integrityCheck()).isEmpty();
        }
    }

    @Test
    void a_copy_has_one_state_with_what_is_in_the_log_and_can_be_opened_at_once() {
        try (var file = open("a.db")) {
            fill(file, 3);
            file.write(tx -> {
                tx.setUserVersion(42);
                return true;
            });

            file.copyTo(directory.resolve("copy.db"));

            assertThat(Files.exists(directory.resolve("copy.db-wal"))).isFalse();
            try (var copy = SqliteFile.open(directory.resolve("copy.db"), MANY)) {
                fill(copy, 1);
                assertThat(copy.<Long>read(
                                tx -> tx.query("SELECT count(*) FROM t").longValue()))
                        .isEqualTo(4L);
                assertThat(copy.<Long>read(Transaction::userVersion)).isEqualTo(42L);
                assertThat(copy.integrityCheck()).isEmpty();
            }
            assertThat(file.<Long>read(tx -> tx.query("SELECT count(*) FROM t").longValue()))
                    .isEqualTo(3L);
            assertFails(() -> file.copyTo(directory.resolve("copy.db")), ErrorCode.TARGET_NOT_EMPTY, "exists already");
        }
    }

    private SqliteFile open(String name) {
        var file = SqliteFile.open(directory.resolve(name), MANY);
        file.write(tx -> tx.update("CREATE TABLE IF NOT EXISTS t (a)").execute());
        return file;
    }

    private static void fill(SqliteFile file, int rows) {
        for (int i = 0; i < rows; i++) {
            file.write(
                    tx -> tx.update("INSERT INTO t VALUES (zeroblob(100000))").execute());
        }
    }
}
