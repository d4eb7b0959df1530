package dev.templedb.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNameTest {
    @Test
    void names_are_in_the_order_of_the_specification() {
        // The example of the specification, and numbers that no long holds.
        var ordered = Stream.of(
                        "0.9.10",
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-alpha.beta",
                        "1.0.0-beta",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0-rc.1",
                        "1.0.0",
                        "1.2.0",
                        "1.10.0",
                        "1.99999999999999999999.0",
                        "1.100000000000000000000.0")
                .map(VersionName::new)
                .toList();
        var shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(4));

        Collections.sort(shuffled);

        assertThat(shuffled).isEqualTo(ordered);
    }

    @Test
    void a_leading_v_is_accepted_and_not_kept() {
        assertThat(VersionName.of("v1.2.0").text()).isEqualTo("1.2.0");
        assertThat(List.of(
                        VersionName.of("1.0.0-rc.1").isPreRelease(),
                        VersionName.of("1.0.0+b-1").isPreRelease()))
                .containsExactly(true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2", "01.2.3", "1.2.3-", "1.2.3-01", "vv1.0.0", "1.0.0 ", "latest", "1.0.0\n"})
    void other_names_are_refused(String name) {
        assertThatThrownBy(() -> VersionName.of(name)).isInstanceOf(TempleException.class);
    }
}
