package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Insists that commits, trees and tags have the bytes that their ids name, because what is derived from them is not
/// looked at again. Blobs pass through: whoever stores them verifies them.
///
/// Costs about 1 ns a byte. Not thread-safe.
public final class VerifiedSource implements ObjectSource {
    private final ObjectSource source;
    private final ErrorCode damaged;
    private final ObjectHasher hasher = new ObjectHasher();

    /// Reads from `source`; an object with false bytes ends in the error `damaged`.
    public VerifiedSource(ObjectSource source, ErrorCode damaged) {
        this.source = source;
        this.damaged = damaged;
    }

    @Override
    public RawObject read(GitId id) {
        var object = source.read(id);
        var found = hasher.gitId(object.kind(), object.bytes());
        if (!found.equals(id)) {
            throw new TempleException(
                    damaged, "The content of object %s is damaged: its bytes have the id %s.".formatted(id, found));
        }
        return object;
    }

    @Override
    public Optional<byte[]> readBlob(GitId id, int most) {
        return source.readBlob(id, most);
    }

    @Override
    public long blobBytes(GitId id) {
        return source.blobBytes(id);
    }

    @Override
    public InputStream openBlob(GitId id) throws IOException {
        return source.openBlob(id);
    }
}
