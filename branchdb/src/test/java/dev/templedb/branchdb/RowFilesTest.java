package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.data.DataTable;
import dev.templedb.branchdb.data.Filter;
import dev.templedb.branchdb.data.RowFormat;
import dev.templedb.core.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rows in files of JSON, lines of JSON, and CSV.
class RowFilesTest {
    @TempDir
    Path directory;

    private Databases databases;
    private DataTable users;
    private DataTable copy;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        var main = databases.create("app").main();
        main.change(People.tables());
        main.createTenant("copy");
        users = main.tenant("main").table("users");
        copy = main.tenant("copy").table("users");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_is_read_back_as_it_was(RowFormat format) {
        var odd = new HashMap<String, @Nullable Object>(Map.of(
                "id", "1", "name", "", "email", " \"q\", a\r\nb\t\u2028 ", "age", Long.MAX_VALUE, "active", true));
        odd.put("balance", new BigDecimal("-0.05"));
        odd.put("photo", new byte[] {0, -1});
        users.insertAll(
                List.of(odd, Map.of("id", "2", "name", "null", "score", 1e300), Map.of("id", "3", "name", "x")));

        var bytes = new ByteArrayOutputStream();
        assertThat(users.exportTo(format, bytes)).isEqualTo(3);
        assertThat(copy.importFrom(format, new ByteArrayInputStream(bytes.toByteArray())))
                .isEqualTo(3);

        assertThat(copy.select().orderBy("id").list())
                .isEqualTo(users.select().orderBy("id").list());
    }

    @Test
    void files_look_as_everybody_expects() {
        users.insert(Map.of("id", "1", "name", "", "email", "a,b", "age", 3));

        assertThat(write(RowFormat.CSV)).isEqualTo("id,name,email,active,age\r\n1,\"\",\"a,b\",,3\r\n");
        assertThat(write(RowFormat.JSON))
                .isEqualTo("[\n{\"id\":\"1\",\"name\":\"\",\"email\":\"a,b\",\"active\":null,\"age\":3}\n]\n");
        assertThat(write(RowFormat.JSON_LINES))
                .isEqualTo("{\"id\":\"1\",\"name\":\"\",\"email\":\"a,b\",\"active\":null,\"age\":3}\n");
        users.delete("1");
        assertThat(write(RowFormat.CSV)).isEqualTo("id,name,email,active,age\r\n");
        assertThat(write(RowFormat.JSON)).isEqualTo("[]\n");
        assertThat(write(RowFormat.JSON_LINES)).isEmpty();
    }

    private String write(RowFormat format) {
        var bytes = new ByteArrayOutputStream();
        users.select("id", "name", "email", "active", "age")
                .where(Filter.gte("id", "0"))
                .exportTo(format, bytes);
        return bytes.toString(UTF_8);
    }

    @Test
    void a_file_of_csv_may_have_a_mark_bare_line_ends_and_blank_lines() {
        assertThat(read(RowFormat.CSV, "\uFEFFname,age\nAda,36\n\n\"B \"\"x\"\"\nob\",\r\n"))
                .isEqualTo(2);

        assertThat(users.select("name", "age").orderBy("name").list())
                .extracting(row -> row.toMap().toString())
                .containsExactly("{name=Ada, age=36}", "{name=B \"x\"\nob, age=null}");
    }

    @Test
    void what_is_wrong_with_a_file_is_said_with_its_place_and_nothing_of_it_stays() {
        unreadable(RowFormat.CSV, "", "line 1: there is no header");
        unreadable(RowFormat.CSV, "name,name\n", "the same one twice");
        unreadable(RowFormat.CSV, "name,age\nAda,1\nBob\n", "line 3: it has 1 fields, and the header 2");
        unreadable(RowFormat.CSV, "name\nAda\n\"Bob\n", "line 3: the quotes of a field are not closed");
        unreadable(RowFormat.CSV, "name\n\"Bob\"x\n", "line 2: 'x' follows");
        unreadable(RowFormat.CSV, "name\nB\"ob\n", "must be in quotes itself");
        unreadable(RowFormat.JSON, "[{\"name\":\"Ada\"},{\"name\"", "not valid JSON: line 1");
        unreadable(RowFormat.JSON, "[{\"name\":\"Ada\"}] x", "not valid JSON");
        unreadable(RowFormat.JSON, "[3]", "Row 1 is no JSON object");
        unreadable(RowFormat.JSON_LINES, "{\"name\":\"Ada\"}\n[1]", "Row 2 is no JSON object");
        unreadable(RowFormat.JSON_LINES, "{\"name\":[1]}", "a column has one value");
        assertFails(
                () -> read(RowFormat.JSON, "[{\"name\":\"Ada\"},{\"name\":\"B\",\"age\":\"x\"}]"),
                ErrorCode.ROW_INVALID,
                "Row 2: ");
        assertFails(
                () -> users.importFrom(
                        RowFormat.CSV,
                        new ByteArrayInputStream(new byte[] {'n', 'a', 'm', 'e', '\n', (byte) 0xC3, '\n'})),
                ErrorCode.ROWS_UNREADABLE,
                "not UTF-8");
        assertThat(users.count()).isZero();
    }

    private void unreadable(RowFormat format, String text, String part) {
        assertFails(() -> read(format, text), ErrorCode.ROWS_UNREADABLE, part);
    }

    private long read(RowFormat format, String text) {
        return users.importFrom(format, new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
