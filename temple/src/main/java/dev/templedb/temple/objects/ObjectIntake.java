package dev.templedb.temple.objects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Adds what one project brings to the temple's objects, inside one transaction.
///
/// Rows of `objects` are kept back and written at the end in the order of their ids, which is several times faster than
/// writing them as they come; 64 bytes of memory a new object. An object that the temple has is not stored again.
public final class ObjectIntake {
    private static final String ADD_OBJECT = """
            INSERT INTO objects (id, frame_no, ordinal, sha256)
            VALUES (?1, ?2, ?3, ?4)
            """;

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
    private long newFrames;

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

    private ObjectKind kind(SqliteObjectStore.Place place) {
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
        newFrames++;
        newRawBytes += frame.frame().layout().rawBytes();
        if (known == 0) {
            members.addAll(number);
        }
        for (int i = 0; i < have.length; i++) {
            if (!have[i]) {
                add(frame, i, number, known > 0);
            }
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
            members.add(new SqliteObjectStore.Place(number, i, java.util.Optional.empty()));
        }
    }

    private int markKnown(OpenFrame frame, boolean[] have) {
        int known = 0;
        for (int i = 0; i < have.length; i++) {
            var piece = frame.kind(i) == ObjectKind.PIECE;
            var place = piece ? index.findPiece(frame.sha256(i)) : index.find(frame.gitId(i));
            if (place.isPresent()) {
                if (!piece && !place.get().sha256().equals(java.util.Optional.of(frame.sha256(i)))) {
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
        tx.batch(
                ADD_OBJECT,
                batch -> added.inOrder((id, frame, ordinal, sha256) -> batch.set(1, id)
                        .set(2, frame)
                        .set(3, ordinal)
                        .set(4, sha256)
                        .add()));
        index.forget();
    }

    /// How many objects were stored that the temple did not have.
    public long newObjects() {
        return added.count();
    }

    /// How many frames were stored.
    public long newFrames() {
        return newFrames;
    }

    /// How many raw bytes were stored.
    public long newRawBytes() {
        return newRawBytes;
    }

    /// What the project reaches now.
    public ProjectObjects members() {
        return members;
    }

    /// Rows to be written, packed: 32 bytes of id (git ids padded with zeros), 32 of SHA-256, frame, ordinal.
    private static final class NewObjects {
        private static final int EACH = 72;

        @FunctionalInterface
        interface Visitor {
            void visit(byte[] id, int frame, int ordinal, byte @org.jspecify.annotations.Nullable [] sha256);
        }

        private byte[][] blocks = new byte[16][];
        private int count;
        private static final int BLOCK_ROWS = 1 << 14;

        int count() {
            return count;
        }

        private byte[] blockFor(int row) {
            int block = row / BLOCK_ROWS;
            if (block == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * block);
            }
            if (blocks[block] == null) {
                blocks[block] = new byte[BLOCK_ROWS * EACH];
            }
            return blocks[block];
        }

        void add(GitId id, Sha256 sha256, int frame, int ordinal) {
            var block = blockFor(count);
            int at = count % BLOCK_ROWS * EACH;
            id.copyTo(block, at);
            sha256.copyTo(block, at + 32);
            place(block, at, frame, ordinal);
        }

        void addPiece(Sha256 sha256, int frame, int ordinal) {
            var block = blockFor(count);
            int at = count % BLOCK_ROWS * EACH;
            sha256.copyTo(block, at);
            place(block, at, frame, -1 - ordinal);
        }

        private void place(byte[] block, int at, int frame, int ordinal) {
            putInt(block, at + 64, frame);
            putInt(block, at + 68, ordinal);
            count++;
        }

        void inOrder(Visitor visitor) {
            var order = new Integer[count];
            Arrays.setAll(order, i -> i);
            Arrays.sort(
                    order,
                    (a, b) -> Arrays.compareUnsigned(
                            blocks[a / BLOCK_ROWS],
                            a % BLOCK_ROWS * EACH,
                            a % BLOCK_ROWS * EACH + 32,
                            blocks[b / BLOCK_ROWS],
                            b % BLOCK_ROWS * EACH,
                            b % BLOCK_ROWS * EACH + 32));
            for (int row : order) {
                var block = blocks[row / BLOCK_ROWS];
                int at = row % BLOCK_ROWS * EACH;
                int ordinal = getInt(block, at + 68);
                if (ordinal < 0) {
                    visitor.visit(Arrays.copyOfRange(block, at, at + 32), getInt(block, at + 64), -1 - ordinal, null);
                } else {
                    visitor.visit(
                            Arrays.copyOfRange(block, at, at + GitId.BYTES),
                            getInt(block, at + 64),
                            ordinal,
                            Arrays.copyOfRange(block, at + 32, at + 64));
                }
            }
        }

        private static void putInt(byte[] block, int at, int value) {
            java.nio.ByteBuffer.wrap(block).putInt(at, value);
        }

        private static int getInt(byte[] block, int at) {
            return java.nio.ByteBuffer.wrap(block).getInt(at);
        }
    }
}
