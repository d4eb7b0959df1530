package dev.templedb.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NamesAndHashesTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void hashes_bytes_as_the_standard_says() {
        assertThat(Sha256.of(new byte[0]).hex()).isEqualTo(EMPTY);
        assertThat(Sha256.of("xabcx".getBytes(StandardCharsets.US_ASCII), 1, 3).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Property
    void a_hash_reads_back_from_its_digits_and_its_bytes(@ForAll @Size(32) byte[] bytes) {
        var hash = Sha256.ofBytes(bytes);
        assertThat(Sha256.parse(hash.hex())).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(hash.bytes()).isEqualTo(bytes);
        assertThat(hash).hasToString(hash.hex());
    }

    @Property
    void a_git_id_reads_back_from_its_digits_and_its_bytes(@ForAll @Size(20) byte[] bytes) {
        var id = GitId.ofBytes(bytes);
        assertThat(GitId.parse(id.hex())).isEqualTo(id).hasSameHashCodeAs(id);
        assertThat(id.bytes()).isEqualTo(bytes);
        assertThat(id.hex()).startsWith(id.abbreviated(8));
    }

    @Property
    void git_ids_sort_as_their_digits_do(@ForAll @Size(20) byte[] a, @ForAll @Size(20) byte[] b) {
        var x = GitId.ofBytes(a);
        var y = GitId.ofBytes(b);
        assertThat(Integer.signum(x.compareTo(y)))
                .isEqualTo(Integer.signum(x.hex().compareTo(y.hex())));
    }

    @Test
    void git_ids_that_differ_in_their_last_word_only_are_different() {
        var a = GitId.parse("00000000000000000000000000000000000000aa");
        var b = GitId.parse("00000000000000000000000000000000000000bb");
        assertThat(a).isNotEqualTo(b).isLessThan(b);
        assertThat(a.equals(null)).isFalse();
    }

    @Test
    void what_is_no_hash_is_refused() {
        for (var wrong : List.of("", "zz", EMPTY.toUpperCase(java.util.Locale.ROOT), EMPTY + "0")) {
            assertThatThrownBy(() -> Sha256.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> GitId.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> GitId.ofBytes(new byte[19])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sha256.ofBytes(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void slugs_are_made_from_any_name() {
        assertThat(Slug.fromName("My Project!").text()).isEqualTo("my-project");
        assertThat(Slug.fromName("Café ☕ Ünïcode").text()).isEqualTo("cafe-unicode");
        assertThat(Slug.fromName("☕☕").text()).isEqualTo("project");
        assertThat(Slug.fromName("x.cathedral").text()).isEqualTo("x");
        assertThat(Slug.fromName("a".repeat(300)).text()).hasSize(100);
    }

    @Property
    void every_name_gives_a_slug(@ForAll String name) {
        assertThat(Slug.fromName(name).text()).isNotEmpty();
    }

    @Test
    void what_could_be_a_path_or_an_option_is_no_slug() {
        for (var wrong : List.of("", "../x", "a/b", "-x", ".x", "a b", "x.cathedral", "a".repeat(101), "ä", "a\n")) {
            assertThatThrownBy(() -> new Slug(wrong))
                    .isInstanceOfSatisfying(
                            TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SLUG_INVALID));
        }
    }

    @Test
    void slugs_sort_by_their_text() {
        assertThat(new TreeSet<>(List.of(new Slug("b"), new Slug("a"))).getFirst())
                .hasToString("a");
    }

    @Test
    void hostile_text_is_shown_with_its_control_characters_spelled_out() {
        assertThat(Printable.text("plain äöü ☕")).isEqualTo("plain äöü ☕");
        assertThat(Printable.text("a\u001b[31mb")).isEqualTo("a\\u{1b}[31mb");
        assertThat(Printable.text("\u202Eevil")).isEqualTo("\\u{202e}evil");
    }

    @Test
    void a_slug_is_found_for_any_name_and_at_once() {
        assertThat(Slug.fromName("a" + ".".repeat(3_000_000) + "a").text()).isEqualTo("a");
        assertThat(Slug.fromName("\ufdfa".repeat(3_000_000) + "b").text()).isEqualTo("project");
        assertThat(Slug.fromName("a".repeat(90) + ".cathedral.txt").text()).isEqualTo("a".repeat(90));
    }
}
