package dev.templedb.temple.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuotedNameTest {
    @Test
    void every_byte_comes_back_from_its_spelling() {
        for (int b = 1; b < 256; b++) {
            for (var around : new String[] {"", "a", "\""}) {
                var name = (around + (char) b + "1").getBytes(StandardCharsets.ISO_8859_1);
                assertThat(QuotedName.of(name)).isPrintable();
                assertThat(QuotedName.bytes(QuotedName.of(name))).contains(name);
                assertThat(FilePath.named(FilePath.of(name).spelled()).bytes()).isEqualTo(name);
            }
        }
    }

    @Test
    void spells_as_git_does_and_leaves_plain_names_alone() {
        assertThat(FilePath.of("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1)))
                .hasToString("\"caf\\351\"");
        assertThat(FilePath.of("caf\u00e9")).hasToString("caf\u00e9");
        assertThat(FilePath.named("\"half").text()).isEqualTo("\"half");
        assertThat(FilePath.named("\"a\\q\"").text()).isEqualTo("\"a\\q\"");
    }
}
