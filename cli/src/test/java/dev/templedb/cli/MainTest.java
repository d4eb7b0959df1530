package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

    private static Process start(String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("dev.templedb.cli.Main");
        command.addAll(java.util.List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
