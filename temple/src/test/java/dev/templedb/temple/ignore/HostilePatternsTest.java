package dev.templedb.temple.ignore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.intake.PathFilter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever writes a pattern can not make others wait: a matcher that tries one way after the other would not be done
/// with these within the life of the universe.
class HostilePatternsTest {
    private static final String NAME = "a".repeat(250);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"*a", "a*", "**/", "**/a*", "*", "?*", "[a-z]*", "**/*a"})
    void a_pattern_of_many_stars_is_matched_at_once(String part) {
        var path = String.join("/", List.of(NAME, NAME, NAME));
        for (var pattern : List.of(part.repeat(60) + "b", "x/" + part.repeat(60) + "b", part.repeat(60) + "/b")) {
            assertThat(new PathFilter(List.of(pattern)).leavesOut(path, false)).isFalse();
            assertThat(new PathFilter(List.of(pattern)).leavesOut("x/" + "a/".repeat(100) + "a", false))
                    .isFalse();
        }
    }

    @Test
    void directories_with_hostile_gitignores_are_imported() throws Exception {
        var project = Files.createDirectories(directory.resolve("project"));
        Files.writeString(project.resolve(".gitignore"), "*a".repeat(100) + "b\n" + "**/a*".repeat(40) + "b\n");
        Files.writeString(project.resolve(NAME), "kept");
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("p", project);
            assertThat(sandbox.project("p").files()).hasSize(2);
        }
    }

    @Test
    void a_file_of_patterns_that_nobody_would_write_is_refused() throws Exception {
        var project = Files.createDirectories(directory.resolve("project"));
        Files.write(
                project.resolve(".gitignore"),
                "some-name\n".repeat(IgnoreRules.MOST_BYTES / 10 + 1).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> IgnoreRules.ofRoot(project).ignores("a", false))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IGNORE_FILE_TOO_LARGE));
    }
}
