package dev.templedb.storage;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// The bytes that somebody puts, held against what was announced of them. For those who make a store; one thread.
///
/// Read it to its end with [#read], then [#finish], which proves it. Nothing may be visible before.
public final class AnnouncedContent {
    private final ObjectKey key;
    private final long length;
    private final @Nullable Sha256 expected;
    private final InputStream source;
    private final MessageDigest digest = Sha256.newDigest();
    private long position;

    /// @param length   how many bytes `source` must have
    /// @param expected the hash that it must have, when it is known
    public AnnouncedContent(ObjectKey key, long length, @Nullable Sha256 expected, InputStream source) {
        if (length < 0) {
            throw new IllegalArgumentException("an object of %d bytes".formatted(length));
        }
        this.key = key;
        this.length = length;
        this.expected = expected;
        this.source = source;
    }

    /// The announced length in bytes.
    public long length() {
        return length;
    }

    /// Fills the beginning of `buffer` as far as there are bytes.
    ///
    /// @return how many bytes were read; less than `buffer` takes only at the end
    /// @throws TempleException with `STORAGE_CONTENT_DIFFERS` when the source ends too early
    /// @throws IOException what the source ends with
    public int read(byte[] buffer) throws IOException {
        int wanted = (int) Math.min(buffer.length, length - position);
        int count = source.readNBytes(buffer, 0, wanted);
        if (count < wanted) {
            throw differs("it ended after %d of %d bytes".formatted(position + count, length));
        }
        digest.update(buffer, 0, count);
        position += count;
        return count;
    }

    /// Requires that the source ends where it should and has the hash that it should have.
    ///
    /// @return the hash of all of it
    /// @throws TempleException with `STORAGE_CONTENT_DIFFERS` otherwise
    /// @throws IOException what the source ends with
    public Sha256 finish() throws IOException {
        if (source.read() >= 0) {
            throw differs("it goes on after %d bytes".formatted(length));
        }
        var hash = Sha256.from(digest);
        if (expected != null && !expected.equals(hash)) {
            throw differs("its hash is %s instead of %s".formatted(hash, expected));
        }
        return hash;
    }

    /// Reads what is left only to prove it, when the key is taken, and requires that the object in `store` is the
    /// same.
    ///
    /// @return the hash of both
    /// @throws TempleException with `STORAGE_CONTENT_DIFFERS`, or `STORAGE_OBJECT_EXISTS` when the object is
    /// another one
    public Sha256 requireSameIn(ObjectStore store) throws IOException {
        requireSameLength(store);
        var buffer = new byte[128 << 10];
        while (read(buffer) > 0) {
            // Only its hash is wanted.
        }
        var hash = finish();
        requireSame(store, hash);
        return hash;
    }

    /// Requires that the object in `store`, which somebody else has just put, has the hash that [#finish] has
    /// given.
    ///
    /// @throws TempleException with `STORAGE_OBJECT_EXISTS` when it is another one
    public void requireSame(ObjectStore store, Sha256 hash) {
        requireSameLength(store);
        if (!store.hash(key).equals(hash)) {
            throw StorageErrors.exists(key);
        }
    }

    private void requireSameLength(ObjectStore store) {
        long found = store.size(key)
                .orElseThrow(
                        () -> StorageErrors.unavailable("The object %s was there and is gone".formatted(key), null));
        if (found != length) {
            throw StorageErrors.exists(key);
        }
    }

    private TempleException differs(String why) {
        return new TempleException(
                ErrorCode.STORAGE_CONTENT_DIFFERS,
                "What was sent for %s is not what was announced: %s.".formatted(key, why));
    }
}
