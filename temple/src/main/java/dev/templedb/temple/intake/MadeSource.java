package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.ObjectSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;

/// Objects that were made in memory, as a source.
public record MadeSource(Map<GitId, RawObject> made) implements ObjectSource {
    @Override
    public RawObject read(GitId id) {
        var object = made.get(id);
        if (object == null) {
            throw new TempleException(ErrorCode.GIT_REPOSITORY_BROKEN, "There is no object %s.".formatted(id));
        }
        return object;
    }

    @Override
    public long blobBytes(GitId id) {
        return read(id).bytes().length;
    }

    @Override
    public InputStream openBlob(GitId id) {
        return new ByteArrayInputStream(read(id).bytes());
    }
}
