package dev.templedb.temple.textindex;

import dev.templedb.analysis.PlainText;
import dev.templedb.core.GitId;
import dev.templedb.packages.frames.BlockCodec;
import dev.templedb.packages.frames.OrderedWork;
import dev.templedb.sqlite.Transaction;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Adds texts to the index for searches, inside one transaction: to the list of what has which [three characters in a
/// row][Trigrams], and to the blocks that searches look into.
///
/// Costs about 0.1 s and 0.4 MB for each MB of text. Texts wait in memory until there are 8 MiB of them, so
/// [#flush] is to be called in the end. A text that is there already is not added again. Not thread-safe.
public final class TextIndex {
    /// Longer texts are not indexed and not searched. The same number stands in the index `files_not_searched`.
    public static final long LONGEST_BYTES = 4 << 20;

    private static final int WAITING_BYTES = 8 << 20;
    /// A block is closed when it has this many bytes. Twice as many save 5 % of the room and take twice the time.
    private static final int BLOCK_BYTES = 64 << 10;

    private static final int BLOCKS_AT_ONCE = 64;

    private static final String KNOWN = """
            SELECT blob FROM indexed_texts WHERE blob IN (SELECT unhex(value) FROM json_each(?1))
            """;
    private static final String LAST = "SELECT coalesce(max(doc), 0) FROM indexed_texts";
    private static final String ADD = """
            INSERT INTO indexed_texts (doc, blob, block_no, start, bytes) VALUES (?1, ?2, ?3, ?4, ?5)
            """;
    private static final String ADD_TEXT = "INSERT INTO text_index (rowid, content) VALUES (?1, ?2)";
    private static final String LAST_BLOCK = "SELECT coalesce(max(block_no), 0) FROM text_blocks";
    private static final String ADD_BLOCK = "INSERT INTO text_blocks (block_no, raw_bytes, data) VALUES (?1, ?2, ?3)";
    private static final String FORGET_TEXTS = """
            DELETE FROM text_index WHERE rowid IN (
                SELECT doc FROM indexed_texts i WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.blob = i.blob))
            """;
    private static final String FORGET = """
            DELETE FROM indexed_texts AS i WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.blob = i.blob)
            """;
    private static final String COMPACT = "INSERT INTO text_index (text_index) VALUES ('optimize')";
    private static final String LOOSE = """
            WITH live AS (SELECT block_no, sum(bytes) AS bytes FROM indexed_texts GROUP BY block_no)
            SELECT i.doc, i.block_no, i.start, i.bytes, b.raw_bytes > l.bytes
              FROM live l JOIN text_blocks b USING (block_no) JOIN indexed_texts i USING (block_no)
             WHERE b.raw_bytes < ?1 OR b.raw_bytes > l.bytes
             ORDER BY i.doc
            """;
    private static final String MOVE = "UPDATE indexed_texts SET block_no = ?2, start = ?3 WHERE doc = ?1";
    private static final String FORGET_BLOCKS = """
            DELETE FROM text_blocks WHERE block_no NOT IN (SELECT block_no FROM indexed_texts)
            """;

    private final Transaction tx;
    private final Map<GitId, byte[]> waiting = new LinkedHashMap<>();
    private final Trigrams trigrams = new Trigrams();
    private long waitingBytes;

    /// The index as `tx` sees it.
    public TextIndex(Transaction tx) {
        this.tx = tx;
    }

    /// Adds a blob as far as it is [text][PlainText]; what is longer than [#LONGEST_BYTES] is left out.
    ///
    /// @param content holds the blob from `start` on; it is copied
    public void add(GitId blob, byte[] content, int start, int length) {
        if (length <= LONGEST_BYTES) {
            PlainText.of(content, start, length).ifPresent(text -> add(blob, text));
        }
    }

    private void add(GitId blob, PlainText text) {
        var bytes = Arrays.copyOfRange(text.bytes(), text.start(), text.end());
        if (bytes.length > 0 && waiting.put(blob, bytes) == null) {
            waitingBytes += bytes.length;
        }
        if (waitingBytes >= WAITING_BYTES) {
            flush();
        }
    }

    /// Writes what is waiting.
    public void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        known().forEach(waiting::remove);
        long last = tx.query(LAST).longValue();
        var places = new ArrayList<TextBlocks.Place>(waiting.size());
        try (var blocks = new Blocks(places)) {
            addTexts(last, blocks);
            blocks.finish();
        }
        tx.batch(ADD, batch -> {
            int i = 0;
            for (var blob : waiting.keySet()) {
                var place = places.get(i++);
                batch.set(1, last + i)
                        .set(2, blob.bytes())
                        .set(3, place.block())
                        .set(4, place.start())
                        .set(5, place.bytes())
                        .add();
            }
        });
        waiting.clear();
        waitingBytes = 0;
    }

    /// While texts go into the list of characters, blocks of those before them are compressed on another thread.
    private void addTexts(long last, Blocks blocks) {
        tx.batch(ADD_TEXT, batch -> {
            long doc = last;
            for (var text : waiting.values()) {
                blocks.add(text, 0, text.length);
                batch.set(1, ++doc).set(2, trigrams.words(text)).add();
            }
        });
    }

    private Set<GitId> known() {
        var asked =
                waiting.keySet().stream().map(id -> '"' + id.hex() + '"').collect(Collectors.joining(",", "[", "]"));
        var known = new HashSet<GitId>();
        tx.query(KNOWN).bind(1, asked).forEach(row -> known.add(GitId.ofBytes(row.bytes(1))));
        return known;
    }

    /// Forgets texts that no file of any project has: nothing of them stays behind. Makes the index compact, and
    /// puts
    /// small blocks together.
    public void sweep() {
        tx.update(FORGET_TEXTS).execute();
        if (tx.update(FORGET).execute() > 0) {
            tx.update(COMPACT).execute();
        }
        tidyBlocks();
        tx.update(FORGET_BLOCKS).execute();
    }

    /// A text of a block that is small, or that has holes where texts were that are gone.
    private record Loose(long doc, TextBlocks.Place place, boolean hasHoles) {}

    private void tidyBlocks() {
        var loose = tx.query(LOOSE)
                .bind(1, BLOCK_BYTES / 2)
                .list(row -> new Loose(
                        row.longValue(1),
                        new TextBlocks.Place(row.longValue(2), row.intValue(3), row.intValue(4)),
                        row.booleanValue(5)));
        boolean areMany =
                loose.stream().map(one -> one.place().block()).distinct().count() > 1;
        if (!areMany && loose.stream().noneMatch(Loose::hasHoles)) {
            return;
        }
        var moved = new ArrayList<Long>(loose.size());
        var places = new ArrayList<TextBlocks.Place>(loose.size());
        try (var old = new TextBlocks(tx);
                var blocks = new Blocks(places)) {
            for (var one : loose) {
                // What is damaged stays, and is read from its frame.
                old.read(one.place()).ifPresent(text -> {
                    moved.add(one.doc());
                    blocks.add(text.bytes(), text.start(), text.end() - text.start());
                    blocks.writeMany();
                });
            }
            blocks.finish();
        }
        tx.batch(MOVE, batch -> {
            for (int i = 0; i < moved.size(); i++) {
                batch.set(1, moved.get(i))
                        .set(2, places.get(i).block())
                        .set(3, places.get(i).start())
                        .add();
            }
        });
    }

    /// Puts texts into new blocks, in the order in which they come, and compresses these on a thread of its own.
    private final class Blocks implements AutoCloseable {
        private final List<TextBlocks.Place> places;
        private final BlockCodec codec = new BlockCodec();
        private final List<Packed> packed = new ArrayList<>();
        private final OrderedWork<Packed, RuntimeException> work = new OrderedWork<>(1, "text-blocks", packed::add);
        private final ByteArrayOutputStream block = new ByteArrayOutputStream(2 * BLOCK_BYTES);
        private final List<Integer> lengths = new ArrayList<>();

        /// A compressed block, and how long each text in it is.
        private record Packed(int rawBytes, byte[] data, List<Integer> lengths) {}

        /// @param places receives where each text lies, when all are written
        Blocks(List<TextBlocks.Place> places) {
            this.places = places;
        }

        void add(byte[] content, int start, int length) {
            block.write(content, start, length);
            lengths.add(length);
            if (block.size() >= BLOCK_BYTES) {
                compress();
            }
        }

        private void compress() {
            var raw = block.toByteArray();
            var each = List.copyOf(lengths);
            work.add(() -> new Packed(raw.length, codec.compress(raw, raw.length), each));
            block.reset();
            lengths.clear();
        }

        /// Writes the blocks that are compressed already when they are many.
        void writeMany() {
            if (packed.size() >= BLOCKS_AT_ONCE) {
                write();
            }
        }

        private void write() {
            if (packed.isEmpty()) {
                return;
            }
            long last = tx.query(LAST_BLOCK).longValue();
            tx.batch(ADD_BLOCK, batch -> {
                long number = last;
                for (var one : packed) {
                    batch.set(1, ++number)
                            .set(2, one.rawBytes())
                            .set(3, one.data())
                            .add();
                    int at = 0;
                    for (int length : one.lengths()) {
                        places.add(new TextBlocks.Place(number, at, length));
                        at += length;
                    }
                }
            });
            packed.clear();
        }

        /// Writes all that is not written yet.
        void finish() {
            if (block.size() > 0) {
                compress();
            }
            work.finish();
            write();
        }

        @Override
        public void close() {
            work.close();
            codec.close();
        }
    }
}
