package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Where objects can be read by their git id: a git repository, a temple, a package.
///
/// A source may be closed by its owner; it is not thread-safe unless it says so.
public interface ObjectSource {
    /// An object in memory.
    record RawObject(ObjectKind kind, byte[] bytes) {}

    /// Reads a whole object that is expected to be small: a commit, tree or tag.
    ///
    /// @throws dev.templedb.core.TempleException when it is not there or cannot be read; the message names it
    RawObject read(GitId id);

    /// The length in bytes of the blob `id`.
    long blobBytes(GitId id);

    /// Reads the blob `id` when it has at most `most` bytes; empty when it is longer.
    ///
    /// @throws dev.templedb.core.TempleException when it is not there
    default Optional<byte[]> readBlob(GitId id, int most) {
        return blobBytes(id) > most ? Optional.empty() : Optional.of(read(id).bytes());
    }

    /// Opens the blob `id` for reading in constant memory.
    ///
    /// @throws dev.templedb.core.TempleException when it is not there
    InputStream openBlob(GitId id) throws IOException;
}
