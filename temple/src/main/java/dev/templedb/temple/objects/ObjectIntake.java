package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FramePlace;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Adds what one project brings to the temple's objects, inside one transaction.
///
/// Rows of `objects` are kept back and written at the end in the order of their ids, which is several times faster than
/// writing them as they come. An object that the temple has is not stored again.
public final class ObjectIntake {
    private final Transaction tx;
    private final SqliteObjectStore store;
    private final ObjectIndex index;
    private final ProjectObjects members;
    private final boolean first;
    private final StoredObjects stored;
    private final Map<Integer, FrameLayout> layouts = new HashMap<>();
    private final NewObjects added = new NewObjects();
    private final Map<Sha256, Boolean> newPieces = new HashMap<>();
    private final Set<Sha256> claimed = new HashSet<>();
    private long newRawBytes;

    /// An intake that adds to what `members` already reaches; `stored` reads in the same transaction.
    public ObjectIntake(Transaction tx, StoredObjects stored, ProjectObjects members) {
        this.tx = tx;
        this.store = new SqliteObjectStore(tx);
        this.stored = stored;
        this.index = stored.index();
        this.members = members;
        this.first = store.isEmpty();
    }

    /// Whether the project reaches `id` already, without anything being taken in.
    public boolean isMember(GitId id) {
        return !members.isEmpty() && index.find(id).filter(members::contains).isPresent();
    }

    /// Whether the temple has `id`; if so the project reaches it from now on, without its bytes being given.
    public boolean reuse(GitId id) {
        if (first) {
            return false;
        }
        var place = index.find(id);
        place.ifPresent(found -> {
            members.add(found);
            if (kind(found) == ObjectKind.RECIPE) {
                stored.recipe(id).pieces().forEach(piece -> reusePiece(piece.sha256()));
            }
        });
        return place.isPresent();
    }

    private ObjectKind kind(FramePlace place) {
        return layouts.computeIfAbsent(place.frame(), store::layout).kind(place.ordinal());
    }

    /// Whether the temple has the piece; if so the project reaches it from now on.
    public boolean reusePiece(Sha256 sha256) {
        if (newPieces.containsKey(sha256)) {
            return true;
        }
        if (first) {
            return false;
        }
        var place = index.findPiece(sha256);
        place.ifPresent(members::add);
        return place.isPresent();
    }

    /// Like [#reusePiece]; a piece that is nowhere yet is claimed, so that the next question about it says that it
    /// is here.
    /// Whoever asks must then bring it.
    public boolean reusePieceOrClaim(Sha256 sha256) {
        return claimed.contains(sha256) || reusePiece(sha256) || !claimed.add(sha256);
    }

    /// Takes a frame whose objects the project all reaches. What the temple has is not stored again; a frame of
    /// which it has everything is not stored at all.
    public void accept(OpenFrame frame) {
        var have = new boolean[frame.count()];
        int known = first ? 0 : markKnown(frame, have);
        if (known == frame.count()) {
            return;
        }
        int number = store.add(frame.frame());
        newRawBytes += frame.frame().layout().rawBytes();
        if (known == 0) {
            members.addAll(number);
        }
        for (int i = 0; i < have.length; i++) {
            if (!have[i]) {
                add(frame, i, number, known > 0);
            }
        }
        if (added.isFull()) {
            added.write(tx);
        }
    }

    private void add(OpenFrame frame, int i, int number, boolean partly) {
        if (frame.kind(i) == ObjectKind.PIECE) {
            if (newPieces.put(frame.sha256(i), true) != null) {
                throw new IllegalStateException("piece " + frame.sha256(i) + " was given twice");
            }
            added.addPiece(frame.sha256(i), number, i);
        } else {
            added.add(frame.gitId(i), frame.sha256(i), number, i);
        }
        if (partly) {
            members.add(new FramePlace(number, i));
        }
    }

    private int markKnown(OpenFrame frame, boolean[] have) {
        int known = 0;
        for (int i = 0; i < have.length; i++) {
            var piece = frame.kind(i) == ObjectKind.PIECE;
            var place = piece ? index.findPiece(frame.sha256(i)) : index.find(frame.gitId(i));
            if (place.isPresent()) {
                if (!piece && !index.sha256(frame.gitId(i)).equals(java.util.Optional.of(frame.sha256(i)))) {
                    throw new TempleException(
                            ErrorCode.OBJECT_COLLISION,
                            "Object %s is in the temple with another content than the one that was given."
                                    .formatted(frame.gitId(i)));
                }
                members.add(place.get());
                have[i] = true;
                known++;
            }
        }
        return known;
    }

    /// Writes what was kept back. After that, everything taken in can be read by [StoredObjects].
    public void finish() {
        if (added.count() > 0) {
            added.write(tx);
            index.forget();
        }
    }

    /// How many objects were stored that the temple did not have.
    public long newObjects() {
        return added.count();
    }

    /// How many raw bytes were stored.
    public long newRawBytes() {
        return newRawBytes;
    }

    /// What the project reaches now.
    public ProjectObjects members() {
        return members;
    }
}
