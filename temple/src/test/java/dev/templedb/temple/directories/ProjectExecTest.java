package dev.templedb.temple.directories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.directories.ExecResult.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectExecTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private Path output;

    @BeforeEach
    void makeOutput() throws Exception {
        output = Files.createDirectory(folder.resolve("output"));
    }

    private DirectoryState place(String slug) throws Exception {
        return new DirectoryState(slug, Optional.of(Files.createDirectories(folder.resolve(slug))), Optional.empty());
    }

    private List<ExecResult> run(Duration timeout, List<DirectoryState> places, String... command) {
        var setsid = Optional.of(Path.of("/usr/bin/setsid")).filter(Files::exists);
        var heard = new ArrayList<ExecResult>();
        var results = new ProjectExec(
                        List.of(command),
                        Map.of("PATH", "/usr/bin:/bin", "GREETING", "hello"),
                        setsid,
                        3,
                        timeout,
                        output)
                .run(places, heard::add);
        assertThat(heard).containsExactlyInAnyOrderElementsOf(results);
        return results;
    }

    @Test
    void runs_in_every_directory_and_keeps_what_each_said_apart() throws Exception {
        var places = new ArrayList<DirectoryState>();
        for (int i = 0; i < 8; i++) {
            places.add(place("p" + i));
            Files.writeString(folder.resolve("p" + i).resolve("name"), "project " + i);
        }

        var results =
                run(LONG, places, "sh", "-c", "echo $GREETING from $TEMPLEDB_PROJECT; cat name >&2; printf '\\n\\n'");

        assertThat(results)
                .extracting(ExecResult::slug)
                .containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7");
        for (int i = 0; i < 8; i++) {
            var result = results.get(i);
            assertThat(result.ending()).isEqualTo(Ending.OK);
            assertThat(result.exitCode()).contains(0);
            assertThat(Files.readString(output.resolve("p" + i + ".log")))
                    .contains("hello from p" + i + "\n")
                    .contains("project " + i);
        }
    }

    @Test
    void says_how_each_ended() throws Exception {
        var gone = new DirectoryState("gone", Optional.of(folder.resolve("nowhere")), Optional.empty());
        var unknown = new DirectoryState("unknown", Optional.empty(), Optional.empty());
        Files.writeString(Files.createDirectories(folder.resolve("bad")).resolve("fails"), "");

        var results = run(
                LONG,
                List.of(place("good"), place("bad"), gone, unknown),
                "sh",
                "-c",
                "printf 'one\\n\\033[31mlast \\007line\\033[0m\\n\\n'; test ! -e fails || exit 7");

        assertThat(results)
                .extracting(ExecResult::ending)
                .containsExactly(Ending.OK, Ending.FAILED, Ending.MISSING, Ending.NO_DIRECTORY);
        assertThat(results.get(1).exitCode()).contains(7);
        assertThat(results.getFirst().lastLine()).isEqualTo("last \\u{7}line");
        assertThat(results).extracting(ExecResult::isFailure).containsExactly(false, true, true, false);
    }

    @Test
    void words_go_to_the_program_as_they_are() throws Exception {
        var results = run(LONG, List.of(place("p")), "printf", "%s|", "a b", "$HOME", "*", "; touch proof");

        assertThat(results.getFirst().lastLine()).isEqualTo("a b|$HOME|*|; touch proof|");
        assertThat(folder.resolve("p/proof")).doesNotExist();
    }

    @Test
    void a_program_that_does_not_exist_is_not_started() throws Exception {
        var result = run(LONG, List.of(place("p")), "no-such-program-anywhere").getFirst();

        assertThat(result.ending()).isIn(Ending.NOT_STARTED, Ending.FAILED);
        assertThat(result.isFailure()).isTrue();
        assertThat(result.lastLine()).contains("No such file or directory");
    }

    @Test
    void what_takes_too_long_is_ended_with_all_that_it_started() throws Exception {
        var result = run(
                        Duration.ofMillis(1500),
                        List.of(place("p")),
                        "sh",
                        "-c",
                        "sleep 600 & echo $! >child; echo waiting; wait")
                .getFirst();

        assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(result.exitCode()).isEmpty();
        assertThat(result.lastLine()).isEqualTo("waiting");
        long child = Long.parseLong(Files.readString(folder.resolve("p/child")).strip());
        ProcessHandle.of(child)
                .ifPresent(process ->
                        process.onExit().orTimeout(1, TimeUnit.MINUTES).join());
    }
}
