package dev.templedb.packages.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class ObjectSetTest {
    @Property(tries = 100)
    void the_order_of_arrival_does_not_matter(@ForAll @Size(max = 50) @UniqueElements List<Integer> seeds) {
        var ids = seeds.stream()
                .map(seed -> GitId.ofBytes(
                        Sha256.of(new byte[] {
                                    (byte) (seed >> 24), (byte) (seed >> 16), (byte) (seed >> 8), seed.byteValue()
                                })
                                .bytes(),
                        0))
                .toList();
        var forward = new ObjectSet.Builder();
        var backward = new ObjectSet.Builder();
        var ordered = new ObjectSet.Ordered();
        ids.forEach(id -> forward.add(id, Sha256.of(id.bytes()), 3));
        ids.reversed().forEach(id -> backward.add(id, Sha256.of(id.bytes()), 3));
        ids.stream().sorted().forEach(id -> ordered.add(id, Sha256.of(id.bytes()), 3));

        var set = forward.build();
        assertThat(backward.build()).isEqualTo(set);
        assertThat(ordered.build()).isEqualTo(set);
        assertThat(set.count()).isEqualTo(ids.size());
        assertThat(set.bytes()).isEqualTo(3L * ids.size());
    }

    @Test
    void objects_that_come_out_of_order_are_refused() {
        var id = GitId.parse("00000000000000000000000000000000000000ff");
        var set = new ObjectSet.Ordered();
        set.add(id, Sha256.of(id.bytes()), 1);

        assertThatThrownBy(() -> set.add(id, Sha256.of(id.bytes()), 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
