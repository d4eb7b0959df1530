package dev.templedb.storage;

import static dev.templedb.storage.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import java.io.InputStream;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class InMemoryObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        return new InMemoryObjectStore(Clock.systemUTC());
    }

    @Test
    void is_not_durable_and_not_shared() {
        assertThat(store.capabilities()).isEmpty();
    }

    @Test
    void refuses_what_no_array_holds() {
        refuses(ErrorCode.STORAGE_FULL, () -> store.put(KEY, Integer.MAX_VALUE, null, InputStream.nullInputStream()));
    }
}
