package dev.templedb.temple.objects;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads from one source what it has, and the rest from another.
///
/// @param has    whether the first source has an object
public record LayeredSource(Predicate<GitId> has, ObjectSource first, ObjectSource second) implements ObjectSource {
    private ObjectSource of(GitId id) {
        return has.test(id) ? first : second;
    }

    @Override
    public RawObject read(GitId id) {
        return of(id).read(id);
    }

    @Override
    public Optional<byte[]> readBlob(GitId id, int most) {
        return of(id).readBlob(id, most);
    }

    @Override
    public long blobBytes(GitId id) {
        return of(id).blobBytes(id);
    }

    @Override
    public InputStream openBlob(GitId id) throws IOException {
        return of(id).openBlob(id);
    }
}
