package dev.templedb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "packs",
                "packs/",
                "/packs/a",
                "packs//a",
                "packs/./a",
                "packs/../a",
                "../packs/a",
                "packs/..",
                "packs/.a",
                "packs/-a",
                "packs/_a",
                "packs/A",
                "Packs/a",
                "packs/a b",
                "packs/a\\b",
                "packs/a\u0000",
                "packs/a\n",
                "packs/ä",
                "packs/a?b",
                "packs/a%2fb",
                "C:/a"
            })
    void is_nothing_that_a_file_system_or_a_bucket_could_take_for_something_else(String text) {
        assertThat(ObjectKey.isKey(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey(text));
    }

    @Test
    void has_bounds() {
        assertThat(ObjectKey.isKey("a/" + "b".repeat(100))).isTrue();
        assertThat(ObjectKey.isKey("a/" + "b".repeat(101))).isFalse();
        assertThat(ObjectKey.isKey("a/".repeat(199) + "bb")).isTrue();
        assertThat(ObjectKey.isKey("a/".repeat(199) + "bbb")).isFalse();
    }

    @Test
    void is_compared_and_shown_by_its_text() {
        assertThat(new ObjectKey("a/b")).isLessThan(new ObjectKey("a/c")).hasToString("a/b");
    }
}
