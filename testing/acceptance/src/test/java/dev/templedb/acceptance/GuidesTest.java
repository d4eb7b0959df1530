package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs every command of the guides as it stands there, and compares what it prints with what the guide shows.
///
/// A line `$ …` in a `console` block is a command, the lines after it are its output in full; without such lines the
/// output does
/// not matter, and `…` in a line stands for anything. A command whose shown output has a line `exit N` must end so, all
/// others must succeed.
@Tag("slow")
class GuidesTest {
    private static final Pattern BLOCK = Pattern.compile("^```console\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern EXIT = Pattern.compile("exit (\\d+)");

    @TempDir
    Path scratch;

    private record Step(String command, List<String> output) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code.md",
                "databases.md",
                "database-data.md",
                "dependencies.md",
                "deployments.md",
                "packages.md",
                "projects.md",
                "environments.md",
                "search.md",
                "sharing.md",
                "sql.md",
                "undo.md",
                "secrets.md",
                "variables.md",
                "version-control.md"
            })
    void every_command_does_what_the_guide_shows(String guide) throws Exception {
        var program = new RealProgram(scratch);
        var work = Files.createDirectories(scratch.resolve("work"));
        var steps =
                steps(Files.readString(RealProgram.root().resolve("docs/guides").resolve(guide)));
        assertThat(steps).hasSizeGreaterThan(5);
        for (var step : steps) {
            var run = program.run(work, step.command());
            var expected = new ArrayList<>(step.output());
            int code = 0;
            if (!expected.isEmpty() && EXIT.matcher(expected.getLast()).matches()) {
                code = Integer.parseInt(expected.removeLast().substring("exit ".length()));
            }
            assertThat(run.code()).as("%s%n%s", step.command(), run.out()).isEqualTo(code);
            if (!expected.isEmpty()) {
                var shown = String.join("\n", expected);
                assertThat(printed(run.out())).as(step.command()).matches(pattern(shown));
            }
        }
    }

    private static Pattern pattern(String shown) {
        return Pattern.compile(Pattern.quote(shown).replace("…", "\\E.*\\Q"));
    }

    /// Without the rules of tables and the spaces that fill their last columns.
    private static String printed(String out) {
        return String.join(
                "\n",
                out.lines()
                        .filter(line -> !line.matches("[- ]*-[- ]*"))
                        .map(String::stripTrailing)
                        .toList());
    }

    private static List<Step> steps(String guide) {
        var steps = new ArrayList<Step>();
        BLOCK.matcher(guide)
                .results()
                .forEach(block -> block.group(1).lines().forEach(line -> {
                    if (line.startsWith("$ ")) {
                        steps.add(new Step(line.substring(2), new ArrayList<>()));
                    } else if (line.startsWith("> ")) {
                        var last = steps.removeLast();
                        steps.add(new Step(last.command() + "\n" + line.substring(2), last.output()));
                    } else {
                        steps.getLast().output().add(line);
                    }
                }));
        return steps;
    }
}
