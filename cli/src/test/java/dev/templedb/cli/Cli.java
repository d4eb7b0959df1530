package dev.templedb.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs the program in this process, as user `ada` in the year 2026, on a temple of its own.
final class Cli {
    /// How a run ended.
    record Run(int code, String out, String err) {}

    private final Path home;
    private final Map<String, String> variables = new HashMap<>(Map.of("EMAIL", "ada@example.org"));
    private boolean isTerminal;
    private String input = "";

    Cli(Path home) {
        this.home = home;
    }

    /// Sits a person at the terminal, who will type `answers`.
    Cli atTerminal(String answers) {
        isTerminal = true;
        input = answers;
        return this;
    }

    /// Puts `text` on standard input, without a terminal.
    Cli typing(String text) {
        isTerminal = false;
        input = text;
        return this;
    }

    Cli with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Cli without(String variable) {
        variables.remove(variable);
        return this;
    }

    Path temple() {
        return environment().defaultTemple();
    }

    Run run(String... arguments) {
        return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
    }

    /// Runs with `in` as standard input.
    Run run(InputStream in, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Program.run(List.of(arguments), in, out, err, environment());
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Runs a line of words without spaces in them.
    Run line(String line) {
        return run(line.split(" "));
    }

    /// Runs what has to succeed, and returns what it printed.
    String must(String... arguments) {
        var run = run(arguments);
        if (run.code != 0) {
            throw new AssertionError(new ArrayList<>(List.of(arguments)) + " ended with " + run);
        }
        return run.out;
    }

    private Environment environment() {
        return new Environment(
                variables,
                home,
                "ada",
                Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC),
                isTerminal,
                isTerminal,
                isTerminal);
    }
}
