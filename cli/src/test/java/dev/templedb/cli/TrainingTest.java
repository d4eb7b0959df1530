package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What caches are trained with: a line that fails there goes unnoticed, and trains little.
class TrainingTest {
    @TempDir
    Path scratch;

    @Test
    void every_command_for_sharing_finds_what_it_asks_the_stand_in_for() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var standIn = new ProcessBuilder(java, "src/launcher/StandInServer.java")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var held = standIn.getOutputStream()) {
            String address = standIn.inputReader().readLine();
            assertThat(address).startsWith("http://127.0.0.1:");
            Files.createDirectory(scratch.resolve("team"));
            var cli = new Cli(scratch)
                    .with("XDG_CONFIG_HOME", scratch.resolve("config").toString())
                    .typing("some secret");
            for (String line : Files.readAllLines(Path.of("src/launcher/training-sharing.txt"))) {
                if (!line.startsWith("#")) {
                    var run = cli.line(
                            line.replace("{scratch}", scratch.toString()).replace("{server}", address));
                    int expected = line.contains("missing") || line.contains("nowhere") ? ExitCode.NOT_FOUND : 0;
                    assertThat(run.code()).as(line + ": " + run).isEqualTo(expected);
                }
            }
        }
        assertThat(standIn.waitFor()).isZero();
    }

    @Test
    void every_command_on_databases_does_what_it_is_to_do() throws IOException {
        for (String line : Files.readAllLines(Path.of("src/launcher/training-databases.txt"))) {
            if (!line.startsWith("#")) {
                var run = new Cli(scratch).typing("SELECT 1;\n").line(line.replace("{scratch}", scratch.toString()));
                int expected = line.contains("missing") ? ExitCode.NOT_FOUND : 0;
                assertThat(run.code()).as(line + ": " + run).isEqualTo(expected);
            }
        }
    }
}
