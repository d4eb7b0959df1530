package dev.templedb.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class InstantTextTest {
    private static final long YEAR_0 = -62167219200000L;
    private static final long YEAR_9999 = 253402300799999L;

    @Property
    void gives_back_every_millisecond_in_an_order_that_is_the_order_of_time(
            @ForAll @LongRange(min = YEAR_0, max = YEAR_9999) long one,
            @ForAll @LongRange(min = YEAR_0, max = YEAR_9999) long other) {
        String first = InstantText.format(Instant.ofEpochMilli(one));
        String second = InstantText.format(Instant.ofEpochMilli(other));

        assertThat(InstantText.parse(first))
                .isEqualTo(Instant.ofEpochMilli(one))
                .isEqualTo(Instant.parse(first));
        assertThat(Integer.signum(first.compareTo(second))).isEqualTo(Long.compare(one, other));
    }

    @Example
    void always_writes_milliseconds() {
        assertThat(InstantText.format(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(InstantText.format(Instant.parse("2026-01-02T03:04:05.678999Z")))
                .isEqualTo("2026-01-02T03:04:05.678Z");
    }

    @Example
    void reads_other_forms() {
        assertThat(InstantText.parse("2026-01-02T03:04:05Z")).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Example
    void refuses_years_that_would_not_sort() {
        assertThatIllegalArgumentException().isThrownBy(() -> InstantText.format(Instant.ofEpochMilli(YEAR_9999 + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> InstantText.format(Instant.ofEpochMilli(YEAR_0 - 1)));
    }
}
