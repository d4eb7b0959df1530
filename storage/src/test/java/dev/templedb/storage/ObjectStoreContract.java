package dev.templedb.storage;

import static dev.templedb.storage.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ObjectStore] promises. Each implementation runs this unchanged.
public abstract class ObjectStoreContract {
    protected static final ObjectKey KEY = new ObjectKey("packs/0198a7c4-9d1e-7c55-8a3b-1f2e3d4c5b6a");
    private static final int WRITERS = 4;

    protected ObjectStore store;

    /// Opens the store of this test, which is empty at first; again for the same objects, where they are durable.
    protected abstract ObjectStore open();

    /// From which length on the store cuts objects into parts of that length.
    protected int partBytes() {
        return 256 << 10;
    }

    @BeforeEach
    void openTheStore() {
        store = open();
    }

    @AfterEach
    void closeTheStore() {
        store.close();
    }

    private static ObjectKey part(int number) {
        return new ObjectKey("uploads/0198a7c4/%06d".formatted(number));
    }

    private Sha256 put(ObjectKey key, long bytes, long seed) throws IOException {
        return store.put(key, bytes, null, Samples.stream(bytes, seed));
    }

    private byte[] read(ObjectKey key) throws IOException {
        try (var content = store.open(key)) {
            return content.readAllBytes();
        }
    }

    /// The key is free as if nobody had ever put anything.
    private void requireNothing(ObjectKey key) throws IOException {
        assertThat(store.exists(key)).isFalse();
        assertThat(listed("")).doesNotContain(key);
        var content = Samples.bytes(10, 99);
        store.put(key, content);
        assertThat(read(key)).isEqualTo(content);
    }

    private List<ObjectKey> listed(String folder) {
        try (var objects = store.list(folder)) {
            return objects.map(StoredObject::key).sorted().toList();
        }
    }

    @Test
    void can_be_used() {
        store.check();
        store.check();
    }

    @Test
    void gives_back_objects_of_all_sizes_around_the_borders_of_parts() throws IOException {
        var sizes =
                new int[] {0, 1, partBytes() - 1, partBytes(), partBytes() + 1, 2 * partBytes(), 2 * partBytes() + 7};
        for (int i = 0; i < sizes.length; i++) {
            var expected = Samples.hash(Samples.stream(sizes[i], i));

            assertThat(store.put(part(i), sizes[i], expected, Samples.stream(sizes[i], i)))
                    .isEqualTo(expected);

            assertThat(store.size(part(i))).hasValue(sizes[i]);
            assertThat(store.exists(part(i))).isTrue();
            assertThat(store.hash(part(i))).isEqualTo(expected);
            store.verify(part(i), sizes[i], expected);
        }
    }

