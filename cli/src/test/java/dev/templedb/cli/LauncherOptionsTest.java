package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The options of the JVM, as `assemble.sh` asks for them: with a shell that stops at the first failure, and at the
/// first
/// arithmetic command that comes to nothing.
class LauncherOptionsTest {
    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws Exception {
        Files.writeString(directory.resolve("classpath"), "a.jar:b.jar\n");
        Files.createFile(directory.resolve("empty.cathedral"));
        Files.createFile(directory.resolve("empty.sqlite"));
        Files.writeString(directory.resolve("text"), "no package\n");
        Files.createDirectories(directory.resolve("git/objects/pack"));
        Files.createFile(directory.resolve("git/objects/pack/pack-0.idx"));
    }

    private String options(String words) throws Exception {
        var script = """
                set -euo pipefail
                unset TEMPLEDB_JAVA_OPTIONS
                dist=$2 root=$2
                cd "$2"
                . "$1"
                jvm_options %s
                echo "${options[*]} END"
                """.formatted(words);
        var builder = new ProcessBuilder(
                "bash",
                "-c",
                script,
                "bash",
                Path.of("src/launcher/jvm-options.sh").toAbsolutePath().toString(),
                directory.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        builder.environment().put("HOME", directory.toString());
        var process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version",
                "serve",
                "project import",
                "project import nowhere",
                "project import git",
                "cathedral import empty.cathedral",
                "cathedral import text",
                "cathedral verify empty.cathedral text",
                "--temple empty.sqlite cathedral export p",
                "--temple=empty.sqlite maintain",
                "cathedral import empty.cathedral --temple empty.sqlite"
            })
    void are_given_for_files_of_which_nothing_is_counted(String words) throws Exception {
        assertThat(options(words)).contains("-Xmx148m").endsWith(" END\n");
    }

    @Test
    void leave_nothing_of_the_memory_behind_when_the_machine_crashes() throws Exception {
        for (var words : List.of("version", "vcs log x", "project import empty.cathedral")) {
            assertThat(options(words)).contains("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null");
        }
        var working = Files.createDirectory(directory.resolve("working"));
        Files.writeString(directory.resolve("Crash.java"), """
                void main() throws Exception {
                    new ProcessBuilder("kill", "-s", "SEGV", "" + ProcessHandle.current().pid()).start();
                    Thread.sleep(60_000);
                }
                """);
        var crash = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=/dev/null",
                        directory.resolve("Crash.java").toString())
                .directory(working.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(crash.waitFor()).isNotZero();
        assertThat(working).isEmptyDirectory();
    }

    @Test
    void name_the_cache_that_was_trained_for_the_command() throws Exception {
        assertThat(options("--temple empty.sqlite vcs status")).contains("/templedb-daily.aot ");
        for (var words : List.of("cathedral search react", "remote list", "cathedral push p", "cathedral sync p")) {
            assertThat(options(words)).contains("/templedb-sharing.aot ");
        }
        for (var words : List.of("db branch create feature", "db maintain", "db")) {
            assertThat(options(words)).contains("/templedb-databases.aot ", "-XX:TieredStopAtLevel=1");
        }
        assertThat(options("cathedral export p")).contains("/templedb-long.aot ");
        assertThat(options("project list --temple empty.sqlite")).contains("/templedb.aot ");
        assertThat(options("project checkout p --temple empty.sqlite")).contains("/templedb-long.aot ");
    }

    @Test
    void leave_out_the_full_compiler_where_there_is_little_to_do() throws Exception {
        grow("git/objects/pack/pack-0.pack", 10 << 20);
        grow("small.cathedral", 3 << 20);
        grow("medium.cathedral", 10 << 20);
        grow("small.sqlite", 10 << 20);

        assertThat(List.of(
                        options("project import git"),
                        options("cathedral verify small.cathedral"),
                        options("cathedral import medium.cathedral"),
                        options("vcs export-git p out --temple small.sqlite")))
                .allMatch(options -> options.contains("-XX:TieredStopAtLevel=1"));

        grow("git/objects/pack/pack-1.pack", 20 << 20);
        assertThat(List.of(
                        options("project import git"),
                        options("project import nowhere"),
                        options("cathedral verify medium.cathedral"),
                        options("maintain --temple small.sqlite")))
                .noneMatch(options -> options.contains("-XX:TieredStopAtLevel=1"));
    }

    private void grow(String name, long bytes) throws Exception {
        try (var file = new java.io.RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    @Test
    void give_more_heap_for_an_address_and_for_a_package_of_many_objects() throws Exception {
        Files.writeString(directory.resolve("many.cathedral"), "\"objects\": 3000000,\n" + " ".repeat(600 << 20 >> 10));
        grow("many.cathedral", 600L << 20);

        assertThat(options("project import https://example.org/a.git")).contains("-Xmx512m");
        assertThat(options("cathedral verify many.cathedral")).contains("-Xmx386m");
    }

    @Test
    void a_build_is_made_anew_when_a_source_is_newer_unless_it_is_to_be_kept() throws Exception {
        var script = """
                root=$2 dist=$2/dist
                . "$1"
                mkdir -p "$dist" "$root/.git"
                describe_build cli
                is_built; echo "missing $?"
                touch "$stamp"
                for source in "${sources[@]}"; do mkdir -p "$root/${source%/*}" && touch -d '1 hour' "$root/$source"; done
                is_built; echo "older $?"
                TEMPLEDB_BUILD=keep
                is_built; echo "kept $?"
                rm "$stamp"
                is_built; echo "missing $?"
                """;
        var process = new ProcessBuilder(
                        "bash",
                        "-c",
                        script,
                        "bash",
                        Path.of("src/launcher/build.sh").toAbsolutePath().toString(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("missing 1\nolder 1\nkept 0\nmissing 1\n");
    }
}
