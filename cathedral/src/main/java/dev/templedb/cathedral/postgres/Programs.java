package dev.templedb.cathedral.postgres;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Running other programs, and saying why one failed.
final class Programs {
    private static final int MOST_SAID = 2000;
    private static final Pattern FULL = Pattern.compile("No space left on device|Check free disk space");
    private static final Pattern TROUBLE = Pattern.compile("FATAL|PANIC|ERROR|error:");

    private Programs() {}

    /// How a program ended, and what it said on standard output and standard error.
    record Result(int code, String said) {}

    /// Writes what a program reads from its standard input.
    @FunctionalInterface
    interface Input {
        Input NONE = sink -> {};

        void writeTo(OutputStream sink) throws IOException;
    }

    /// Refuses when one of the programs is not on the path.
    static void require(List<String> names) {
        var missing = names.stream().filter(name -> !isOnPath(name)).toList();
        if (!missing.isEmpty()) {
            throw new TempleException(
                    ErrorCode.POSTGRES_TOOLS_MISSING,
                    "PostgreSQL can not be started without the program%s %s."
                            .formatted(missing.size() == 1 ? "" : "s", String.join(", ", missing)));
        }
    }

    private static boolean isOnPath(String name) {
        String path = new ProcessBuilder().environment().getOrDefault("PATH", "/usr/bin:/bin");
        for (String directory : path.split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return true;
            }
        }
        return false;
    }

    /// Gives a program nothing of our environment but where programs are.
    static ProcessBuilder withoutEnvironment(ProcessBuilder builder) {
        var environment = builder.environment();
        @Nullable String path = environment.get("PATH");
        environment.clear();
        environment.putAll(Map.of("PATH", path == null ? "/usr/bin:/bin" : path, "LC_ALL", "C", "TZ", "UTC"));
        return builder;
    }

    /// Runs a program to its end.
    static Result run(ProcessBuilder builder, Input input) throws IOException {
        var process = withoutEnvironment(builder).redirectErrorStream(true).start();
        try {
            var feeder = Thread.ofVirtual().start(() -> feed(process, input));
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            feeder.join();
            return new Result(process.waitFor(), said.strip());
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void feed(Process process, Input input) {
        try (var sink = process.getOutputStream()) {
            input.writeTo(sink);
        } catch (IOException programHasEnded) {
            // Its exit code says why.
            return;
        }
    }

    /// The error for a program that failed: a full disk by its name, anything else with what was said of it.
    static TempleException failure(String what, String said, @Nullable Exception cause) {
        if (FULL.matcher(said).find()) {
            return new TempleException(
                    ErrorCode.DISK_FULL, "%s, because there is no space left on the disk.".formatted(what), cause);
        }
        String why = said.lines().filter(line -> TROUBLE.matcher(line).find()).collect(Collectors.joining("; "));
        String end = why.isEmpty() ? said.strip() : why;
        String shown = end.length() <= MOST_SAID ? end : end.substring(end.length() - MOST_SAID);
        return new TempleException(ErrorCode.POSTGRES_FAILED, "%s (%s).".formatted(what, shown), cause);
    }

    /// The error for a thread that was interrupted while it waited, which stays marked as such.
    static TempleException interrupted(InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return new TempleException(ErrorCode.INTERRUPTED, "The start of PostgreSQL was interrupted.", interrupt);
    }

    /// Removes a directory, when it is there.
    static void deleteRecursively(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
