package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/// The bytes of documents among the objects of a project, inside one transaction.
public final class DocumentPieces {
    private final Transaction tx;
    private final SqliteObjectStore store;
    private final StoredObjects stored;

    /// Works on the objects that `tx` sees; `stored` reads in the same transaction.
    public DocumentPieces(Transaction tx, StoredObjects stored) {
        this.tx = tx;
        this.store = new SqliteObjectStore(tx);
        this.stored = stored;
    }

    /// Makes the project reach the bytes `added`, and no longer the pieces `gone`, unless a large file consists of
    /// them. New bytes go into a frame of their own.
    public void replace(long project, Collection<byte[]> added, Set<Sha256> gone) {
        var intake = new ObjectIntake(tx, stored, without(store.membership(project), gone));
        try (var packer = new FramePacker(FrameLimits.LEVEL, 1, ErrorCode.TEMPLE_CORRUPT, intake::accept)) {
            for (var bytes : added) {
                if (!intake.reusePieceOrClaim(Sha256.of(bytes))) {
                    packer.addPiece(bytes);
                }
            }
            packer.finish();
        }
        intake.finish();
        store.replaceMembership(project, intake.members());
    }

    /// What `members` reaches apart from the pieces `gone`; those of large files stay.
    public ProjectObjects without(ProjectObjects members, Set<Sha256> gone) {
        if (gone.isEmpty()) {
            return members;
        }
        var used = piecesOfFiles(members);
        gone.stream()
                .filter(piece -> !used.contains(piece))
                .flatMap(piece -> stored.index().findPiece(piece).stream())
                .forEach(place ->
                        members.remove(place, store.layout(place.frame()).count()));
        return members;
    }

    /// Opens only the frames that hold recipes of large files.
    private Set<Sha256> piecesOfFiles(ProjectObjects members) {
        var used = new HashSet<Sha256>();
        try (var reader = new FrameReader()) {
            members.frames().forEach((number, live) -> addPieces(used, reader, number, live));
        }
        return used;
    }

    private void addPieces(Set<Sha256> used, FrameReader reader, int number, LiveObjects live) {
        var layout = store.layout(number);
        var recipes = IntStream.range(0, layout.count())
                .filter(i -> layout.kind(i) == ObjectKind.RECIPE && live.contains(i))
                .toArray();
        if (recipes.length == 0) {
            return;
        }
        try {
            var raw = reader.decompress(store.frame(number));
            for (int i : recipes) {
                Recipe.read(raw, layout.start(i), layout.length(i)).pieces().forEach(piece -> used.add(piece.sha256()));
            }
        } catch (MalformedFrame damaged) {
            throw SqliteObjectStore.damaged(number, damaged);
        }
    }
}
