package dev.templedb.cathedral.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FATAL:  could not write lock file \"postmaster.pid\": No space left on device",
                "FATAL:  could not extend file \"base/1/13346\": wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.",
            })
    void a_full_disk_is_told_by_its_name(String said) {
        assertThat(Programs.failure("It failed", said, null).code()).isEqualTo(ErrorCode.DISK_FULL);
    }

    @Test
    void of_all_that_a_program_said_the_trouble_is_repeated() {
        String said = "creating subdirectories ... ok\nFATAL:  lock file is empty\nSTATEMENT:  CREATE TABLE t";

        var failure = Programs.failure("It failed", said, null);

        assertThat(failure.code()).isEqualTo(ErrorCode.POSTGRES_FAILED);
        assertThat(failure).hasMessage("It failed (FATAL:  lock file is empty).");
    }

    @Test
    void other_versions_and_what_a_killed_server_has_unpacked_are_removed(@TempDir Path parent) throws IOException {
        for (var name : List.of("postgresql-18.5.0/bin", "postgresql-18.6.0/bin", "unpacking-123/lib", "data")) {
            Files.createDirectories(parent.resolve(name));
        }

        new Binaries(parent.resolve("postgresql-18.6.0"), "18.6.0").sweep();

        try (var left = Files.list(parent)) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("postgresql-18.6.0", "data");
        }
    }

    @Test
    void a_program_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Programs.require(List.of("sh", "no-such-program")))
                .isInstanceOf(TempleException.class)
                .hasMessageContaining("the program no-such-program.");
    }
}
