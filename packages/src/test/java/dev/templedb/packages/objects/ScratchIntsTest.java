package dev.templedb.packages.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.FullDisk;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScratchIntsTest {
    private static final int MANY = 300_000;

    private static ScratchInts filled(int mostInMemory) {
        var ints = new ScratchInts(mostInMemory);
        for (int i = 0; i < MANY; i++) {
            ints.add(i * 31);
        }
        return ints;
    }

    @Test
    void what_went_to_the_file_comes_back_in_any_order() {
        var ints = filled(10_000);
        var random = new Random(7);

        for (int i = 0; i < 100_000; i++) {
            int index = random.nextInt(MANY);
            assertThat(ints.get(index)).isEqualTo(index * 31);
        }
        assertThat(ints.isInFile()).isTrue();
    }

    @Test
    void reading_and_adding_may_take_turns_with_the_least_memory() {
        var ints = new ScratchInts(0);

        for (int i = 0; i < MANY; i++) {
            ints.add(i ^ 5);
            int earlier = (int) (i * 7919L % (i + 1));
            assertThat(ints.get(earlier)).isEqualTo(earlier ^ 5);
        }
        assertThat(ints.size()).isEqualTo(MANY);
    }

    @Test
    void where_nothing_can_be_written_everything_stays_in_memory() {
        filled(10_000);
        ScratchInts ints;
        try (var full = FullDisk.after(20_000)) {
            ints = filled(10_000);
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(ints.get(i)).isEqualTo(i * 31);
        }
    }

    @Test
    void a_short_list_makes_no_file() {
        var ints = filled(MANY + 5_000);

        assertThat(ints.get(MANY - 1)).isEqualTo((MANY - 1) * 31);
        assertThat(ints.isInFile()).isFalse();
    }
}
