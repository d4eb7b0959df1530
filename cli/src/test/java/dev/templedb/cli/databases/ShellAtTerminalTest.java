package dev.templedb.cli.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.Databases;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Output;
import dev.templedb.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell with a person before it.
class ShellAtTerminalTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> prompts = new ArrayList<>();
    private final Terminal terminal = new Terminal(
            new Output(out),
            new Output(err),
            InputStream.nullInputStream(),
            new Terminal.Settings(Format.CSV, false, false, false, false, false, false, () -> 80));

    private int type(String... typed) {
        try (var databases = Databases.init(directory)) {
            databases.create("main");
        }
        Iterator<String> keys = List.of(typed).iterator();
        var lines = new ShellLines() {
            @Override
            public String next(String prompt) {
                prompts.add(prompt);
                return keys.hasNext() ? keys.next() : null;
            }

            @Override
            public void close() {}
        };
        var access = new DatabaseAccess(
                name -> name.equals("--project-dir") ? directory.toString() : null,
                Map.of(),
                directory,
                (slug, isMade) -> Optional.empty());
        return access.in(opened -> new Shell(opened, terminal).run(lines, true));
    }

    @Test
    void a_failure_is_said_with_a_hint_and_the_shell_goes_on() {
        int code = type("SELECT 1", "AS one FROM nowhere;", "SELECT 2 AS two;", ".nope", ".quit", "SELECT 3;");

        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo("two\n2\n");
        assertThat(err.toString()).contains("no such table: nowhere", "\nHint: ", "There is no command .nope");
        assertThat(prompts)
                .containsExactly(
                        "main/main/main> ", "   ...> ", "main/main/main> ", "main/main/main> ", "main/main/main> ");
    }

    @Test
    void what_was_begun_can_be_thrown_away() {
        type("SELECT 'one", ShellLines.BROKEN_OFF, "SELECT 2 AS two;");

        assertThat(out.toString()).isEqualTo("two\n2\n");
        assertThat(err.toString()).isEmpty();
    }
}