    @Test
    void gives_ranges_also_across_the_border_of_parts() throws IOException {
        int size = 2 * partBytes() + 10;
        put(KEY, size, 1);
        var whole = Samples.stream(size, 1).readAllBytes();
        var ranges = new int[][] {
            {0, 0},
            {0, 1},
            {0, size},
            {partBytes() - 3, 6},
            {partBytes(), partBytes()},
            {size - 1, 1},
            {size, 0},
            {5, 0}
        };

        for (var range : ranges) {
            try (var content = store.open(KEY, range[0], range[1])) {
                assertThat(content.readAllBytes())
                        .as("%d from %d on", range[1], range[0])
                        .isEqualTo(Arrays.copyOfRange(whole, range[0], range[0] + range[1]));
                assertThat(content.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void gives_single_bytes_and_skips() throws IOException {
        var bytes = Samples.bytes(100, 2);
        store.put(KEY, bytes);

        try (var content = store.open(KEY, 10, 20)) {
            assertThat(content.available()).isBetween(0, 20);
            assertThat(content.read()).isEqualTo(bytes[10] & 0xff);
            assertThat(content.read(new byte[0])).isZero();
            assertThat(content.skip(5)).isEqualTo(5);
            assertThat(content.read()).isEqualTo(bytes[16] & 0xff);
            assertThat(content.readAllBytes()).hasSize(13);
            assertThat(content.skip(5)).isZero();
        }
    }

    @Test
    void says_that_an_object_ends_before_a_range_does() {
        store.put(KEY, new byte[100]);

        refuses(ErrorCode.STORAGE_OBJECT_DAMAGED, () -> store.open(KEY, 0, 101).close())
                .contains(KEY.text());
        refuses(ErrorCode.STORAGE_OBJECT_DAMAGED, () -> store.open(KEY, 100, 1).close());
        refuses(ErrorCode.STORAGE_OBJECT_DAMAGED, () -> store.open(KEY, 200, 1).close());
        refuses(ErrorCode.STORAGE_OBJECT_DAMAGED, () -> store.open(KEY, 101, 0).close());
        refuses(
                ErrorCode.STORAGE_OBJECT_DAMAGED,
                () -> store.open(KEY, 1, Long.MAX_VALUE).close());
        assertThatIllegalArgumentException().isThrownBy(() -> store.open(KEY, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.open(KEY, 1, -1));
    }

    @Test
    void lets_go_of_an_object_that_is_not_read_to_its_end() throws IOException {
        int size = 2 * partBytes();
        put(KEY, size, 3);
        for (int i = 0; i < 60; i++) {
            try (var content = store.open(KEY)) {
                assertThat(content.read()).isNotNegative();
            }
        }

        assertThat(store.hash(KEY)).isEqualTo(Samples.hash(Samples.stream(size, 3)));
    }

    @Test
    void says_what_is_not_there() {
        store.put(part(1), new byte[1]);

        assertThat(store.size(KEY)).isEmpty();
        assertThat(store.exists(KEY)).isFalse();
        assertThat(store.exists(new ObjectKey("uploads/0198a7c4"))).isFalse();
        refuses(ErrorCode.STORAGE_OBJECT_MISSING, () -> store.open(KEY)).contains(KEY.text());
        refuses(ErrorCode.STORAGE_OBJECT_MISSING, () -> store.open(KEY, 0, 0).close());
        refuses(ErrorCode.STORAGE_OBJECT_MISSING, () -> store.open(KEY, 5, 5).close());
        refuses(
                ErrorCode.STORAGE_OBJECT_MISSING,
                () -> store.open(new ObjectKey("uploads/0198a7c4"), 0, 1).close());
        refuses(ErrorCode.STORAGE_OBJECT_MISSING, () -> store.hash(KEY));
        refuses(ErrorCode.STORAGE_OBJECT_MISSING, () -> store.verify(KEY, 0, Sha256.of(new byte[0])));
    }

    @Test
    void says_when_an_object_is_not_what_it_should_be() {
        var hash = store.put(KEY, Samples.bytes(1000, 4));

        store.verify(KEY, 1000, hash);
        refuses(ErrorCode.STORAGE_OBJECT_DAMAGED, () -> store.verify(KEY, 999, hash))
                .contains("1000");
        refuses(ErrorCode.STORAGE_OBJECT_DAMAGED, () -> store.verify(KEY, 1000, Sha256.of(new byte[1])))
                .contains("hash");
    }

    @Test
    void takes_the_same_bytes_again_and_refuses_others() throws IOException {
        for (int size : new int[] {1000, 2 * partBytes() + 1}) {
            var key = part(size);
            var hash = put(key, size, 5);

            assertThat(put(key, size, 5)).isEqualTo(hash);
            assertThat(store.put(key, size, hash, Samples.stream(size, 5))).isEqualTo(hash);
            refuses(ErrorCode.STORAGE_OBJECT_EXISTS, () -> put(key, size, 6)).contains(key.text());
            refuses(ErrorCode.STORAGE_OBJECT_EXISTS, () -> put(key, size - 1, 5));
            refuses(ErrorCode.STORAGE_OBJECT_EXISTS, () -> put(key, 2 * size, 5));
            refuses(ErrorCode.STORAGE_OBJECT_EXISTS, () -> put(key, 0, 5));
            refuses(ErrorCode.STORAGE_CONTENT_DIFFERS, () -> store.put(key, size, null, Samples.stream(size - 1, 5)));

            assertThat(store.hash(key)).isEqualTo(hash);
        }
    }

    @Test
    void refuses_content_that_is_not_what_was_announced_and_keeps_nothing() throws IOException {
        int number = 0;
        for (int size : new int[] {1000, 2 * partBytes() + 1}) {
            var other = Sha256.of(new byte[0]);
            for (long actual : new long[] {0, size - 1, size + 1, 3L * size}) {
                var key = part(number++);
                refuses(ErrorCode.STORAGE_CONTENT_DIFFERS, () -> store.put(key, size, null, Samples.stream(actual, 7)))
                        .contains(key.text());
                requireNothing(key);
            }
            var key = part(number++);
            refuses(ErrorCode.STORAGE_CONTENT_DIFFERS, () -> store.put(key, size, other, Samples.stream(size, 7)))
                    .contains(other.hex());
            requireNothing(key);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> put(KEY, -1, 7));
    }

    @Test
    void passes_the_failure_of_a_source_on_and_keeps_nothing() throws IOException {
        var failure = new IOException("the client went away");
        var breaks = new int[] {0, 500, 1000, partBytes() + 1};
        for (int i = 0; i < breaks.length; i++) {
            var key = part(i);
            int at = breaks[i];
            assertThatThrownBy(() -> store.put(key, Math.max(at, 1000), null, Samples.breaking(at, 8, failure)))
                    .isSameAs(failure);
            assertThatThrownBy(() -> store.put(key, 3L * partBytes(), null, Samples.breaking(at, 8, failure)))
                    .isSameAs(failure);
            requireNothing(key);
        }
    }

    @Test
    void shows_an_object_only_when_it_is_whole() throws IOException {
        int size = 2 * partBytes() + 100;
        var looked = new boolean[1];
        var watched = new FilterInputStream(Samples.stream(size, 9)) {
            private int left = size;

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                left -= Math.max(count, 0);
                if (left < 100 && !looked[0]) {
                    looked[0] = true;
                    assertThat(store.exists(KEY)).isFalse();
                    assertThat(listed("")).isEmpty();
                }
                return count;
            }
        };

        store.put(KEY, size, null, watched);

        assertThat(looked[0]).isTrue();
        assertThat(store.hash(KEY)).isEqualTo(Samples.hash(Samples.stream(size, 9)));
    }

    @Test
    void loses_its_key_to_who_is_faster() throws IOException {
        int number = 0;
        for (int bytes : new int[] {1000, partBytes() + 10}) {
            var other = Samples.bytes(bytes, 14);
            for (byte[] faster : new byte[][] {new byte[0], other}) {
                var key = part(number++);
                refuses(
                        ErrorCode.STORAGE_OBJECT_EXISTS,
                        () -> store.put(key, bytes, null, overtaken(key, Samples.bytes(bytes, 15), faster)));
                assertThat(read(key)).isEqualTo(faster);
            }
            var key = part(number++);
            assertThat(store.put(key, bytes, null, overtaken(key, other, other)))
                    .isEqualTo(Sha256.of(other));
        }
        assertThat(store.sweep(Instant.now().plus(1, ChronoUnit.DAYS))).isZero();
    }

    /// Content at whose end somebody else has put something under the key.
    private InputStream overtaken(ObjectKey key, byte[] content, byte[] faster) {
        return new FilterInputStream(new ByteArrayInputStream(content)) {
            @Override
            public int read() throws IOException {
                store.put(key, faster);
                return super.read();
            }
        };
    }

    @Test
    void deletes_objects_and_leaves_the_others() throws IOException {
        for (int i = 0; i < 12; i++) {
            put(part(i), i, i);
        }
        put(KEY, 10, 1);

        store.delete(part(3));
        store.delete(part(3));
        store.delete(List.of(part(4), part(5), new ObjectKey("uploads/none/1")));
        store.delete(List.of());

        assertThat(store.exists(part(3))).isFalse();
        assertThat(listed("uploads/")).hasSize(9).doesNotContain(part(3), part(4), part(5));
        requireNothing(part(3));
        store.delete(IntStream.range(0, 12).mapToObj(ObjectStoreContract::part).toList());
        assertThat(listed("")).containsExactly(KEY);
        requireNothing(part(3));
    }

    @Test
    void lists_what_lies_in_a_folder() throws IOException {
        var keys = IntStream.range(0, 25)
                .mapToObj(i -> new ObjectKey("packs/" + Integer.toHexString(i * 977)))
                .sorted()
                .toList();
        for (int i = 0; i < keys.size(); i++) {
            put(keys.get(i), i, i);
        }
        put(new ObjectKey("uploads/a/1"), 1, 1);
        put(new ObjectKey("uploads/a/b/2"), 1, 1);
        put(new ObjectKey("uploads/ab/3"), 1, 1);

        assertThat(listed("packs/")).isEqualTo(keys);
        assertThat(listed("uploads/a/")).extracting(ObjectKey::text).containsExactly("uploads/a/1", "uploads/a/b/2");
        assertThat(listed("uploads/a/b/")).extracting(ObjectKey::text).containsExactly("uploads/a/b/2");
        assertThat(listed("uploads/")).hasSize(3);
        assertThat(listed("")).hasSize(28);
        assertThat(listed("none/")).isEmpty();
        assertThat(listed("none/either/")).isEmpty();
        for (var folder : List.of("/", "uploads", "uploads/a", "../", "uploads/../", "uploads//", "Uploads/")) {
            assertThatIllegalArgumentException().as(folder).isThrownBy(() -> store.list(folder));
        }
        try (var objects = store.list("packs/")) {
            assertThat(objects).allSatisfy(object -> {
                assertThat(object.bytes()).isEqualTo(keys.indexOf(object.key()));
                assertThat(object.storedAt()).isCloseTo(Instant.now(), within(1, ChronoUnit.HOURS));
            });
        }
    }

    @Test
    void lists_while_objects_are_deleted() throws IOException {
        for (int i = 0; i < 25; i++) {
            put(part(i), 1, 1);
        }

        try (var objects = store.list("")) {
            objects.forEach(object -> store.delete(object.key()));
        }

        assertThat(listed("")).isEmpty();
    }

    @Test
    void takes_keys_of_all_forms() throws IOException {
        var keys = List.of(
                new ObjectKey("a/b"),
                new ObjectKey("0/a.b-c_d.0"),
                new ObjectKey("x/" + "y".repeat(100) + "/" + "z".repeat(100)),
                new ObjectKey("d/e/f/g/h/i/j/k"));
        for (var key : keys) {
            put(key, 10, key.hashCode());
        }

        for (var key : keys) {
            assertThat(read(key)).isEqualTo(Samples.stream(10, key.hashCode()).readAllBytes());
        }
    }

    @Test
    void lets_one_of_several_writers_of_a_key_win() throws Exception {
        for (int round = 0; round < 10; round++) {
            requireOneWinner(part(round), 1000);
        }
        requireOneWinner(KEY, 2 * partBytes() + 5);
    }

    private void requireOneWinner(ObjectKey key, int size) throws Exception {
        var results = together(WRITERS, writer -> {
            try {
                return put(key, size, writer);
            } catch (TempleException refused) {
                assertThat(refused.code()).as(refused.getMessage()).isEqualTo(ErrorCode.STORAGE_OBJECT_EXISTS);
                return Sha256.of(new byte[0]);
            }
        });

        results.removeIf(Sha256.of(new byte[0])::equals);
        assertThat(results).hasSize(1);
        assertThat(store.hash(key)).isEqualTo(results.getFirst());
    }

    @Test
    void takes_the_same_bytes_from_several_writers_at_once() throws Exception {
        var small = together(WRITERS, _ -> put(part(1), 1000, 1));
        var large = together(WRITERS, _ -> put(KEY, 2 * partBytes() + 5, 1));

        assertThat(small).containsOnly(store.hash(part(1)));
        assertThat(large).containsOnly(store.hash(KEY));
    }

    @Test
    void gives_one_object_to_many_readers_at_once() throws Exception {
        int size = partBytes() + 1000;
        var hash = put(KEY, size, 10);

        assertThat(together(8, _ -> store.hash(KEY))).containsOnly(hash);
    }

    @Test
    void writes_and_deletes_in_one_folder_at_once() throws Exception {
        together(WRITERS, writer -> {
            for (int i = 0; i < 15; i++) {
                var key = new ObjectKey("uploads/same/" + writer + "-" + i);
                store.put(key, new byte[1]);
                store.delete(key);
            }
            return writer;
        });

        assertThat(listed("")).isEmpty();
    }

    private interface Work<T> {
        T of(int number) throws Exception;
    }

    /// What so many threads result in that begin at once.
    private static <T> List<T> together(int threads, Work<T> work) throws Exception {
        var start = new CyclicBarrier(threads);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var pieces = new ArrayList<Callable<T>>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                pieces.add(() -> {
                    start.await();
                    return work.of(number);
                });
            }
            var results = new ArrayList<T>();
            for (var result : executor.invokeAll(pieces)) {
                results.add(result.get());
            }
            return results;
        }
    }

    @Test
    void keeps_objects_when_it_is_opened_anew() throws IOException {
        if (!store.capabilities().contains(StorageCapability.DURABLE)) {
            return;
        }
        var hash = put(KEY, 1000, 11);
        store.close();
        store = open();

        assertThat(listed("")).containsExactly(KEY);
        store.verify(KEY, 1000, hash);
    }

    @Test
    void sweeps_nothing_that_is_visible() throws IOException {
        put(KEY, 1000, 12);

        assertThat(store.sweep(Instant.now().plus(1, ChronoUnit.HOURS))).isZero();

        assertThat(listed("")).containsExactly(KEY);
        assertThat(read(KEY)).hasSize(1000);
    }

    @Test
    void does_not_close_what_it_reads() throws IOException {
        var content = new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };

        store.put(KEY, 10, null, content);

        assertThat(store.size(KEY)).hasValue(10);
    }

    /// A source that gives little at a time, as a network does.
    private static InputStream dripping(byte[] bytes) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 1400));
            }
        };
    }

    @Test
    void takes_content_that_comes_in_small_pieces() throws IOException {
        var bytes = Samples.bytes(100_000, 13);

        store.put(KEY, bytes.length, null, dripping(bytes));

        assertThat(read(KEY)).isEqualTo(bytes);
    }
}
