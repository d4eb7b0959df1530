package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path home;

    @Test
    void the_build_writes_the_version_into_the_program() {
        assertThat(ProgramVersion.number()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(new Cli(home).must("version")).startsWith("templedb " + ProgramVersion.number() + " (Java 25");
        assertThat(new Cli(home).must("--version")).isEqualTo(new Cli(home).must("version"));
        assertThat(new Cli(home).must("version", "--format", "json")).contains("\"templedb\": \"");
    }

    @Test
    void the_process_ends_with_the_exit_code() throws Exception {
        var process = start("no-such-command");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(start("version").waitFor()).isZero();
    }

    @Test
    void an_interrupt_ends_the_program_and_leaves_the_temple_whole() throws Exception {
        new Cli(home).must("project", "create", "web-app");
        var process = start(
                "--temple",
                new Cli(home).temple().toString(),
                "sql",
                "WITH RECURSIVE t(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM t) SELECT count(*) FROM t");
        Thread.sleep(1500);

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(new String(process.getErrorStream().readAllBytes())).doesNotContain("Exception");
        assertThat(new Cli(home).must("project", "list")).contains("web-app");
    }

    @Test
    void an_interrupt_takes_away_what_was_begun_and_says_so() throws Exception {
        var git = GitFolder.init(home.resolve("git"));
        for (int file = 0; file < 1500; file++) {
            git.write("d%d/f%d".formatted(file % 30, file), "file " + file);
        }
        git.commit("Many");
        new Cli(home).must("project", "import", git.path().toString(), "--slug", "p");
        var out = Files.createDirectory(home.resolve("out"));
        var target = out.resolve("p").toString();

        isInterrupted(out, "project", "checkout", "p", target);
        isInterrupted(out, "vcs", "export-git", "p", target);
        isInterrupted(out, "cathedral", "export", "p", "--layout", "directory", "--output", target);
    }

    /// The process is stopped while it is looked at, so that it cannot end meanwhile.
    private void isInterrupted(Path out, String... command) throws Exception {
        var words = new ArrayList<>(List.of("--temple", new Cli(home).temple().toString()));
        words.addAll(List.of(command));
        var process = start(words.toArray(String[]::new));
        while (process.isAlive() && !isBegun(out)) {
            Thread.onSpinWait();
        }
        signal("STOP", process);
        assertThat(out.resolve("p")).doesNotExist();

        signal("INT", process);
        signal("CONT", process);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(process.getErrorStream().readAllBytes()))
                .isEqualTo("The work was interrupted, and what it had begun to write was removed.\n");
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(out).isEmptyDirectory();
    }

    /// Whether there is a file in the directory under a temporary name.
    private static boolean isBegun(Path out) throws Exception {
        try (var found = Files.newDirectoryStream(out, ".templedb-partial-*.dir")) {
            for (var directory : found) {
                try (var files = Files.list(directory)) {
                    return files.findAny().isPresent();
                }
            }
            return false;
        }
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /// Starts the program with interrupts as a terminal gives them: a shell lets what it starts in the
    /// background ignore them, and so would all that such a test run starts.
    private static Process start(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        if (System.getProperty("os.name").equals("Linux")) {
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("dev.templedb.cli.Main");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
