package dev.templedb.cli.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person types at a terminal that can do little.
class TypedLinesTest {
    @TempDir
    Path state;

    private TypedLines typing(String keys) throws IOException {
        var terminal = new DumbTerminal(
                "test",
                "ansi",
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                StandardCharsets.UTF_8);
        return new TypedLines(terminal, state.resolve("new/db-history"), () -> List.of("SELECT", "customers", "city"));
    }

    @Test
    void words_are_completed_and_lines_are_kept_for_this_person_alone() throws IOException {
        try (var lines = typing("sel\t1 FROM cust\t;\r secret 'line'\r")) {
            assertThat(lines.next("> ")).isEqualTo("SELECT 1 FROM customers ;");
            assertThat(lines.next("> ")).isEqualTo(" secret 'line'");
            assertThat(lines.next("> ")).isNull();
        }

        var history = state.resolve("new/db-history");
        assertThat(Files.readString(history))
                .contains("SELECT 1 FROM customers")
                .doesNotContain("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history.getParent())))
                .isEqualTo("rwx------");
        try (var lines = typing("\u0010\r")) {
            assertThat(lines.next("> ")).isEqualTo("SELECT 1 FROM customers ;");
        }
    }
}
