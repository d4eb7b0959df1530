package dev.templedb.storage;

import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps objects: bytes under a key that never change until they are deleted.
///
/// An object is there whole or not at all. Any number of threads may call all methods at the same time; many may read
/// one
/// object. Memory does not grow with the objects. Every implementation passes `ObjectStoreContract`.
///
/// Every method may end with a [TempleException] with `STORAGE_UNAVAILABLE` when the storage does not answer or fails,
/// `STORAGE_REFUSED` when it answers that we may not, or with `INTERRUPTED`.
public interface ObjectStore extends AutoCloseable {
    /// What this store does beyond the contract.
    Set<StorageCapability> capabilities();

    /// Requires that the store can be used now; for a server's start and for its readiness. Costs a request or two.
    void check();

    /// Stores an object. When this returns, it is visible to all and as durable as the store is.
    ///
    /// Storing the same bytes under the same key again changes nothing and succeeds. When this fails, nothing of
    /// the object
    /// is visible; only when the storage goes away in the very last step, it may be there, whole. `content` is read
    /// to its
    /// end and not closed.
    ///
    /// @param length   how many bytes `content` has; it must end after them
    /// @param expected the hash that `content` must have, when it is known
    /// @return the hash of what was stored
    /// @throws TempleException with `STORAGE_CONTENT_DIFFERS` when `content` has another length or hash;
    ///         `STORAGE_OBJECT_EXISTS` when there are other bytes under the key, which stay; `STORAGE_FULL`
    /// @throws IOException when reading `content` fails
    Sha256 put(ObjectKey key, long length, @Nullable Sha256 expected, InputStream content) throws IOException;

    /// Stores bytes that are in memory, as [#put(ObjectKey, long, Sha256, InputStream)] does.
    default Sha256 put(ObjectKey key, byte[] content) {
        try {
            return put(key, content.length, null, new ByteArrayInputStream(content));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Opens a range of an object, to be read by one thread and closed. The stream gives exactly `length` bytes;
    /// when it
    /// can not, it ends with one of the errors below or of this class, never early.
    ///
    /// @throws TempleException with `STORAGE_OBJECT_MISSING` when there is no such object; `STORAGE_OBJECT_DAMAGED`
    /// when it
    ///         ends before the range does
    InputStream open(ObjectKey key, long offset, long length);

    /// Opens all of an object.
    ///
    /// @throws TempleException with `STORAGE_OBJECT_MISSING` when there is no such object
    default InputStream open(ObjectKey key) {
        return open(key, 0, size(key).orElseThrow(() -> StorageErrors.missing(key)));
    }

    /// The length of an object in bytes, or empty when there is none.
    OptionalLong size(ObjectKey key);

    /// Whether there is such an object.
    default boolean exists(ObjectKey key) {
        return size(key).isPresent();
    }

    /// Deletes an object; does nothing when there is none. Who reads it at this moment may get an error. A power
    /// cut may
    /// bring it back.
    default void delete(ObjectKey key) {
        delete(List.of(key));
    }

    /// Deletes objects with few requests. When it fails, some may be gone.
    void delete(Collection<ObjectKey> keys);

    /// Lists the objects whose keys begin with `folder`, in no particular order, read as they are asked for. What
    /// is stored
    /// or deleted meanwhile may be in it or not. The stream has to be closed.
    ///
    /// @param folder whole segments and a `/`, such as `uploads/0198…/`; empty for all objects
    Stream<StoredObject> list(String folder);

    /// Removes what interrupted puts have left, which is invisible but takes space. A put that is under way and
    /// began
    /// before `olderThan` may fail.
    ///
    /// @return how many were removed
    long sweep(Instant olderThan);

    /// Reads an object once from end to end and hashes it.
    ///
    /// @throws TempleException with `STORAGE_OBJECT_MISSING` or `STORAGE_OBJECT_DAMAGED`
    default Sha256 hash(ObjectKey key) {
        var digest = Sha256.newDigest();
        var buffer = new byte[128 << 10];
        try (var content = open(key)) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (IOException failure) {
            throw StorageErrors.unavailable("The object %s could not be read".formatted(key), failure);
        }
        return Sha256.from(digest);
    }

    /// Reads an object once from end to end and requires that it is what it should be.
    ///
    /// @throws TempleException with `STORAGE_OBJECT_MISSING`, or with `STORAGE_OBJECT_DAMAGED` when length or hash
    /// differ
    default void verify(ObjectKey key, long length, Sha256 hash) {
        long found = size(key).orElseThrow(() -> StorageErrors.missing(key));
        if (found != length) {
            throw StorageErrors.damaged(key, "it has %d bytes instead of %d".formatted(found, length));
        }
        if (!hash(key).equals(hash)) {
            throw StorageErrors.damaged(key, "its hash differs");
        }
    }

    /// Lets go of connections and threads. The objects stay.
    @Override
    void close();
}
