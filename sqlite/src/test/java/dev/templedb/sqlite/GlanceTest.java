package dev.templedb.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlanceTest {
    private static final SqliteOptions OPTIONS =
            SqliteOptions.forApplication(7).withProfile(SqliteOptions.Profile.MANY);

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void make() {
        path = directory.resolve("a.db");
        try (var file = SqliteFile.open(path, OPTIONS.creating())) {
            file.write(tx -> {
                tx.setUserVersion(5);
                return true;
            });
        }
    }

    private Optional<Long> glance(SqliteOptions options) {
        return SqliteFile.glance(path, options, Transaction::userVersion);
    }

    @Test
    void a_file_that_nobody_has_open_is_read_and_nothing_is_left_beside_it() throws Exception {
        assertThat(glance(OPTIONS)).contains(5L);

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void a_file_with_a_log_is_not_read_because_the_newest_may_be_in_the_log() {
        try (var file = SqliteFile.open(path, OPTIONS)) {
            file.write(tx -> {
                tx.setUserVersion(6);
                return true;
            });

            assertThat(glance(OPTIONS)).isEmpty();
            assertThat(file.read(Transaction::userVersion)).isEqualTo(6);
        }
        assertThat(glance(OPTIONS)).contains(6L);
    }

    @Test
    void a_file_of_another_program_or_none_at_all_is_not_read() throws Exception {
        assertThat(glance(SqliteOptions.forApplication(8))).isEmpty();

        Files.write(path, new byte[4096]);
        assertThat(glance(OPTIONS)).isEmpty();
        Files.delete(path);
        assertThat(glance(OPTIONS)).isEmpty();
        assertThat(path).doesNotExist();
    }
}
