package dev.templedb.packages.content;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.objects.ObjectKind;
import java.util.Optional;

/// What the receiver of an incremental package has of its base: objects that were proved when they came, with all that
/// they reach.
public interface KnownObjects {
    /// What the object `id` is, if the base has it; a blob that is stored in pieces is a blob.
    Optional<ObjectKind> kind(GitId id);

    /// Whether the base has this piece.
    boolean hasPiece(Sha256 sha256);
}
