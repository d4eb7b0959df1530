package dev.templedb.storage;

import dev.templedb.core.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Another store, whose traffic is counted; for metrics. Counting costs nothing to speak of.
public final class CountingObjectStore implements ObjectStore {
    /// What has gone through a store since it was made.
    ///
    /// @param puts     objects that were put
    /// @param putBytes their bytes
    /// @param opens    streams that were opened
    /// @param readBytes bytes that were read of them
    /// @param deletes  objects that were asked to be deleted
    /// @param failures calls that ended with an error
    public record Traffic(long puts, long putBytes, long opens, long readBytes, long deletes, long failures) {}

    private final ObjectStore store;
    private final LongAdder puts = new LongAdder();
    private final LongAdder putBytes = new LongAdder();
    private final LongAdder opens = new LongAdder();
    private final LongAdder readBytes = new LongAdder();
    private final LongAdder deletes = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /// Counts what goes through `store`, which is closed with this.
    public CountingObjectStore(ObjectStore store) {
        this.store = store;
    }

    /// What has gone through until now.
    public Traffic traffic() {
        return new Traffic(puts.sum(), putBytes.sum(), opens.sum(), readBytes.sum(), deletes.sum(), failures.sum());
    }

    @FunctionalInterface
    private interface Call<T, X extends Exception> {
        T run() throws X;
    }

    private <T, X extends Exception> T counted(Call<T, X> call) throws X {
        boolean failed = true;
        try {
            T result = call.run();
            failed = false;
            return result;
        } finally {
            if (failed) {
                failures.increment();
            }
        }
    }

    @Override
    public Set<StorageCapability> capabilities() {
        return store.capabilities();
    }

    @Override
    public void check() {
        counted(() -> {
            store.check();
            return true;
        });
    }

    @Override
    public Sha256 put(ObjectKey key, long length, @Nullable Sha256 expected, InputStream content) throws IOException {
        var hash = counted(() -> store.put(key, length, expected, content));
        puts.increment();
        putBytes.add(length);
        return hash;
    }

    @Override
    public InputStream open(ObjectKey key, long offset, long length) {
        var range = counted(() -> store.open(key, offset, length));
        opens.increment();
        return new FilterInputStream(range) {
            @Override
            public int read() throws IOException {
                int one = counted(super::read);
                readBytes.add(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] target, int from, int most) throws IOException {
                int count = counted(() -> in.read(target, from, most));
                readBytes.add(Math.max(count, 0));
                return count;
            }
        };
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        return counted(() -> store.size(key));
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        counted(() -> {
            store.delete(keys);
            return true;
        });
        deletes.add(keys.size());
    }

    @Override
    public Stream<StoredObject> list(String folder) {
        return counted(() -> store.list(folder));
    }

    @Override
    public long sweep(Instant olderThan) {
        return counted(() -> store.sweep(olderThan));
    }

    @Override
    public void close() {
        store.close();
    }
}
