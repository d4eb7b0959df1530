package dev.templedb.temple.history;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.TagText;
import java.util.Optional;

/// Follows annotated tags to what they name.
public final class TagPeeling {
    private TagPeeling() {}

    /// The commit that `target` leads to through any number of tags; empty when it leads to a tree or a blob.
    ///
    /// @throws TempleException with `TEMPLE_CORRUPT` when a tag is damaged
    public static Optional<GitId> commit(ObjectSource objects, GitId target) {
        var at = target;
        while (true) {
            var object = objects.read(at);
            switch (object.kind()) {
                case COMMIT -> {
                    return Optional.of(at);
                }
                case TAG -> at = target(at, object.bytes());
                default -> {
                    return Optional.empty();
                }
            }
        }
    }

    private static GitId target(GitId id, byte[] raw) {
        try {
            return TagText.parse(raw, 0, raw.length).target();
        } catch (MalformedObject malformed) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "Tag %s is damaged: %s.".formatted(id, malformed.getMessage()),
                    malformed);
        }
    }
}
