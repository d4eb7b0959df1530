package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;

/// What the bytes of a stored object are. The codes are part of the frame format and never change.
public enum ObjectKind {
    COMMIT(1, "commit"),
    TREE(2, "tree"),
    BLOB(3, "blob"),
    TAG(4, "tag"),
    /// Raw bytes named by their SHA-256: a part of a large blob, or a document of a project state.
    PIECE(5, "piece"),
    /// How a large blob is put together from pieces; it stands for the blob and carries the blob's git id.
    RECIPE(6, "recipe");

    private final int code;
    private final String word;

    ObjectKind(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /// The number of this kind in the frame format.
    public int code() {
        return code;
    }

    /// The word that git uses in an object's header.
    public String word() {
        return word;
    }

    /// Length in bytes of the id that names objects of this kind: a git id, or for pieces a SHA-256.
    public int idBytes() {
        return this == PIECE ? Sha256.BYTES : GitId.BYTES;
    }

    /// The kind with this code.
    ///
    /// @throws IllegalArgumentException when there is none
    public static ObjectKind ofCode(int code) {
        return switch (code) {
            case 1 -> COMMIT;
            case 2 -> TREE;
            case 3 -> BLOB;
            case 4 -> TAG;
            case 5 -> PIECE;
            case 6 -> RECIPE;
            default -> throw new IllegalArgumentException("no kind of object has the code " + code);
        };
    }
}
