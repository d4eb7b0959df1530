package dev.templedb.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LikenessTest {
    @Test
    void the_nearest_word_is_found() {
        var commands = List.of("list", "create", "remove", "rename");
        assertThat(Likeness.nearest("lsit", commands)).contains("list");
        assertThat(Likeness.nearest("CREATE", commands)).contains("create");
        assertThat(Likeness.nearest("renam", commands)).contains("rename");
        assertThat(Likeness.nearest("push", commands)).isEmpty();
        assertThat(Likeness.nearest("", commands)).isEmpty();
    }

    @Test
    void distance_counts_corrections() {
        assertThat(Likeness.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Likeness.distance("ab", "ba")).isEqualTo(1);
        assertThat(Likeness.distance("same", "same")).isZero();
    }
}
