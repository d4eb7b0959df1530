package dev.templedb.packages.objects;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Decides which objects lie beside each other in a frame, where a compressor sees what they share.
///
/// Paths are ordered by their last name and then as a whole: all versions of a file are neighbours, and beside them the
/// files
/// of the same name elsewhere, which are often the same file before a move.
final class PackingOrder {
    private PackingOrder() {}

    /// For each path its place in the order.
    static int[] ranks(PathTable paths) {
        int count = paths.count();
        var names = new byte[count][];
        var whole = new byte[count][];
        for (int path = 0; path < count; path++) {
            names[path] = paths.lastName(path);
            whole[path] = paths.bytes(path);
        }
        var order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer, byte[]>comparing(path -> names[path], Arrays::compareUnsigned)
                        .thenComparing(path -> whole[path], Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
        var ranks = new int[count];
        for (int place = 0; place < count; place++) {
            ranks[order[place]] = place;
        }
        return ranks;
    }

    /// The indices below `count`, by `rank`; equal ranks stay in their order.
    static int[] sort(int count, IntUnaryOperator rank) {
        var keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (long) rank.applyAsInt(i) << 32 | i;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }
}
