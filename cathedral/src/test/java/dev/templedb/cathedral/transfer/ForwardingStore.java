package dev.templedb.cathedral.transfer;

import dev.templedb.core.Sha256;
import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.ObjectStore;
import dev.templedb.storage.StorageCapability;
import dev.templedb.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Another store, of which a test changes what it wants.
class ForwardingStore implements ObjectStore {
    private final ObjectStore store;

    ForwardingStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Set<StorageCapability> capabilities() {
        return store.capabilities();
    }

    @Override
    public void check() {
        store.check();
    }

    @Override
    public Sha256 put(ObjectKey key, long length, @Nullable Sha256 expected, InputStream content) throws IOException {
        return store.put(key, length, expected, content);
    }

    @Override
    public InputStream open(ObjectKey key, long offset, long length) {
        return store.open(key, offset, length);
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return store.size(key);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        store.delete(keys);
    }

    @Override
    public Stream<StoredObject> list(String folder) {
        return store.list(folder);
    }

    @Override
    public long sweep(Instant olderThan) {
        return store.sweep(olderThan);
    }

    @Override
    public void close() {
        store.close();
    }
}
