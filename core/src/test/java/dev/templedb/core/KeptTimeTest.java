package dev.templedb.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptTimeTest {
    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01T00:00:00Z", "2026-01-02T03:04:05.678Z", "9999-12-31T23:59:59.999Z"})
    void times_of_the_years_0_to_9999_are_read(String text) {
        assertThat(KeptTime.read(text)).contains(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-0001-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z", "soon", ""})
    void what_cannot_be_kept_is_no_time(String text) {
        assertThat(KeptTime.read(text)).isEmpty();
    }
}
