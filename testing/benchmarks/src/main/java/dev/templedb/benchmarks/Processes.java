package dev.templedb.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs commands, all with the same environment: no settings of the user, no locale, a home directory of their own.
final class Processes {
    private static final Path TIME = Path.of("/usr/bin/time");
    private static final long LONGEST_MINUTES = 60;

    private final Path scratch;
    private final Path home;
    private final Path errors;
    private final Path usage;
    private final boolean measuresMemory = Files.isExecutable(TIME);

    Processes(Path scratch) throws IOException {
        this.scratch = scratch;
        this.home = Files.createDirectories(scratch.resolve("home"));
        this.errors = scratch.resolve("errors");
        this.usage = scratch.resolve("usage");
    }

    /// Whether GNU time is there to tell memory and CPU time.
    boolean measuresMemory() {
        return measuresMemory;
    }

    /// Runs `command` and measures it.
    ///
    /// @throws ProcessFailed when it ends with another status than 0, or takes an hour
    Run measure(Command command) throws IOException {
        var words = new ArrayList<String>();
        if (measuresMemory) {
            words.addAll(List.of(TIME.toString(), "-q", "-f", "%U %S %M", "-o", usage.toString()));
        }
        words.addAll(command.words());
        long begin = System.nanoTime();
        var process = builder(command, words).redirectOutput(Redirect.DISCARD).start();
        await(process, command);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!measuresMemory) {
            return new Run(seconds, 0, 0);
        }
        var figures = Files.readString(usage).strip().split(" ");
        return new Run(
                seconds,
                Double.parseDouble(figures[0]) + Double.parseDouble(figures[1]),
                Long.parseLong(figures[2]) * 1024);
    }

    /// Runs `command`, not measured.
    ///
    /// @throws ProcessFailed as [#measure]
    void run(Command command) throws IOException {
        await(builder(command, command.words()).redirectOutput(Redirect.DISCARD).start(), command);
    }

    /// Runs `command` and returns what it prints.
    ///
    /// @throws ProcessFailed as [#measure]
    byte[] output(Command command) throws IOException {
        var process = builder(command, command.words()).start();
        var output = process.getInputStream().readAllBytes();
        await(process, command);
        return output;
    }

    /// Runs `command` with `input` and returns what it prints, without white space around it.
    ///
    /// @throws ProcessFailed as [#measure]
    String text(Command command, byte... input) throws IOException {
        var process = builder(command, command.words()).start();
        try (var in = process.getOutputStream()) {
            in.write(input);
        }
        var output = process.getInputStream().readAllBytes();
        await(process, command);
        return new String(output, StandardCharsets.UTF_8).strip();
    }

    /// Whether `command` ends with status 0.
    boolean succeeds(Command command) throws IOException {
        try {
            run(command);
            return true;
        } catch (ProcessFailed failed) {
            return false;
        }
    }

    /// Whether a program of that name is installed.
    boolean hasProgram(String name) throws IOException {
        return succeeds(Command.of("bash", "-c", "command -v " + name));
    }

    /// Starts `command`, which is the caller's to end; what it says of errors goes to `log`.
    Process start(Command command, Path log) throws IOException {
        return builder(command, command.words()).redirectError(log.toFile()).start();
    }

    private ProcessBuilder builder(Command command, List<String> words) {
        var builder = new ProcessBuilder(words).directory(scratch.toFile()).redirectError(errors.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("TEMPLEDB_OPT"));
        environment.put("HOME", home.toString());
        environment.put("XDG_DATA_HOME", home.toString());
        environment.put("LC_ALL", "C.UTF-8");
        // What is built when the benchmark begins is measured, whatever is saved meanwhile.
        environment.put("TEMPLEDB_BUILD", "keep");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        // Repositories of other owners are read too.
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_0", "*");
        environment.putAll(command.environment());
        return builder;
    }

    private void await(Process process, Command command) throws IOException {
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                kill(process);
                throw new ProcessFailed(
                        "`%s` was stopped after %d minutes.".formatted(shown(command), LONGEST_MINUTES));
            }
        } catch (InterruptedException interrupt) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new ProcessFailed("`%s` was interrupted.".formatted(shown(command)));
        }
        if (process.exitValue() != 0) {
            var lines = Files.readString(errors, StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
            var last = lines.stream().filter(line -> !line.isBlank()).limit(3).toList();
            throw new ProcessFailed("`%s` failed with status %d: %s"
                    .formatted(shown(command), process.exitValue(), String.join(" ", last)));
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String shown(Command command) {
        return String.join(" ", command.words());
    }
}
