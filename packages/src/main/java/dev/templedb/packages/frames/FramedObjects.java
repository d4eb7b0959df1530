package dev.templedb.packages.frames;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;

/// Reads objects out of frames. The last few frames stay decompressed (32 MiB at most, or one larger one), so that
/// reading in the order in which objects are packed decompresses each frame once.
///
/// Not thread-safe. Content is what was verified when it came in; a frame that no longer decompresses is reported by
/// its number.
public final class FramedObjects implements ObjectSource, AutoCloseable {
    private static final int KEPT_FRAMES = 4;
    private static final long KEPT_BYTES = (long) KEPT_FRAMES * FrameLimits.RAW_BYTES;

    private record OpenedFrame(FrameLayout layout, byte[] raw) {}

    private final FrameHome home;
    private final FrameReader reader = new FrameReader();
    /// The frame used last comes last.
    private final LinkedHashMap<Integer, OpenedFrame> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long recentBytes;

    /// Reads what `home` keeps.
    public FramedObjects(FrameHome home) {
        this.home = home;
    }

    @Override
    public RawObject read(GitId id) {
        var place = place(id);
        var frame = open(place.frame());
        var kind = frame.layout().kind(place.ordinal());
        if (kind == ObjectKind.RECIPE) {
            try (var content = openRecipe(recipe(frame, place))) {
                return new RawObject(ObjectKind.BLOB, content.readAllBytes());
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        return new RawObject(kind, bytes(frame, place.ordinal()));
    }

    @Override
    public long blobBytes(GitId id) {
        var place = place(id);
        var frame = open(place.frame());
        return frame.layout().kind(place.ordinal()) == ObjectKind.RECIPE
                ? recipe(frame, place).bytes()
                : frame.layout().length(place.ordinal());
    }

    @Override
    public InputStream openBlob(GitId id) {
        var place = place(id);
        var frame = open(place.frame());
        if (frame.layout().kind(place.ordinal()) == ObjectKind.RECIPE) {
            return openRecipe(recipe(frame, place));
        }
        int start = frame.layout().start(place.ordinal());
        return new ByteArrayInputStream(frame.raw(), start, frame.layout().length(place.ordinal()));
    }

    /// The recipe of a large blob.
    public Recipe recipe(GitId id) {
        var place = place(id);
        return recipe(open(place.frame()), place);
    }

    /// The bytes of a piece: a part of a large blob, or a document.
    public byte[] piece(Sha256 sha256) {
        var place = home.findPiece(sha256).orElseThrow(() -> home.missing("piece", sha256.hex()));
        return bytes(open(place.frame()), place.ordinal());
    }

    private FramePlace place(GitId id) {
        return home.find(id).orElseThrow(() -> home.missing("object", id.hex()));
    }

    private static byte[] bytes(OpenedFrame frame, int ordinal) {
        int start = frame.layout().start(ordinal);
        return Arrays.copyOfRange(frame.raw(), start, start + frame.layout().length(ordinal));
    }

    private Recipe recipe(OpenedFrame frame, FramePlace place) {
        try {
            return Recipe.read(
                    frame.raw(),
                    frame.layout().start(place.ordinal()),
                    frame.layout().length(place.ordinal()));
        } catch (MalformedFrame malformed) {
            throw home.damaged(place.frame(), malformed);
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
        var frame = home.frame(number);
        try {
            var opened = new OpenedFrame(frame.layout(), reader.decompress(frame));
            keep(number, opened);
            return opened;
        } catch (MalformedFrame malformed) {
            throw home.damaged(number, malformed);
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
