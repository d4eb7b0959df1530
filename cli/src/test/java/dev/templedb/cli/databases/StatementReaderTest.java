package dev.templedb.cli.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT 1;|SELECT 1;|~~",
                "SELECT 1; SELECT 2;|SELECT 1;/SELECT 2;|~~",
                "SELECT 'a;b';|SELECT 'a;b';|~~",
                "SELECT 'it''s;' ;|SELECT 'it''s;' ;|~~",
                "SELECT \"a;b\", [c;d], `e;f`;|SELECT \"a;b\", [c;d], `e;f`;|~~",
                "SELECT 1 -- no; end|~~|SELECT 1 -- no; end",
                "SELECT 1 /* no; end|~~|SELECT 1 /* no; end",
                "SELECT 1 - 2 / 3;|SELECT 1 - 2 / 3;|~~",
                "SELECT 1; SELECT|SELECT 1;|SELECT",
            })
    void statements_end_with_a_semicolon_of_their_own(String line, String whole, String rest) {
        var reader = new StatementReader();
        reader.add(line);

        var found = new ArrayList<String>();
        for (String next = reader.next(); next != null; next = reader.next()) {
            found.add(next);
        }

        assertThat(found).isEqualTo(whole.isEmpty() ? List.of() : List.of(whole.split("/(?=S)")));
        assertThat(reader.isPending()).isEqualTo(!rest.isEmpty());
        assertThat(reader.rest()).isEqualTo(rest.isEmpty() ? null : rest);
    }
}
