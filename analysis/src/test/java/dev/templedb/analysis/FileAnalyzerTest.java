package dev.templedb.analysis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileAnalyzerTest {
    private static final String PROGRAM = "# naïve – 𝄞\nif x:\n\n    y = 'é'\n";

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "a, 1",
        "'\n', 1",
        "'a\n', 1",
        "'a\nb', 2",
        "'a\r\nb\r\n', 2",
        "'a\rb\r', 2",
        "'a\n\rb', 3",
        "'\r\n\n\r', 3",
        "'  ', 1"
    })
    void lines_are_line_ends_plus_an_unended_last_line(String text, long lines) {
        assertThat(facts("a.txt", text, UTF_8).lines()).isEqualTo(lines);
    }

    @Test
    void form_feeds_and_unicode_separators_end_no_line() {
        assertThat(facts("a.py", "sep\u2028line\fff\u0085x\n", UTF_8).lines()).isEqualTo(1);
    }

    @Test
    void the_encoding_changes_nothing_but_the_size() {
        var plain = facts("a.py", PROGRAM, UTF_8);

        assertThat(plain).isEqualTo(new FileFacts("Python", "python", false, plain.bytes(), 4, 2, 1, 1, 2));
        assertThat(facts("a.py", "\ufeff" + PROGRAM, UTF_8)).isEqualTo(withBytes(plain, plain.bytes() + 3));
        assertThat(facts("a.py", "\ufeff" + PROGRAM, UTF_16LE)).isEqualTo(withBytes(plain, 2 + 2 * PROGRAM.length()));
        assertThat(facts("a.py", "\ufeff" + PROGRAM, UTF_16BE)).isEqualTo(withBytes(plain, 2 + 2 * PROGRAM.length()));
        assertThat(facts("a.py", PROGRAM, ISO_8859_1))
                .isEqualTo(withBytes(plain, PROGRAM.codePointCount(0, PROGRAM.length())));
        assertThat(facts("a.py", PROGRAM.replace("\n", "\r\n"), UTF_8)).isEqualTo(withBytes(plain, plain.bytes() + 4));
        assertThat(facts("a.py", PROGRAM.replace("\n", "\r"), UTF_8)).isEqualTo(plain);
    }

    @Test
    void a_byte_order_mark_is_not_a_line() {
        assertThat(facts("a", "\ufeff", UTF_8).lines()).isZero();
        assertThat(facts("a", "\ufeff", UTF_16LE).lines()).isZero();
    }

    @Test
    void half_a_character_of_utf_16_is_still_text() {
        var facts = FileAnalyzer.analyze("a", new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0, '\n', 0, 'b'});

        assertThat(facts.lines()).isEqualTo(2);
    }

    @Test
    void a_first_column_follows_a_byte_order_mark() {
        assertThat(facts("a.rb", "\ufeff=begin\nif\n=end\n", UTF_8).commentLines())
                .isEqualTo(3);
    }

    @Test
    void a_nul_in_the_first_8000_bytes_makes_a_file_binary() {
        var late = "x".repeat(8000) + "\0\n";

        assertThat(facts("a.py", late.substring(1), UTF_8))
                .isEqualTo(new FileFacts(null, "binary", true, 8001, 0, 0, 0, 0, 0));
        assertThat(facts("a.py", late, UTF_8)).isEqualTo(new FileFacts("Python", "python", false, 8002, 1, 1, 0, 0, 1));
    }

    @Test
    void a_nul_character_in_utf_16_or_a_mark_of_utf_32_is_binary() {
        assertThat(facts("a", "\ufeffa\0b", UTF_16BE).binary()).isTrue();
        assertThat(facts("a", "\ufeff\0", UTF_8).binary()).isTrue();
        assertThat(FileAnalyzer.analyze("a", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0, 'a', 0, 0, 0})
                        .binary())
                .isTrue();
    }

    @Test
    void an_empty_file_has_a_language_but_no_complexity() {
        assertThat(facts("src/empty.py", "", UTF_8))
                .isEqualTo(new FileFacts("Python", "python", false, 0, 0, 0, 0, 0, 0));
        assertThat(facts("a.py", "# only\n", UTF_8).complexity()).isZero();
    }

    @Test
    void text_without_a_language_has_lines_but_no_complexity() {
        assertThat(facts("notes", "if a && b\n\n# c\n", UTF_8))
                .isEqualTo(new FileFacts(null, "text", false, 15, 3, 2, 0, 1, 0));
    }

    @Test
    void a_very_long_line_is_one_line() {
        var facts = facts("a.js", "if(a)b();".repeat(100_000) + "// if", UTF_8);

        assertThat(facts).isEqualTo(new FileFacts("JavaScript", "javascript", false, 900_005, 1, 1, 0, 0, 100_001));
    }

    @Test
    void a_word_across_the_window_is_read_once() {
        var facts = facts("a.js", "x".repeat(50_000) + "if if" + "y".repeat(50_000) + " if", UTF_8);

        assertThat(facts.complexity()).isEqualTo(2);
    }

    @Test
    void an_unended_string_ends_with_its_line_unless_escaped() {
        assertThat(facts("a.c", "x = \"oops\nif\ny = \"a\\\r\nif\";\n", UTF_8).complexity())
                .isEqualTo(2);
    }

    @Test
    void only_one_result_can_be_taken() {
        var analyzer = FileAnalyzer.start("a");
        analyzer.finish();

        assertThatIllegalStateException().isThrownBy(analyzer::finish);
        assertThatIllegalStateException().isThrownBy(() -> analyzer.accept(new byte[1], 0, 1));
    }

    @Test
    void a_range_outside_of_the_buffer_is_refused() {
        assertThatThrownBy(() -> FileAnalyzer.start("a").accept(new byte[2], 1, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void facts_must_add_up() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FileFacts(null, "text", false, 1, 2, 1, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FileFacts(null, "text", false, -1, 0, 0, 0, 0, 0));
    }

    @Test
    void the_comment_ratio_leaves_blank_lines_out() {
        assertThat(facts("a.py", "# a\n\n\nb\nc\nd\n", UTF_8).commentRatio()).isEqualTo(0.25);
        assertThat(facts("a.py", "\n", UTF_8).commentRatio()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufeff", ""})
    void a_large_file_in_any_encoding_is_read_to_its_end(String mark) {
        var text = mark + "if a: b('€')\n".repeat(20_000);
        var facts = facts("a.py", text, mark.isEmpty() ? UTF_8 : UTF_16BE);

        assertThat(new long[] {facts.lines(), facts.complexity()}).containsExactly(20_000, 20_001);
    }

    private static FileFacts withBytes(FileFacts facts, long bytes) {
        return new FileFacts(
                facts.language(),
                facts.type(),
                facts.binary(),
                bytes,
                facts.lines(),
                facts.codeLines(),
                facts.commentLines(),
                facts.blankLines(),
                facts.complexity());
    }

    private static FileFacts facts(String path, String text, Charset charset) {
        return FileAnalyzer.analyze(path, text.getBytes(charset));
    }
}
