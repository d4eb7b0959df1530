package dev.templedb.analysis.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class PiecesTest {
    @Property(tries = 500)
    void are_found_where_a_search_for_each_finds_them(
            @ForAll @Size(min = 1, max = 40)
                    List<@CharRange(from = 'a', to = 'c') @StringLength(min = 2, max = 4) String> texts,
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(max = 60) String text,
            @ForAll @IntRange(max = 60) int start,
            @ForAll @IntRange(max = 60) int length) {
        int from = Math.min(start, text.length());
        int to = Math.min(from + length, text.length());

        long found = Pieces.of(texts).in(text.getBytes(StandardCharsets.ISO_8859_1), from, to);

        for (int i = 0; i < texts.size(); i++) {
            assertThat((found >>> i & 1) != 0)
                    .isEqualTo(text.substring(from, to).contains(texts.get(i)));
        }
    }
}
