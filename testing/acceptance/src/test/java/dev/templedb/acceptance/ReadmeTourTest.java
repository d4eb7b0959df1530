package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs every command of the five-minute tour as it stands in `README.md`, in a small git repository.
@Tag("slow")
class ReadmeTourTest {
    private static final Pattern BLOCK = Pattern.compile("^```console\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("^\\$ (.*)$", Pattern.MULTILINE);

    @TempDir
    Path scratch;

    @Test
    void every_command_works() throws Exception {
        var program = new RealProgram(scratch);
        program.must(scratch, """
                git init -q -b main web-app && cd web-app
                mkdir src && echo 'class Hello {}' >src/Hello.java && echo '# Hello' >README.md
                git add . && git commit -q -m Begin
                echo '*.cathedral' >.gitignore && git add . && git commit -q -m 'Ignore packages'
                """);
        var repository = scratch.resolve("web-app");

        var said = program.must(repository, tour());

        assertThat(said)
                .contains(
                        "Imported demo: 2 commits, 1 branch, 0 tags, 3 files.",
                        "code\n-----------  ----\nMarkdown     1\n",
                        "Package integrity verified.",
                        "demo is up to date.",
                        "their-demo is back.");
        assertThat(said.lines().filter(line -> line.startsWith("Error"))).isEmpty();
        assertThat(program.must(repository, "git -C ../tmp/*/their-repository rev-parse HEAD"))
                .isEqualTo(program.must(repository, "git rev-parse HEAD"));
    }

    @Test
    void the_tour_is_complete() throws IOException {
        assertThat(tour().lines()).hasSizeGreaterThan(10).allMatch(line -> !line.isBlank());
    }

    private static String tour() throws IOException {
        var readme = Files.readString(RealProgram.root().resolve("README.md"));
        return BLOCK.matcher(readme)
                .results()
                .flatMap(block -> COMMAND.matcher(block.group(1)).results())
                .map((MatchResult command) -> command.group(1) + "\n")
                .collect(Collectors.joining());
    }
}
