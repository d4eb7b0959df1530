package dev.templedb.temple.objects;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.SqliteObjectStore.Place;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says where objects lie, inside one transaction. A few questions are asked of the database one by one; when they
/// become many, the whole table is read into memory once (58 bytes an object), so that the number of statements does
/// not depend on the number of questions.
///
/// Not thread-safe. [#forget] must be called when rows were added.
final class ObjectIndex {
    private static final String ALL = "SELECT id, frame_no, ordinal, sha256 FROM objects ORDER BY id";
    private static final String LAST_FRAME = "SELECT coalesce(max(frame_no), 0) FROM frames";

    /// A question costs about as much as reading 20 rows, and a frame holds some hundreds of objects.
    private static final int QUESTIONS_PER_FRAME = 16;
    private static final int FEWEST_QUESTIONS = 256;

    private final Transaction tx;
    private final SqliteObjectStore store;
    private @Nullable Table table;
    private long questions;
    private long affordable = -1;

    ObjectIndex(Transaction tx) {
        this.tx = tx;
        this.store = new SqliteObjectStore(tx);
    }

    /// Where the git object `id` lies, if the temple has it.
    Optional<Place> find(GitId id) {
        var known = table();
        return known != null ? known.find(id) : store.find(id);
    }

    /// Where the piece `sha256` lies, if the temple has it.
    Optional<Place> findPiece(Sha256 sha256) {
        var known = table();
        return known != null ? Optional.ofNullable(known.pieces.get(sha256)) : store.findPiece(sha256);
    }

    /// Looks at the database again, because it has changed.
    void forget() {
        table = null;
        questions = 0;
        affordable = -1;
    }

    private @Nullable Table table() {
        if (table == null && ++questions > FEWEST_QUESTIONS && questions > affordable()) {
            table = new Table();
            tx.query(ALL).forEach(table::add);
        }
        return table;
    }

    private long affordable() {
        if (affordable < 0) {
            affordable = QUESTIONS_PER_FRAME * tx.query(LAST_FRAME).longValue();
        }
        return affordable;
    }

    /// The rows in the order of their ids, packed.
    private static final class Table {
        private static final int HASH = GitId.BYTES;
        private static final int FRAME = HASH + Sha256.BYTES;
        private static final int ORDINAL = FRAME + 4;
        private static final int EACH = ORDINAL + 2;
        private static final int BLOCK_ROWS = 1 << 14;

        final Map<Sha256, Place> pieces = new HashMap<>();
        private byte[][] blocks = new byte[16][];
        private int count;

        void add(Row row) {
            var id = row.bytes(1);
            if (id.length == Sha256.BYTES) {
                pieces.put(Sha256.ofBytes(id), new Place(row.intValue(2), row.intValue(3), Optional.empty()));
                return;
            }
            var block = blockForNext();
            int at = count % BLOCK_ROWS * EACH;
            System.arraycopy(id, 0, block, at, GitId.BYTES);
            System.arraycopy(row.bytes(4), 0, block, at + HASH, Sha256.BYTES);
            int frame = row.intValue(2);
            int ordinal = row.intValue(3);
            for (int i = 0; i < 4; i++) {
                block[at + FRAME + i] = (byte) (frame >>> 24 - 8 * i);
            }
            block[at + ORDINAL] = (byte) (ordinal >>> 8);
            block[at + ORDINAL + 1] = (byte) ordinal;
            count++;
        }

        private byte[] blockForNext() {
            int number = count / BLOCK_ROWS;
            if (number == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * number);
            }
            if (count % BLOCK_ROWS == 0) {
                blocks[number] = new byte[BLOCK_ROWS * EACH];
            }
            return blocks[number];
        }

        Optional<Place> find(GitId id) {
            var wanted = id.bytes();
            int low = 0;
            int high = count - 1;
            while (low <= high) {
                int middle = low + high >>> 1;
                var block = blocks[middle / BLOCK_ROWS];
                int at = middle % BLOCK_ROWS * EACH;
                int order = Arrays.compareUnsigned(block, at, at + GitId.BYTES, wanted, 0, GitId.BYTES);
                if (order == 0) {
                    return Optional.of(place(block, at));
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return Optional.empty();
        }

        private static Place place(byte[] block, int at) {
            int frame = 0;
            for (int i = 0; i < 4; i++) {
                frame = frame << 8 | block[at + FRAME + i] & 0xff;
            }
            int ordinal = (block[at + ORDINAL] & 0xff) << 8 | block[at + ORDINAL + 1] & 0xff;
            return new Place(frame, ordinal, Optional.of(Sha256.ofBytes(block, at + HASH)));
        }
    }
}
