package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/// The program as users have it: the `./templedb` of this clone, by its name on the `PATH` of a shell.
///
/// The shell has a home of its own, so its temple is `~/.local/share/templedb/templedb.sqlite`.
final class RealProgram {
    private static final long LONGEST_MINUTES = 10;

    private final Path home;
    private final Path bin;

    /// A user whose home is the directory `home`, which is made if it is not there.
    RealProgram(Path home) throws IOException {
        this.home = Files.createDirectories(home).toRealPath();
        Files.createDirectories(home.resolve("tmp"));
        bin = Files.createDirectories(Path.of("target/bin")).toRealPath();
        link(bin.resolve("templedb"), root().resolve("templedb"));
        link(bin.resolve("branchdb"), root().resolve("bin/branchdb"));
    }

    /// Makes the link, or the one anew that leads elsewhere; test classes run side by side and share it.
    private static void link(Path link, Path target) throws IOException {
        if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(target)) {
            var fresh = link.resolveSibling(
                    link.getFileName() + "." + ProcessHandle.current().pid());
            Files.createSymbolicLink(fresh, target);
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// How a script ended. What it said on standard output and standard error is in `out`, in this order.
    record Run(int code, String out) {}

    /// Runs a bash script in the home.
    Run run(String script, String... arguments) throws IOException, InterruptedException {
        return run(home, script, arguments);
    }

    /// Runs a bash script in `directory`.
    Run run(Path directory, String script, String... arguments) throws IOException, InterruptedException {
        var process = start(directory, script, arguments);
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), out);
    }

    /// Starts a bash script in the home that goes on while something else happens; all that it says is its output.
    Process start(String script, String... arguments) throws IOException {
        return start(home, script, arguments);
    }

    private Process start(Path directory, String script, String... arguments) throws IOException {
        var words = new java.util.ArrayList<>(java.util.List.of("bash", "-c", script, "bash"));
        words.addAll(java.util.List.of(arguments));
        var builder = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
        var variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("XDG_") || name.equals("TZ"));
        variables.put("HOME", home.toString());
        variables.put("TMPDIR", home.resolve("tmp").toString());
        variables.put("PATH", bin + ":" + variables.get("PATH"));
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        for (String who : new String[] {"AUTHOR", "COMMITTER"}) {
            variables.put("GIT_" + who + "_NAME", "Ada");
            variables.put("GIT_" + who + "_EMAIL", "ada@example.org");
        }
        return builder.start();
    }

    /// Runs a script in the home of which every command has to succeed, and returns what it said.
    String must(String script, String... arguments) throws IOException, InterruptedException {
        return must(home, script, arguments);
    }

    /// Runs a script of which every command has to succeed, and returns what it said.
    String must(Path directory, String script, String... arguments) throws IOException, InterruptedException {
        var run = run(directory, "set -eu -o pipefail\n" + script, arguments);
        assertThat(run.code()).as(run.out()).isZero();
        return run.out();
    }

    /// The text of a file in `src/test/resources`.
    static String resource(String name) throws IOException {
        try (var stream = RealProgram.class.getResourceAsStream("/" + name)) {
            return new String(java.util.Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// The root of the clone: the directory that holds the launcher.
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("templedb"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
