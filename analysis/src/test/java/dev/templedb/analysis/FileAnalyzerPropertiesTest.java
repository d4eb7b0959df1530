package dev.templedb.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class FileAnalyzerPropertiesTest {
    private static final String[] PIECES = {
        "\n", "\r", "\r\n", " ", "\t", "if", "for ", "x", "&&", " ? ", "//", "/*", "*/", "#", "--", "\"", "'", "`",
        "\\", "\"\"\"", "'''", "<<EOF\n", "EOF\n", "--[==[", "]==]", "r##\"", "\"##", "R\"tag(", ")tag\"", "$a$", "{-",
        "-}", "(*", "*)", "=begin", "=end", "<!--", "-->", "é", "𝄞", "<?php", "?>", "%", ";", "<#", "#>", "/+", "+/",
        "#[", "]#", "|#", "$", "="
    };

    @Property(tries = 1500)
    void cutting_the_contents_differently_changes_nothing(
            @ForAll("paths") String path, @ForAll("contents") byte[] content, @ForAll long seed) {
        var duplication = new DuplicationCounter(4);
        var cutDuplication = new DuplicationCounter(4);

        assertThat(inPieces(path, content, new Random(seed), cutDuplication))
                .isEqualTo(inOne(path, content, duplication))
                .isEqualTo(FileAnalyzer.analyze(path, content));
        assertThat(cutDuplication.ratio()).isEqualTo(duplication.ratio());
    }

    @Property(tries = 1500)
    void every_line_is_code_comment_or_blank_and_their_number_is_that_of_the_line_ends(
            @ForAll("paths") String path, @ForAll("texts") String text) {
        var facts = FileAnalyzer.analyze(path, text.getBytes(StandardCharsets.UTF_8));

        assertThat(facts.codeLines() + facts.commentLines() + facts.blankLines())
                .isEqualTo(lines(text));
        assertThat(facts.lines()).isEqualTo(lines(text));
        assertThat(facts.blankLines())
                .isEqualTo(text.lines()
                        .filter(line -> line.matches("[ \\t\\x0b\\f]*"))
                        .count());
    }

    @Property(tries = 300)
    void utf_16_says_the_same_as_utf_8(@ForAll("paths") String path, @ForAll("texts") String text) {
        var plain = FileAnalyzer.analyze(path, ("\ufeff" + text).getBytes(StandardCharsets.UTF_8));

        for (var charset : List.<Charset>of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            var wide = FileAnalyzer.analyze(path, ("\ufeff" + text).getBytes(charset));
            assertThat(List.of(wide.codeLines(), wide.commentLines(), wide.blankLines(), wide.complexity()))
                    .isEqualTo(
                            List.of(plain.codeLines(), plain.commentLines(), plain.blankLines(), plain.complexity()));
        }
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of(Languages.ALL)
                .map(language -> language.names().getFirst())
                .map(name -> name.startsWith(".") ? "a" + name : name.replace("*", "x"));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(120).map(pieces -> String.join("", pieces));
    }

    /// Texts, some of them long enough to fill the head and several windows.
    @Provide
    Arbitrary<byte[]> contents() {
        var times = Arbitraries.frequency(Tuple.of(8, 1), Tuple.of(2, 400));
        return Combinators.combine(texts(), times)
                .as((text, count) -> text.repeat(count).getBytes(StandardCharsets.UTF_8));
    }

    private static FileFacts inOne(String path, byte[] content, DuplicationCounter duplication) {
        var analyzer = FileAnalyzer.start(path, duplication);
        analyzer.accept(content, 0, content.length);
        return analyzer.finish();
    }

    private static FileFacts inPieces(String path, byte[] content, Random random, DuplicationCounter duplication) {
        var analyzer = FileAnalyzer.start(path, duplication);
        int longest = random.nextBoolean() ? 5 : 10_000;
        for (int at = 0; at < content.length; ) {
            int length = Math.min(random.nextInt(longest + 1), content.length - at);
            analyzer.accept(content, at, length);
            at += length;
        }
        return analyzer.finish();
    }

    private static long lines(String text) {
        return text.lines().count();
    }
}
