package dev.templedb.storage;

import static dev.templedb.storage.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.storage.CountingObjectStore.Traffic;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountingObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        return new CountingObjectStore(new InMemoryObjectStore(Clock.systemUTC()));
    }

    @Test
    void counts_what_went_through() throws IOException {
        var counting = (CountingObjectStore) store;
        assertThat(counting.traffic()).isEqualTo(new Traffic(0, 0, 0, 0, 0, 0));

        counting.put(KEY, new byte[1000]);
        counting.put(new ObjectKey("packs/b"), new byte[10]);
        try (var content = counting.open(KEY)) {
            content.read();
            content.readNBytes(99);
        }
        assertThat(counting.traffic()).isEqualTo(new Traffic(2, 1010, 1, 100, 0, 0));

        refuses(ErrorCode.STORAGE_OBJECT_EXISTS, () -> counting.put(KEY, new byte[1]));
        refuses(
                ErrorCode.STORAGE_OBJECT_MISSING,
                () -> counting.open(new ObjectKey("packs/c"), 0, 1).close());
        counting.delete(List.of(KEY, new ObjectKey("packs/c")));
        assertThat(counting.traffic()).isEqualTo(new Traffic(2, 1010, 1, 100, 2, 2));
    }
}
