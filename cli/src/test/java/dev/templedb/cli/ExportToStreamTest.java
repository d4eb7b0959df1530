package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.GitFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportToStreamTest {
    @TempDir
    Path home;

    private Cli cli;

    @BeforeEach
    void importProject() {
        var git = GitFolder.init(home.resolve("demo"));
        git.write("a", "a\n").commit("First");
        cli = new Cli(home);
        cli.must("project", "import", git.path().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "tar.zst"})
    void standard_output_is_the_package_and_nothing_else(String layout) throws Exception {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Program.run(
                List.of("cathedral", "export", "demo", "--output", "-", "--layout", layout),
                new ByteArrayInputStream(new byte[0]),
                out,
                err,
                new Environment(Map.of(), home, "ada", Clock.systemUTC(), false, false, false));

        assertThat(code).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
        var file =
                Files.write(home.resolve("x." + (layout.equals("file") ? "cathedral" : "tar.zst")), out.toByteArray());
        assertThat(cli.must("cathedral", "verify", file.toString())).startsWith("Package integrity verified.");
        try (var left = Files.walk(cli.temple().getParent())) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("scratch"));
        }
        assertThat(Path.of("-")).doesNotExist();
    }

    @Test
    void a_terminal_a_directory_and_another_format_are_refused() {
        assertThat(cli.run("cathedral", "export", "demo", "--output", "-", "--layout", "directory")
                        .code())
                .isEqualTo(2);
        assertThat(cli.run("cathedral", "export", "demo", "--output", "-", "--format", "json")
                        .code())
                .isEqualTo(2);
        assertThat(cli.atTerminal("")
                        .run("cathedral", "export", "demo", "--output", "-")
                        .code())
                .isEqualTo(2);
    }
}
