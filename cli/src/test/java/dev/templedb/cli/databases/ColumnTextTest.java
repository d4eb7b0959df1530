package dev.templedb.cli.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.schema.Table;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a:TEXT:default=x:not_null             | 'x'          | true  | false |
            a:TEXT:default=10:30:unique           | '10:30'      | false | true  |
            a:TEXT:default=10:30                  | '10:30'      | false | false |
            a:TEXT:default=:not_null:UNIQUE       | ''           | true  | true  |
            a:TEXT:default=a:uniquely             | 'a:uniquely' | false | false |
            a:INTEGER:check=a > 1:default=3       | 3            | false | false | a > 1
            a:TEXT:check=a <> ':x':not_null       |              | true  | false | a <> ':x'
            """)
    void a_value_or_condition_ends_where_something_else_is_said(
            String text, String value, boolean isNotNull, boolean isUnique, String check) {
        var table = ColumnText.of(text).addTo(Table.define("t"));
        var column = table.column("a").orElseThrow();

        assertThat(column.defaultSql()).isEqualTo(value);
        assertThat(column.notNull()).isEqualTo(isNotNull);
        assertThat(table.uniques()).hasSize(isUnique ? 1 : 0);
        assertThat(table.checks())
                .extracting(each -> each.expression())
                .isEqualTo(check == null ? List.of() : List.of(check));
    }
}
