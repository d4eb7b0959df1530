package dev.templedb.packages.state;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.objects.SortedRows;
import java.security.MessageDigest;
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

    /// Collects the objects of a set that come in any order; 52 bytes of memory an object. Not thread-safe.
    public static final class Builder {
        private final SortedRows rows = new SortedRows(EACH);
        private long bytes;

        /// Adds an object; each object once.
        public void add(GitId id, Sha256 sha256, long length) {
            rows.add((block, offset) -> {
                id.copyTo(block, offset);
                sha256.copyTo(block, offset + GitId.BYTES);
            });
            bytes += length;
        }

        /// The set of what was added. Costs a sort.
        public ObjectSet build() {
            var digest = Sha256.newDigest();
            rows.forEach((block, offset) -> digest.update(block, offset, EACH));
            return new ObjectSet(rows.count(), bytes, Sha256.from(digest));
        }
    }

    /// Names the objects of a set that come in the order of their git ids, without keeping them. Not thread-safe.
    public static final class Ordered {
        private final MessageDigest digest = Sha256.newDigest();
        private final byte[] row = new byte[EACH];
        private final byte[] last = new byte[GitId.BYTES];
        private long count;
        private long bytes;

        /// Adds an object, whose id is larger than all before.
        ///
        /// @throws IllegalArgumentException when it is not
        public void add(GitId id, Sha256 sha256, long length) {
            id.copyTo(row, 0);
            if (count > 0 && Arrays.compareUnsigned(row, 0, last.length, last, 0, last.length) <= 0) {
                throw new IllegalArgumentException("objects must come in the order of their ids");
            }
            sha256.copyTo(row, GitId.BYTES);
            digest.update(row);
            id.copyTo(last, 0);
            count++;
            bytes += length;
        }

        /// The set of what was added; nothing can be added after that.
        public ObjectSet build() {
            return new ObjectSet(count, bytes, Sha256.from(digest));
        }
    }
}
