package dev.templedb.temple.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that were written to keep whoever reads them busy.
class HostileAttributesTest {
    @TempDir
    Path directory;

    private static LineEnds lineEnds(String attributes, String path) {
        return AttributeRules.ofCommit(Map.of("", attributes.getBytes(StandardCharsets.UTF_8)))
                .conversion(path)
                .lineEnds();
    }

    @Test
    void macros_that_name_each_other_in_a_circle_end() {
        assertThat(lineEnds("[attr]a b text\n[attr]b a eol=crlf\n* a\n", "x")).isEqualTo(LineEnds.TEXT_CRLF);
    }

    @Test
    void macros_may_be_as_deep_as_they_like() {
        var text = new StringBuilder("[attr]m0 text\n");
        for (int i = 1; i < 50_000; i++) {
            text.append("[attr]m%d m%d\n".formatted(i, i - 1));
        }
        assertThat(lineEnds(text + "* m49999\n", "x")).isEqualTo(LineEnds.TEXT_LF);
    }

    @Test
    void patterns_do_not_try_one_way_after_the_other() {
        assertThat(lineEnds("*a".repeat(500) + "b text\n", "a".repeat(4000))).isEqualTo(LineEnds.KEEP);
    }

    @Test
    void lines_longer_than_git_takes_say_nothing() {
        assertThat(lineEnds("*" + "*".repeat(2047) + " text\n", "x")).isEqualTo(LineEnds.KEEP);
    }

    @Test
    void macros_count_at_the_root_only() {
        var rules = AttributeRules.ofCommit(Map.of(
                "", "*.a m\n".getBytes(StandardCharsets.UTF_8),
                "d", "[attr]m text\n*.b m\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(rules.conversion("d/x.a").isNone()).isTrue();
        assertThat(rules.conversion("d/x.b").isNone()).isTrue();
    }

    @Test
    void a_file_of_many_megabytes_says_nothing_and_a_link_is_not_followed() throws Exception {
        Files.writeString(directory.resolve("big"), "* text eol=crlf\n" + "#\n".repeat(AttributeRules.MOST_BYTES / 2));
        Files.createSymbolicLink(directory.resolve(".gitattributes"), Path.of("big"));
        assertThat(rules().conversion("x").isNone()).isTrue();
        Files.move(
                directory.resolve("big"),
                directory.resolve(".gitattributes"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(rules().conversion("x").isNone()).isTrue();
    }

    private AttributeRules rules() {
        return AttributeRules.ofDirectory(directory, Map::of, () -> AttributeRules.Outside.NOTHING);
    }
}
