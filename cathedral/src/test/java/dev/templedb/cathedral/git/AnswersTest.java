package dev.templedb.cathedral.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersTest {
    private static final Runnable NOTHING = () -> {};

    @TempDir
    Path directory;

    private Answers answers(long heapBytes) {
        return new Answers(directory, 1000, 2, Duration.ofMinutes(1), heapBytes);
    }

    private long files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void an_answer_is_read_while_it_grows_and_given_to_others_too() throws IOException, InterruptedException {
        var answers = answers(1 << 30);
        var goesOn = new CountDownLatch(1);
        var times = new AtomicInteger();
        Answers.Maker maker = (out, _) -> {
            times.incrementAndGet();
            out.write('a');
            await(goesOn);
            out.write('b');
            return true;
        };
        try (var first = answers.give("key", 1, maker, NOTHING);
                var second = answers.give("key", 1, maker, NOTHING)) {
            assertThat(first.read()).isEqualTo('a');
            assertThat(second.read()).isEqualTo('a');
            goesOn.countDown();
            assertThat(first.readAllBytes()).containsExactly('b');
            assertThat(second.readAllBytes()).containsExactly('b');
        }
        try (var third = answers.give("key", 1, maker, NOTHING)) {
            assertThat(third.readAllBytes()).containsExactly('a', 'b');
        }
        assertThat(times).hasValue(1);
        assertThat(answers.repeated()).isEqualTo(2);
        assertThat(files()).isOne();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IOException("nobody went on");
            }
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    @Test
    void work_ends_when_nobody_waits_for_it() throws IOException, InterruptedException, ExecutionException {
        var gone = new CountDownLatch(1);
        var ended = new CompletableFuture<IOException>();
        var in = answers(1 << 30)
                .give(
                        "key",
                        1,
                        (out, bounds) -> {
                            out.write('a');
                            await(gone);
                            try {
                                for (int i = 0; i < 1000; i++) {
                                    bounds.look();
                                }
                            } catch (IOException stopped) {
                                ended.complete(stopped);
                                throw stopped;
                            }
                            return true;
                        },
                        () -> ended.complete(new IOException("went on to the end")));
        assertThat(in.read()).isEqualTo('a');
        in.close();
        gone.countDown();

        assertThat(ended.get()).hasMessageContaining("nobody waits");
    }

    @Test
    void work_that_takes_too_much_is_broken_off_and_kept_for_nobody() throws IOException, InterruptedException {
        var done = new CountDownLatch(1);
        try (var in = answers(800_000)
                .give(
                        "key",
                        1_000_000,
                        (out, bounds) -> {
                            out.write('a');
                            for (int i = 0; i < 1001; i++) {
                                bounds.look();
                            }
                            return true;
                        },
                        done::countDown)) {
            assertThat(in.read()).isEqualTo('a');
            assertThatThrownBy(in::read)
                    .hasRootCauseMessage("This part of the project is too large to be put together on this server.");
        }
        await(done);
        assertThat(files()).isZero();
    }

    @Test
    void an_answer_larger_than_the_cache_is_broken_off() throws IOException {
        try (var in = answers(1 << 30)
                .give(
                        null,
                        1,
                        (out, _) -> {
                            out.write(new byte[1001]);
                            return true;
                        },
                        NOTHING)) {
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        }
    }
}
