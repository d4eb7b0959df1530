package dev.templedb.temple.intake;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.Closure;
import dev.templedb.packages.objects.ObjectGraph;

/// The ids of a closure in packing order, 20 bytes each: what is left to know when the graph is no longer needed.
record PackingList(Ids tags, Ids commits, Ids trees, Ids blobs) {
    static PackingList of(Closure closure, ObjectGraph graph) {
        return new PackingList(
                Ids.of(closure.tags(), graph),
                Ids.of(closure.commits(), graph),
                Ids.of(closure.trees(), graph),
                Ids.of(closure.blobs(), graph));
    }

    int count() {
        return tags.count() + commits.count() + trees.count() + blobs.count();
    }

    /// Some ids, packed. Immutable.
    static final class Ids {
        private final byte[] packed;

        private Ids(byte[] packed) {
            this.packed = packed;
        }

        private static Ids of(int[] numbers, ObjectGraph graph) {
            var packed = new byte[Math.multiplyExact(numbers.length, GitId.BYTES)];
            for (int i = 0; i < numbers.length; i++) {
                graph.copyId(numbers[i], packed, i * GitId.BYTES);
            }
            return new Ids(packed);
        }

        int count() {
            return packed.length / GitId.BYTES;
        }

        GitId get(int i) {
            return GitId.ofBytes(packed, i * GitId.BYTES);
        }
    }
}
