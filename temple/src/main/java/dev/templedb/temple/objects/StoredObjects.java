package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.sqlite.Transaction;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// Reads objects of the temple, inside one transaction. The last few frames stay decompressed (32 MiB at most, or one
/// larger
/// one), so that
/// reading in the order in which objects are packed decompresses each frame once.
///
/// Not thread-safe. Content is what was verified when it came in; a frame that no longer decompresses is reported by
/// its
/// number.
public final class StoredObjects implements ObjectSource, AutoCloseable {
    private static final int KEPT_FRAMES = 4;
    private static final long KEPT_BYTES = (long) KEPT_FRAMES * FrameLimits.RAW_BYTES;

    private record OpenedFrame(FrameLayout layout, byte[] raw) {}

    private final SqliteObjectStore store;
    private final ObjectIndex index;
    private final FrameReader reader = new FrameReader();
    /// The frame used last comes last.
    private final LinkedHashMap<Integer, OpenedFrame> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long recentBytes;

    /// The objects as `tx` sees them.
    public StoredObjects(Transaction tx) {
        this.store = new SqliteObjectStore(tx);
        this.index = new ObjectIndex(tx);
    }

    /// Where objects lie; the same for everybody who works with these.
    ObjectIndex index() {
        return index;
    }

    /// The same ids in the order in which the objects lie, so that reading them all opens each frame once.
    public List<GitId> inStoredOrder(Collection<GitId> ids) {
        record Placed(GitId id, SqliteObjectStore.Place place) {}
        return ids.stream()
                .map(id -> new Placed(id, find(id)))
                .sorted(Comparator.<Placed>comparingInt(placed -> placed.place().frame())
                        .thenComparingInt(placed -> placed.place().ordinal()))
                .map(Placed::id)
                .toList();
    }

    @Override
    public RawObject read(GitId id) {
        var place = find(id);
        var frame = open(place.frame());
        var kind = frame.layout().kind(place.ordinal());
        if (kind == ObjectKind.RECIPE) {
            try (var content = openRecipe(recipe(frame, place))) {
                return new RawObject(ObjectKind.BLOB, content.readAllBytes());
            } catch (java.io.IOException impossible) {
                throw new java.io.UncheckedIOException(impossible);
            }
        }
        return new RawObject(kind, bytes(frame, place.ordinal()));
    }

    /// Whether the temple has the object.
    public boolean has(GitId id) {
        return index.find(id).isPresent();
    }

    @Override
    public long blobBytes(GitId id) {
        var place = find(id);
        var frame = open(place.frame());
        return frame.layout().kind(place.ordinal()) == ObjectKind.RECIPE
                ? recipe(frame, place).bytes()
                : frame.layout().length(place.ordinal());
    }

    @Override
    public InputStream openBlob(GitId id) {
        var place = find(id);
        var frame = open(place.frame());
        if (frame.layout().kind(place.ordinal()) == ObjectKind.RECIPE) {
            return openRecipe(recipe(frame, place));
        }
        int start = frame.layout().start(place.ordinal());
        return new ByteArrayInputStream(frame.raw(), start, frame.layout().length(place.ordinal()));
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
        var place = find(id);
        return recipe(open(place.frame()), place);
    }

    /// The bytes of a piece: a part of a large blob, or a document.
    public byte[] piece(Sha256 sha256) {
        var place = index.findPiece(sha256).orElseThrow(() -> missing("piece", sha256.hex()));
        return bytes(open(place.frame()), place.ordinal());
    }

    private SqliteObjectStore.Place find(GitId id) {
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

    private static byte[] bytes(OpenedFrame frame, int ordinal) {
        int start = frame.layout().start(ordinal);
        return Arrays.copyOfRange(frame.raw(), start, start + frame.layout().length(ordinal));
    }

    private static Recipe recipe(OpenedFrame frame, SqliteObjectStore.Place place) {
        try {
            return Recipe.read(
                    frame.raw(),
                    frame.layout().start(place.ordinal()),
                    frame.layout().length(place.ordinal()));
        } catch (MalformedFrame malformed) {
            throw SqliteObjectStore.damaged(place.frame(), malformed);
        }
    }

    private InputStream openRecipe(Recipe recipe) {
        // A view: each piece is read when its turn comes.
        var pieces = new AbstractList<InputStream>() {
            @Override
            public InputStream get(int index) {
                return new ByteArrayInputStream(piece(recipe.pieces().get(index).sha256()));
            }

            @Override
            public int size() {
                return recipe.pieces().size();
            }
        };
        return new SequenceInputStream(Collections.enumeration(pieces));
    }

    private OpenedFrame open(int number) {
        var known = recent.get(number);
        if (known != null) {
            return known;
        }
        var frame = store.frame(number);
        try {
            var opened = new OpenedFrame(frame.layout(), reader.decompress(frame));
            keep(number, opened);
            return opened;
        } catch (MalformedFrame malformed) {
            throw SqliteObjectStore.damaged(number, malformed);
        }
    }

    private void keep(int number, OpenedFrame opened) {
        recentBytes += opened.raw().length;
        while (!recent.isEmpty() && (recent.size() == KEPT_FRAMES || recentBytes > KEPT_BYTES)) {
            recentBytes -= recent.pollFirstEntry().getValue().raw().length;
        }
        recent.put(number, opened);
    }

    @Override
    public void close() {
        reader.close();
    }
}
