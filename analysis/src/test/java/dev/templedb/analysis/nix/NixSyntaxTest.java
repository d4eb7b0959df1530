package dev.templedb.analysis.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NixSyntaxTest {
    @ParameterizedTest
    @ValueSource(strings = {"flake.nix", "module.nix", "shell.nix"})
    void reads_files_as_people_write_them(String name) {
        assertThatCode(() -> NixSyntax.check(NixFiles.read(name))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ a = 1 }|1|9|; was expected",
                "{ a = 1; a = 2; }|1|10|the attribute a is there twice",
                "let x = 1; in y|1|15|nothing here is called y",
                "[ 1 2|1|6|the text ends, where ]",
                "\"open|1|1|has no end",
                "''open|1|1|has no end",
                "{ a, a }: a|1|6|the argument a is there twice",
                "1 == 2 == 3|1|8|needs parentheses",
                "./a/|1|1|ends with a slash",
                "let ${\"a\" + \"b\"} = 1; in 1|1|1|cannot be computed",
                "99999999999999999999|1|1|too large",
                "a;|1|2|the end of the text was expected",
            })
    void says_where_it_goes_wrong(String text, int line, int column, String reason) {
        assertThatThrownBy(() -> NixSyntax.check(text)).isInstanceOfSatisfying(InvalidNix.class, e -> {
            assertThat(e.line()).isEqualTo(line);
            assertThat(e.column()).isEqualTo(column);
            assertThat(e).hasMessageContaining(reason);
        });
    }

    @Test
    void columns_are_characters_and_lines_are_counted() {
        assertThatThrownBy(() -> NixSyntax.check("{\n  a = \"\ud83d\ude00\" 1;\n}\n]"))
                .isInstanceOfSatisfying(
                        InvalidNix.class, e -> assertThat(e.line()).isEqualTo(4));
        assertThatThrownBy(() -> NixSyntax.check("[ \"\ud83d\ude00\" ; ]"))
                .isInstanceOfSatisfying(
                        InvalidNix.class, e -> assertThat(e.column()).isEqualTo(7));
    }

    @Test
    void knows_a_flake() throws InvalidNix {
        assertThat(NixSyntax.isFlake(NixFiles.read("flake.nix"))).isTrue();
        assertThat(NixSyntax.isFlake(NixFiles.read("shell.nix"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "{a=",
                "x: ",
                "-",
                "!",
                "if 1 then 1 else ",
                "\"${",
                "''${",
                "a.b or ",
                "1 ++ ",
                "./a/${",
                "let a = ",
                "with 1; ",
                "({a, ...}: "
            })
    @Timeout(20)
    void refuses_texts_nested_without_end(String opening) {
        assertThatThrownBy(() -> NixSyntax.check(opening.repeat(NixSyntax.LONGEST / opening.length() / 2)))
                .isInstanceOf(InvalidNix.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.", "a ", "1+", "a/", "<a", "x:", "a-b.c", "/*", "''", "$", "~/", "\"a\"+", "{}//", "[]", "true||",
                "a:b"
            })
    void takes_time_in_proportion_to_the_length(String part) {
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try {
                NixSyntax.check(part.repeat(NixSyntax.LONGEST / part.length() / 2));
            } catch (InvalidNix expected) {
                assertThat(expected.line()).isEqualTo(1);
            }
        });
    }
}
