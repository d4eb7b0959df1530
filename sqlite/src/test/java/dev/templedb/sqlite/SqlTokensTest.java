package dev.templedb.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;

class SqlTokensTest {
    @Example
    void numbers_parameters_as_sqlite_does() {
        var names = ParameterNames.of(
                "SELECT :a, ':no', \":no\", [:no], `:no`, -- :no\n @b /* :no */, :a, $c, ?7, ?, 'it''s :no', x$y");

        assertThat(names.indexOf("a")).isEqualTo(1);
        assertThat(names.indexOf("b")).isEqualTo(2);
        assertThat(names.indexOf("c")).isEqualTo(3);
        assertThat(names.count()).isEqualTo(8);
        assertThat(names.describe(2)).isEqualTo(":b");
        assertThat(names.describe(8)).isEqualTo("?8");
    }

    @Property(tries = 3000)
    void reads_any_text_to_its_end_without_losing_a_character(
            @ForAll
                    @Chars({
                        'a', '1', '\'', '"', '[', ']', '`', '-', '/', '*', '\n', ';', ':', '?', '@', '$', ' ', '.', 'e',
                        '\uFEFF', 'é', '('
                    })
                    String sql) {
        var tokens = new SqlTokens(sql);
        var texts = new ArrayList<String>();
        for (var kind = tokens.next(); kind != SqlTokens.Kind.END; kind = tokens.next()) {
            assertThat(tokens.text()).isNotEmpty();
            texts.add(tokens.text());
        }
        assertThat(sql.length()).isGreaterThanOrEqualTo(String.join("", texts).length());
    }

    @Example
    void takes_unterminated_literals_and_comments_to_the_end() {
        assertThat(texts("a 'b")).containsExactly("a", "'b");
        assertThat(texts("a /* b")).containsExactly("a");
        assertThat(texts("a -- b")).containsExactly("a");
        assertThat(texts("a : b")).containsExactly("a", ":", "b");
    }

    @Example
    void tells_numbers_names_and_strings_apart() {
        assertThat(texts("1e-5+.5-0x1e-3 1.5E+3.2 a.b -1.e 7_0"))
                .containsExactly(
                        "1e-5", "+", ".5", "-", "0x1e", "-", "3", "1.5E+3", ".2", "a", ".", "b", "-", "1.e", "7_0");
        var tokens = new SqlTokens("\"a\"\"b\" `c` [d] 'e' f 1");
        var kinds = new ArrayList<SqlTokens.Kind>();
        for (var kind = tokens.next(); kind != SqlTokens.Kind.END; kind = tokens.next()) {
            kinds.add(kind);
        }
        assertThat(kinds)
                .containsExactly(
                        SqlTokens.Kind.NAME,
                        SqlTokens.Kind.NAME,
                        SqlTokens.Kind.NAME,
                        SqlTokens.Kind.STRING,
                        SqlTokens.Kind.WORD,
                        SqlTokens.Kind.NUMBER);
    }

    private static List<String> texts(String sql) {
        var tokens = new SqlTokens(sql);
        var texts = new ArrayList<String>();
        while (tokens.next() != SqlTokens.Kind.END) {
            texts.add(tokens.text());
        }
        return texts;
    }
}
