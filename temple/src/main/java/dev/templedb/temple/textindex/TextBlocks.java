package dev.templedb.temple.textindex;

import dev.templedb.analysis.PlainText;
import dev.templedb.packages.frames.BlockCodec;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.sqlite.Transaction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the texts of the index, inside one transaction: about 0.1 ms for one, less for its neighbours. Not
/// thread-safe.
public final class TextBlocks implements AutoCloseable {
    private static final String BLOCK = "SELECT raw_bytes, data FROM text_blocks WHERE block_no = ?1";
    private static final String BLOCKS = """
            SELECT b.block_no, b.raw_bytes, b.data
              FROM json_each(?1) j CROSS JOIN text_blocks b ON b.block_no = j.value
            """;
    private static final int KEPT_BLOCKS = 8;

    private final Transaction tx;
    private final BlockCodec codec = new BlockCodec();
    /// The block used last comes last.
    private final LinkedHashMap<Long, byte[]> recent = new LinkedHashMap<>(16, 0.75f, true);

    /// The texts as `tx` sees them.
    public TextBlocks(Transaction tx) {
        this.tx = tx;
    }

    /// Where a text lies.
    ///
    /// @param block number of the block; 0 when it is in none
    public record Place(long block, int start, int bytes) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return block != other.block ? Long.compare(block, other.block) : Integer.compare(start, other.start);
        }

        /// The text in `raw`, which is the open block; nothing when it has no such place.
        public Optional<PlainText> in(byte[] raw) {
            boolean isThere = start >= 0 && bytes >= 0 && (long) start + bytes <= raw.length;
            return isThere ? Optional.of(new PlainText(raw, start, start + bytes)) : Optional.empty();
        }
    }

    /// The text at `place`; nothing when it is not there or damaged.
    public Optional<PlainText> read(Place place) {
        var raw = block(place.block());
        return raw == null ? Optional.empty() : place.in(raw);
    }

    /// A block as it is stored.
    ///
    /// @param rawBytes its length when it is open
    public record Packed(int rawBytes, byte[] data) {
        /// What is in the block: about 0.1 ms; nothing when it is damaged.
        public Optional<byte[]> open(BlockCodec codec) {
            try {
                return Optional.of(codec.decompress(data, rawBytes));
            } catch (MalformedFrame damaged) {
                return Optional.empty();
            }
        }
    }

    /// The block `number` as it is stored; nothing when there is none.
    public Optional<Packed> packed(long number) {
        return number == 0
                ? Optional.empty()
                : tx.query(BLOCK).bind(1, number).first(row -> new Packed(row.intValue(1), row.bytes(2)));
    }

    /// Gives out those of the blocks that are there, as they are stored.
    public void packed(Collection<Long> numbers, BiConsumer<Long, Packed> sink) {
        var asked = numbers.stream().sorted().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        tx.query(BLOCKS)
                .bind(1, asked)
                .forEach(row -> sink.accept(row.longValue(1), new Packed(row.intValue(2), row.bytes(3))));
    }

    private byte @Nullable [] block(long number) {
        var known = recent.get(number);
        if (known != null) {
            return known;
        }
        var raw = packed(number).flatMap(packed -> packed.open(codec)).orElse(null);
        if (raw != null) {
            if (recent.size() == KEPT_BLOCKS) {
                recent.pollFirstEntry();
            }
            recent.put(number, raw);
        }
        return raw;
    }

    @Override
    public void close() {
        codec.close();
    }
}
