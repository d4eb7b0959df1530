package dev.templedb.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DuplicationCounterTest {
    @Test
    void repeated_lines_count_wherever_they_stand() {
        var counter = new DuplicationCounter();
        analyze(counter, "a.py", "first_line_of_code = 1\nsecond_line_of_code = 2\n");
        analyze(counter, "b.py", "third_line_of_code = 3\n\tfirst_line_of_code=1\n");

        assertThat(counter.ratio()).isEqualTo(0.25);
        assertThat(counter.isExact()).isTrue();
    }

    @Test
    void comments_short_lines_and_data_do_not_count() {
        var counter = new DuplicationCounter();
        analyze(counter, "a.py", "# a long comment, twice\n# a long comment, twice\nreturn None\nreturn None\n");
        analyze(counter, "a.json", "\"a long line of data\"\n\"a long line of data\"\n");

        assertThat(counter.ratio()).isZero();
    }

    @Test
    void lines_that_differ_only_beyond_ascii_are_different() {
        var counter = new DuplicationCounter();
        analyze(counter, "a.py", "\ufeffa_long_line_of_code = 'ä'\na_long_line_of_code = 'ö'\n");

        assertThat(counter.ratio()).isZero();
    }

    @Test
    void a_full_counter_estimates() {
        var counter = new DuplicationCounter(1000);
        lines(20_000, 3).forEach(counter::add);

        assertThat(counter.isExact()).isFalse();
        assertThat(counter.ratio()).isCloseTo(2.0 / 3, within(0.01));
    }

    @Test
    void a_large_counter_is_exact() {
        var counter = new DuplicationCounter();
        lines(20_000, 4).forEach(counter::add);

        assertThat(counter.ratio()).isEqualTo(0.75);
    }

    @Test
    void only_counters_alike_can_be_merged() {
        var counter = new DuplicationCounter(10);

        assertThatIllegalArgumentException().isThrownBy(() -> counter.merge(new DuplicationCounter(11)));
        assertThatIllegalArgumentException().isThrownBy(() -> counter.merge(counter));
        assertThatIllegalArgumentException().isThrownBy(() -> new DuplicationCounter(0));
    }

    @Property(tries = 200)
    void neither_order_nor_division_of_the_work_matters(
            @ForAll @IntRange(min = 1, max = 300) int capacity,
            @ForAll @IntRange(max = 600) int cut,
            @ForAll long seed) {
        var lines = new ArrayList<>(
                IntStream.range(0, 600).mapToObj(i -> hash(i % 250 + i % 7)).toList());
        var whole = new DuplicationCounter(capacity);
        lines.forEach(whole::add);
        Collections.shuffle(lines, new Random(seed));
        var left = new DuplicationCounter(capacity);
        var right = new DuplicationCounter(capacity);
        lines.subList(0, cut).forEach(left::add);
        lines.subList(cut, 600).forEach(right::add);
        left.merge(right);

        assertThat(left.ratio()).isEqualTo(whole.ratio());
        assertThat(left.isExact()).isEqualTo(whole.isExact());
    }

    private static List<Long> lines(int distinct, int times) {
        return IntStream.range(0, distinct * times)
                .mapToObj(i -> hash(i % distinct))
                .toList();
    }

    private static long hash(int line) {
        return new Random(line * 31L + 7).nextLong() ^ (long) line << 40;
    }

    private static void analyze(DuplicationCounter counter, String path, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        var analyzer = FileAnalyzer.start(path, counter);
        analyzer.accept(content, 0, content.length);
        analyzer.finish();
    }
}
