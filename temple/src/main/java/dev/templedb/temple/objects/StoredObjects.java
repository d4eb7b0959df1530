package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameHome;
import dev.templedb.packages.frames.FramePlace;
import dev.templedb.packages.frames.FramedObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.sqlite.Transaction;
import java.io.InputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads objects of the temple, inside one transaction, as [FramedObjects] does.
///
/// Not thread-safe.
public final class StoredObjects implements ObjectSource, AutoCloseable {
    private final SqliteObjectStore store;
    private final ObjectIndex index;
    private final FramedObjects framed;

    /// The objects as `tx` sees them.
    public StoredObjects(Transaction tx) {
        this.store = new SqliteObjectStore(tx);
        this.index = new ObjectIndex(tx);
        this.framed = new FramedObjects(new Home(store, index));
    }

    private record Home(SqliteObjectStore store, ObjectIndex index) implements FrameHome {
        @Override
        public Optional<FramePlace> find(GitId id) {
            return index.find(id);
        }

        @Override
        public Optional<FramePlace> findPiece(Sha256 sha256) {
            return index.findPiece(sha256);
        }

        @Override
        public Frame frame(int number) {
            return store.frame(number);
        }

        @Override
        public TempleException missing(String what, String name) {
            return StoredObjects.missing(what, name);
        }

        @Override
        public TempleException damaged(int frame, MalformedFrame why) {
            return SqliteObjectStore.damaged(frame, why);
        }
    }

    /// Where objects lie; the same for everybody who works with these.
    ObjectIndex index() {
        return index;
    }

    /// The same ids in the order in which the objects lie, so that reading them all opens each frame once.
    public List<GitId> inStoredOrder(Collection<GitId> ids) {
        record Placed(GitId id, FramePlace place) {}
        return ids.stream()
                .map(id -> new Placed(id, find(id)))
                .sorted(Comparator.<Placed>comparingInt(placed -> placed.place().frame())
                        .thenComparingInt(placed -> placed.place().ordinal()))
                .map(Placed::id)
                .toList();
    }

    @Override
    public RawObject read(GitId id) {
        return framed.read(id);
    }

    /// Whether the temple has the object.
    public boolean has(GitId id) {
        return index.find(id).isPresent();
    }

    @Override
    public long blobBytes(GitId id) {
        return framed.blobBytes(id);
    }

    @Override
    public InputStream openBlob(GitId id) {
        return framed.openBlob(id);
    }

    /// The SHA-256 of a blob's content.
    public Sha256 sha256(GitId id) {
        return index.sha256(id).orElseThrow(() -> missing(id));
    }

    /// How an object is stored: a large blob as a recipe.
    public ObjectKind kind(GitId id) {
        var place = find(id);
        return store.layout(place.frame()).kind(place.ordinal());
    }

    /// The recipe of a large blob.
    public Recipe recipe(GitId id) {
        return framed.recipe(id);
    }

    /// The bytes of a piece: a part of a large blob, or a document.
    public byte[] piece(Sha256 sha256) {
        return framed.piece(sha256);
    }

    private FramePlace find(GitId id) {
        return index.find(id).orElseThrow(() -> missing(id));
    }

    /// The error for an object that should be here.
    public static TempleException missing(GitId id) {
        return missing("object", id.hex());
    }

    private static TempleException missing(String what, String name) {
        return new TempleException(
                ErrorCode.TEMPLE_OBJECT_MISSING, "The temple does not have the %s %s.".formatted(what, name));
    }

    @Override
    public void close() {
        framed.close();
    }
}
