package dev.templedb.packages.frames;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;

/// The names of a frame's objects, packed: 20 bytes of git id (zero for pieces) and 32 of SHA-256 each.
public final class ObjectNames {
    private static final int EACH = GitId.BYTES + Sha256.BYTES;

    private final byte[] packed;

    ObjectNames(int count) {
        packed = new byte[count * EACH];
    }

    void set(int i, GitId id, Sha256 sha256) {
        id.copyTo(packed, i * EACH);
        sha256.copyTo(packed, i * EACH + GitId.BYTES);
    }

    void setPiece(int i, Sha256 sha256) {
        sha256.copyTo(packed, i * EACH + GitId.BYTES);
    }

    GitId gitId(int i) {
        return GitId.ofBytes(packed, i * EACH);
    }

    Sha256 sha256(int i) {
        return Sha256.ofBytes(packed, i * EACH + GitId.BYTES);
    }
}
