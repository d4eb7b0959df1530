package dev.templedb.packages.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedWorkTest {
    private final List<Integer> given = new ArrayList<>();

    @Test
    void gives_results_in_the_order_of_the_work_however_long_each_takes() {
        var second = new CountDownLatch(1);
        try (var work = new OrderedWork<Integer, RuntimeException>(2, "test", given::add)) {
            work.add(() -> {
                second.await();
                return 0;
            });
            work.add(() -> {
                second.countDown();
                return 1;
            });
            for (int i = 2; i < 100; i++) {
                int number = i;
                work.add(() -> number);
            }
            work.finish();
        }

        assertThat(given)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void lets_no_more_than_the_weight_wait_and_one_piece_whatever_it_weighs() {
        try (var work = new OrderedWork<Integer, RuntimeException>(1, "test", 10, given::add)) {
            work.add(() -> 0, 1000);
            assertThat(given).isEmpty();
            work.add(() -> 1, 4);
            assertThat(given).containsExactly(0);
            work.add(() -> 2, 6);
            assertThat(given).containsExactly(0);
            work.add(() -> 3, 5);
            assertThat(given).containsExactly(0, 1, 2);
            work.finish();
        }

        assertThat(given).containsExactly(0, 1, 2, 3);
    }

    @Test
    void ends_with_the_error_that_the_work_ended_with() {
        var known = new TempleException(ErrorCode.TEMPLE_CORRUPT, "It is damaged.");
        try (var work = new OrderedWork<Integer, RuntimeException>(1, "test", given::add)) {
            work.add(() -> {
                throw known;
            });
            assertThatThrownBy(work::finish).isSameAs(known);
        }
    }

    @Test
    void says_that_it_was_interrupted() {
        try (var work = new OrderedWork<Integer, RuntimeException>(1, "test", given::add)) {
            work.add(() -> {
                new CountDownLatch(1).await();
                return 0;
            });
            Thread.currentThread().interrupt();
            assertThatThrownBy(work::finish)
                    .isInstanceOfSatisfying(
                            TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void is_closed_only_when_nothing_is_under_way_any_more() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var isDone = new AtomicBoolean();
        try (var work = new OrderedWork<Integer, RuntimeException>(1, "test", given::add)) {
            work.add(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException stopped) {
                    isDone.set(true);
                }
                return 0;
            });
            begun.await();
        }

        assertThat(isDone).isTrue();
        assertThat(given).isEmpty();
    }
}
