package dev.templedb.packages.state;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import java.util.Arrays;

/// Names a set of git objects by one SHA-256, whatever order and framing they come in.
///
/// The hash is over, for each object in the order of its git id, 20 bytes of git id and 32 of the SHA-256 of its raw
/// bytes. A state
/// carries it, so that a content root (and a signature over it) vouches for every byte by SHA-256 and does not lean on
/// SHA-1.
/// Pieces and recipes do not count; the blob they make up does.
///
/// @param count  how many objects
/// @param bytes  how many raw bytes they have together
/// @param sha256 of the sorted list
public record ObjectSet(long count, long bytes, Sha256 sha256) {
    private static final int EACH = GitId.BYTES + Sha256.BYTES;

    /// Collects the objects of a set; 60 bytes of memory an object. Not thread-safe.
    public static final class Builder {
        private byte[] packed = new byte[1024 * EACH];
        private int count;
        private long bytes;

        /// Adds an object; each object once.
        public void add(GitId id, Sha256 sha256, long length) {
            if ((count + 1) * EACH > packed.length) {
                packed = Arrays.copyOf(packed, packed.length / EACH / 2 * 3 * EACH);
            }
            id.copyTo(packed, count * EACH);
            sha256.copyTo(packed, count * EACH + GitId.BYTES);
            count++;
            bytes += length;
        }

        /// The set of what was added. Costs a sort.
        public ObjectSet build() {
            var order = new Integer[count];
            Arrays.setAll(order, i -> i);
            Arrays.sort(
                    order,
                    (a, b) -> Arrays.compareUnsigned(
                            packed, a * EACH, a * EACH + EACH, packed, b * EACH, b * EACH + EACH));
            var digest = Sha256.newDigest();
            for (int at : order) {
                digest.update(packed, at * EACH, EACH);
            }
            return new ObjectSet(count, bytes, Sha256.from(digest));
        }
    }
}
