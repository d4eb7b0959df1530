package dev.templedb.storage;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps objects in memory, as long as the process lives; for tests, and for objects that fit there.
public final class InMemoryObjectStore implements ObjectStore {
    private record Kept(byte[] content, Instant storedAt) {}

    private final Map<ObjectKey, Kept> objects = new ConcurrentHashMap<>();
    private final Clock clock;

    /// Makes an empty store.
    ///
    /// @param clock what dates objects
    public InMemoryObjectStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Set<StorageCapability> capabilities() {
        return Set.of();
    }

    @Override
    public void check() {
        // Memory is there.
    }

    @Override
    public Sha256 put(ObjectKey key, long length, @Nullable Sha256 expected, InputStream content) throws IOException {
        var announced = new AnnouncedContent(key, length, expected, content);
        if (exists(key)) {
            return announced.requireSameIn(this);
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new TempleException(
                    ErrorCode.STORAGE_FULL, "The object %s is too large to be kept in memory.".formatted(key));
        }
        var bytes = new byte[(int) length];
        announced.read(bytes);
        var hash = announced.finish();
        if (objects.putIfAbsent(key, new Kept(bytes, clock.instant())) != null) {
            announced.requireSame(this, hash);
        }
        return hash;
    }

    @Override
    public InputStream open(ObjectKey key, long offset, long length) {
        StorageErrors.requireRange(offset, length);
        var kept = objects.get(key);
        if (kept == null) {
            throw StorageErrors.missing(key);
        }
        if (kept.content().length - offset < length) {
            throw StorageErrors.damaged(key, kept.content().length, offset, length);
        }
        return new ByteArrayInputStream(kept.content(), (int) offset, (int) length);
    }

    @Override
    public OptionalLong size(ObjectKey key) {
        var kept = objects.get(key);
        return kept == null ? OptionalLong.empty() : OptionalLong.of(kept.content().length);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        keys.forEach(objects::remove);
    }

    @Override
    public Stream<StoredObject> list(String folder) {
        ObjectKey.requireFolder(folder);
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().text().startsWith(folder))
                .map(entry -> new StoredObject(
                        entry.getKey(),
                        entry.getValue().content().length,
                        entry.getValue().storedAt()));
    }

    @Override
    public long sweep(Instant olderThan) {
        return 0;
    }

    @Override
    public void close() {
        objects.clear();
    }
}
