package dev.templedb.packages.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SortedRowsTest {
    private static List<byte[]> sorted(List<byte[]> rows, int width) {
        var collected = new SortedRows(width);
        rows.forEach(row -> collected.add((block, offset) -> System.arraycopy(row, 0, block, offset, width)));
        var visited = new ArrayList<byte[]>();
        collected.forEach((block, offset) -> visited.add(Arrays.copyOfRange(block, offset, offset + width)));
        return visited;
    }

    @Property(tries = 200)
    void rows_are_visited_in_the_order_of_their_bytes(@ForAll @Size(max = 200) List<@Size(6) byte[]> rows) {
        var expected = new ArrayList<>(rows);
        expected.sort(Arrays::compareUnsigned);

        assertThat(sorted(rows, 6))
                .usingElementComparator(Arrays::compareUnsigned)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void rows_that_begin_alike_are_told_apart_by_what_follows() {
        var rows = List.of(new byte[] {1, 1, 1, 1, 9}, new byte[] {1, 1, 1, 1, 2}, new byte[] {1, 1, 1, 1, (byte) 200});

        assertThat(sorted(rows, 5)).extracting(row -> row[4]).containsExactly((byte) 2, (byte) 9, (byte) 200);
    }

    @Test
    void many_rows_fill_several_blocks() {
        var rows = new SortedRows(4);
        for (int i = 20_000; i > 0; i--) {
            int value = i;
            rows.add((block, offset) -> java.nio.ByteBuffer.wrap(block).putInt(offset, value));
        }
        var seen = new ArrayList<Integer>();
        rows.forEach((block, offset) -> seen.add(java.nio.ByteBuffer.wrap(block).getInt(offset)));

        assertThat(seen).hasSize(20_000).isSorted();
        rows.clear();
        assertThat(rows.count()).isZero();
    }
}
