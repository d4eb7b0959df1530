package dev.templedb.packages.dotenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotenvTest {
    /// The cases that the documentation of Node's and Python's dotenv names.
    @Test
    void reads_what_others_read() throws InvalidDotenv {
        var variables = Dotenv.parse("""
                \uFEFF# a comment
                BASIC=basic

                  SPACED  =  around it   # and a comment
                EMPTY=
                EMPTY_SINGLE=''
                EMPTY_DOUBLE=""
                SINGLE='single $HOME # no comment \\n'
                DOUBLE="double \\"quoted\\" # no comment"   # a comment
                BACKTICKS=`"double" and 'single'`
                EXPANDED="one\\ntwo\\tthree"
                NOT_EXPANDED=one\\ntwo
                KEPT="C:\\Users \\$HOME \\d"
                INTERPOLATED=${BASIC}/$EMPTY
                COLOUR=#ff0000
                FRAGMENT=https://example.org/#top
                EQUALS=equals==
                JSON={"foo": "bar"}
                export EXPORTED=yes
                export=word
                YAML: style
                dotted.name-x=1
                MULTI="line 1
                line 2"
                PEM='-----BEGIN KEY-----
                abc
                -----END KEY-----'
                ESCAPED_SINGLE='it\\'s'
                BASIC=last
                """);

        assertThat(variables)
                .containsEntry("BASIC", "last")
                .containsEntry("SPACED", "around it")
                .containsEntry("EMPTY", "")
                .containsEntry("EMPTY_SINGLE", "")
                .containsEntry("EMPTY_DOUBLE", "")
                .containsEntry("SINGLE", "single $HOME # no comment \\n")
                .containsEntry("DOUBLE", "double \"quoted\" # no comment")
                .containsEntry("BACKTICKS", "\"double\" and 'single'")
                .containsEntry("EXPANDED", "one\ntwo\tthree")
                .containsEntry("NOT_EXPANDED", "one\\ntwo")
                .containsEntry("KEPT", "C:\\Users \\$HOME \\d")
                .containsEntry("INTERPOLATED", "${BASIC}/$EMPTY")
                .containsEntry("COLOUR", "#ff0000")
                .containsEntry("FRAGMENT", "https://example.org/#top")
                .containsEntry("EQUALS", "equals==")
                .containsEntry("JSON", "{\"foo\": \"bar\"}")
                .containsEntry("EXPORTED", "yes")
                .containsEntry("export", "word")
                .containsEntry("YAML", "style")
                .containsEntry("dotted.name-x", "1")
                .containsEntry("MULTI", "line 1\nline 2")
                .containsEntry("PEM", "-----BEGIN KEY-----\nabc\n-----END KEY-----")
                .containsEntry("ESCAPED_SINGLE", "it's");
        assertThat(variables.firstEntry().getKey()).isEqualTo("BASIC");
    }

    @Test
    void line_ends_of_any_system_are_line_ends() throws InvalidDotenv {
        assertThat(Dotenv.parse("A=1\r\nB=\"x\r\ny\"\r\n\rC=3")).isEqualTo(Map.of("A", "1", "B", "x\ny", "C", "3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A=1\nno assignment\n",
                "A=1\n=value\n",
                "A=1\nB=\"sesame\nC=2\n",
                "A=1\nB='sesame\n",
                "A=1\nB='sesame' sesame\n",
                "A=1\n1B=2\n",
                "A=1\nexport B\n",
            })
    void names_the_line_and_no_value(String text) {
        assertThatThrownBy(() -> Dotenv.parse(text))
                .isInstanceOf(InvalidDotenv.class)
                .hasMessageStartingWith("line 2 ")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void writes_quotes_where_readers_need_them() {
        assertThat(Dotenv.write(Map.of("A", "https://example.org:80/x"))).isEqualTo("A=https://example.org:80/x\n");
        assertThat(Dotenv.write(Map.of("A", "two words"))).isEqualTo("A='two words'\n");
        assertThat(Dotenv.write(Map.of("A", "$HOME"))).isEqualTo("A='$HOME'\n");
        assertThat(Dotenv.write(Map.of("A", "it's"))).isEqualTo("A=\"it's\"\n");
        assertThat(Dotenv.write(Map.of("A", ""))).isEqualTo("A=\n");
    }

    @Property
    void what_is_written_reads_back(@ForAll("variables") Map<String, String> variables) throws InvalidDotenv {
        assertThat(Dotenv.parse(Dotenv.write(variables))).isEqualTo(variables);
    }

    @Property
    void no_text_breaks_the_reader(@ForAll("texts") String text) {
        try {
            var variables = Dotenv.parse(text);
            assertThat(Dotenv.parse(Dotenv.write(variables))).isEqualTo(variables);
        } catch (InvalidDotenv refused) {
            assertThat(refused).hasMessageStartingWith("line ");
        }
    }

    @Provide
    Arbitrary<Map<String, String>> variables() {
        var names = Arbitraries.strings()
                .withChars("ABCz_.-09")
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(Dotenv::isName);
        var odd = Arbitraries.strings().withChars("a'\"`\\#$ \n\r\t={}é").ofMaxLength(12);
        var any = Arbitraries.strings().ofMaxLength(12).filter(text -> text.indexOf('\0') < 0);
        return Arbitraries.maps(names, Arbitraries.oneOf(odd, any)).ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("AB=:'\"`\\#$ \n\re export").ofMaxLength(30);
    }

    @Test
    void what_no_file_can_say_is_not_written() {
        assertThatThrownBy(() -> Dotenv.write(Map.of("two words", "x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Dotenv.write(Map.of("A", "x\0y"))).isInstanceOf(IllegalArgumentException.class);
    }
}
