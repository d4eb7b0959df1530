package dev.templedb.temple.objects;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.FramePlace;
import dev.templedb.packages.objects.SortedRows;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says where objects lie, inside one transaction. A few questions are asked of the database one by one; when they
/// become many, the whole table is read into memory once (26 bytes an object, and 32 more when hashes are asked for),
/// so
/// that the number of statements does not depend on the number of questions.
///
/// Not thread-safe. [#forget] must be called when rows were added.
final class ObjectIndex {
    private static final String ALL = "SELECT id, frame_no, ordinal FROM objects ORDER BY id";
    private static final String HASHES = "SELECT sha256 FROM objects WHERE sha256 IS NOT NULL ORDER BY id";
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
    Optional<FramePlace> find(GitId id) {
        var known = table();
        return known != null ? known.find(id) : store.find(id);
    }

    /// The SHA-256 of the content of the git object `id`, if the temple has it.
    Optional<Sha256> sha256(GitId id) {
        var known = table();
        return known != null ? known.sha256(id) : store.sha256(id);
    }

    /// Where the piece `sha256` lies, if the temple has it.
    Optional<FramePlace> findPiece(Sha256 sha256) {
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
            table = new Table(tx);
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
        private static final int FRAME = GitId.BYTES;
        private static final int ORDINAL = FRAME + 4;

        final Map<Sha256, FramePlace> pieces = new HashMap<>();
        private final Transaction tx;
        private final Rows places = new Rows(ORDINAL + 2);
        private @Nullable Rows hashes;

        Table(Transaction tx) {
            this.tx = tx;
        }

        void add(Row row) {
            var id = row.bytes(1);
            int frame = row.intValue(2);
            int ordinal = row.intValue(3);
            if (id.length == Sha256.BYTES) {
                pieces.put(Sha256.ofBytes(id), new FramePlace(frame, ordinal));
                return;
            }
            places.add((block, at) -> {
                System.arraycopy(id, 0, block, at, GitId.BYTES);
                for (int i = 0; i < 4; i++) {
                    block[at + FRAME + i] = (byte) (frame >>> 24 - 8 * i);
                }
                block[at + ORDINAL] = (byte) (ordinal >>> 8);
                block[at + ORDINAL + 1] = (byte) ordinal;
            });
        }

        Optional<FramePlace> find(GitId id) {
            int row = row(id);
            return row < 0 ? Optional.empty() : Optional.of(place(places.block(row), places.offset(row)));
        }

        Optional<Sha256> sha256(GitId id) {
            int row = row(id);
            if (row < 0) {
                return Optional.empty();
            }
            var known = hashes();
            return Optional.of(Sha256.ofBytes(known.block(row), known.offset(row)));
        }

        private Rows hashes() {
            if (hashes == null) {
                var read = new Rows(Sha256.BYTES);
                tx.query(HASHES).forEach(row -> {
                    var hash = row.bytes(1);
                    read.add((block, at) -> System.arraycopy(hash, 0, block, at, Sha256.BYTES));
                });
                hashes = read;
            }
            return hashes;
        }

        private int row(GitId id) {
            var wanted = id.bytes();
            int low = 0;
            int high = places.count() - 1;
            while (low <= high) {
                int middle = low + high >>> 1;
                int at = places.offset(middle);
                int order = Arrays.compareUnsigned(places.block(middle), at, at + GitId.BYTES, wanted, 0, GitId.BYTES);
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1;
        }

        private static FramePlace place(byte[] block, int at) {
            int frame = 0;
            for (int i = 0; i < 4; i++) {
                frame = frame << 8 | block[at + FRAME + i] & 0xff;
            }
            int ordinal = (block[at + ORDINAL] & 0xff) << 8 | block[at + ORDINAL + 1] & 0xff;
            return new FramePlace(frame, ordinal);
        }
    }

    /// Rows of one width, in blocks that never move.
    private static final class Rows {
        private static final int BLOCK_ROWS = 1 << 14;

        private final int width;
        private final List<byte[]> blocks = new ArrayList<>();
        private int count;

        Rows(int width) {
            this.width = width;
        }

        int count() {
            return count;
        }

        void add(SortedRows.Visitor writer) {
            if (count % BLOCK_ROWS == 0) {
                blocks.add(new byte[BLOCK_ROWS * width]);
            }
            writer.visit(blocks.getLast(), count % BLOCK_ROWS * width);
            count++;
        }

        byte[] block(int row) {
            return blocks.get(row / BLOCK_ROWS);
        }

        int offset(int row) {
            return row % BLOCK_ROWS * width;
        }
    }
}
