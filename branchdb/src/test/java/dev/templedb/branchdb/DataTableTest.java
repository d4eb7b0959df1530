package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.data.DataRow;
import dev.templedb.branchdb.data.DataTable;
import dev.templedb.branchdb.data.Filter;
import dev.templedb.core.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTableTest {
    private record User(
            @Nullable String id,
            String name,
            int age,
            @Nullable Boolean active,
            @Nullable String teamId) {}

    @TempDir
    Path directory;

    private Databases databases;
    private Tenant tenant;
    private DataTable users;

    @BeforeEach
    void open() {
        databases = Databases.init(directory);
        var main = databases.create("app").main();
        main.change(People.tables());
        tenant = main.tenant("main");
        users = tenant.table("users");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    /// case 21
    @Test
    void case_21_names_that_are_none_are_refused_before_any_sql_is_made() {
        users.insert(Map.of("name", "Ada", "email", "x"));

        assertFails(
                () -> tenant.table("users WHERE 1=1 --").deleteWhere(Filter.eq("email", "x")),
                ErrorCode.TABLE_NOT_FOUND,
                "users WHERE 1=1 --");
        assertFails(
                () -> users.insert(Map.of("name", "B", "age) VALUES ('x','y',1) --", 1)),
                ErrorCode.COLUMN_NOT_FOUND,
                "age) VALUES");
        assertFails(
                () -> users.deleteWhere(Filter.eq("1=1 OR email", "y")), ErrorCode.COLUMN_NOT_FOUND, "1=1 OR email");
        assertFails(() -> users.select("name FROM users; --").list(), ErrorCode.COLUMN_NOT_FOUND, "name FROM users");
        assertFails(() -> users.select().orderBy("name DESC").list(), ErrorCode.COLUMN_NOT_FOUND, "name DESC");
        assertFails(
                () -> users.updateWhere(Filter.eq("email", "x"), Map.of("name = 'y' --", 1)),
                ErrorCode.COLUMN_NOT_FOUND,
                "name = 'y'");
        assertThat(users.deleteWhere(Filter.eq("email", "' OR 1=1 --"))).isZero();
        assertThat(users.count()).isEqualTo(1);
    }

    /// case 68
    @Test
    void case_68_a_row_gets_an_id_or_keeps_it_and_the_column_that_is_taken_is_named() {
        String made = users.insert(Map.of("name", "Ada", "email", "a@x"));
        String kept = users.insert(Map.of("id", "mine", "name", "Bob"));

        assertThat(UUID.fromString(made).version()).isEqualTo(4);
        assertThat(kept).isEqualTo("mine");
        assertThat(users.get(made).orElseThrow().text("created_at")).isNotNull();
        assertFails(
                () -> users.insert(Map.of("id", "mine", "name", "C")), ErrorCode.ROW_EXISTS, "'mine' already exists");
        assertFails(
                () -> users.insert(Map.of("id", "new", "name", "C", "email", "a@x")),
                ErrorCode.ROW_NOT_UNIQUE,
                "users.email");
        assertFails(() -> users.insert(Map.of("age", 3)), ErrorCode.ROW_INVALID, "users.name needs a value");
        assertFails(
                () -> users.insert(Map.of("name", "C", "team_id", "none")),
                ErrorCode.ROW_REFERENCE_BROKEN,
                "does not exist");
        assertThat(users.count()).isEqualTo(2);
    }

    /// case 69
    @Test
    void case_69_rows_with_different_columns_are_inserted_together_and_the_absent_get_their_default() {
        var ids = users.insertAll(
                List.of(Map.of("name", "Ada", "age", 36), Map.of("name", "Bob", "email", "b@x"), Map.of("name", "Cy")));

        assertThat(ids)
                .map(id -> users.get(id).orElseThrow())
                .extracting(row -> Arrays.asList(row.text("name"), row.whole("age"), row.text("email")))
                .containsExactly(
                        Arrays.asList("Ada", 36L, null),
                        Arrays.asList("Bob", 0L, "b@x"),
                        Arrays.asList("Cy", 0L, null));
    }

    /// case 70
    @Test
    void case_70_one_bad_row_leaves_nothing_behind_and_is_named_by_its_number() {
        assertFails(
                () -> users.insertAll(
                        List.of(Map.of("name", "Ada"), Map.of("name", "Bob", "age", "old"), Map.of("name", "Cy"))),
                ErrorCode.ROW_INVALID,
                "Row 2: The column users.age takes a whole number of up to 64 bits, not 'old'");
        assertThat(users.count()).isZero();
    }

    /// case 71
    @Test
    void case_71_a_row_is_updated_and_deleted_by_its_id() {
        users.insert(Map.of("id", "a", "name", "Ada"));

        assertFails(() -> users.update(Map.of("age", 3)), ErrorCode.ROW_ID_MISSING, "missing required 'id'");
        assertFails(() -> users.update(Map.of("id", "b", "age", 3)), ErrorCode.ROW_NOT_FOUND, "'b'");
        assertFails(() -> users.update(Map.of("id", "b")), ErrorCode.ROW_NOT_FOUND, "'b'");
        assertThat(users.delete("b")).isFalse();
        assertThat(users.delete(List.of("a", "b"))).isEqualTo(1);
        assertThat(users.get("a")).isEmpty();
    }

    /// case 72
    @Test
    void case_72_an_update_moves_the_time_and_takes_only_values_of_the_type() {
        users.insert(Map.of("id", "a", "name", "Ada", "active", true));
        var before = users.get("a").orElseThrow();

        users.update(Map.of("id", "a", "active", "FALSE"));

        var after = users.get("a").orElseThrow();
        assertThat(after.truth("active")).isFalse();
        assertThat(after.text("updated_at")).isGreaterThan(String.valueOf(before.text("updated_at")));
        assertThat(after.text("created_at")).isEqualTo(before.text("created_at"));
        assertFails(
                () -> users.update(Map.of("id", "a", "active", "maybe")),
                ErrorCode.ROW_INVALID,
                "users.active takes true or false, not 'maybe'");
        assertFails(() -> users.update(Map.of("id", "a", "active", 2)), ErrorCode.ROW_INVALID, "true or false");
        assertThat(users.updateWhere(Filter.isNotNull("active"), Map.of("age", 7)))
                .isEqualTo(1);
        assertThat(users.get("a").orElseThrow().whole("age")).isEqualTo(7);
    }

    /// case 73
    @Test
    void case_73_filters_choose_rows_and_what_is_no_filter_is_said() {
        users.insertAll(List.of(
                Map.of("id", "a", "name", "Ada", "age", 36, "active", true),
                Map.of("id", "b", "name", "Bob", "age", 17, "active", false),
                Map.of("id", "c", "name", "Cy_", "age", 50)));

        assertThat(ids("AND", "age__gt=17")).containsExactly("a", "c");
        assertThat(ids("AND", "age__gte=36", "age__lt=50")).containsExactly("a");
        assertThat(ids("OR", "age__lte=17", "age=50")).containsExactly("b", "c");
        assertThat(ids("and", "name__like=%b%")).containsExactly("b");
        assertThat(ids("AND", "id__in=a,c,x")).containsExactly("a", "c");
        assertThat(ids("AND", "active=true")).containsExactly("a");
        assertThat(ids("AND", "active__ne=true")).containsExactly("b", "c");
        assertThat(ids("AND", "active__isnull=true")).containsExactly("c");
        assertThat(users.select().where(Filter.not(Filter.eq("active", true))).list())
                .extracting(row -> row.text("id"))
                .containsExactly("b", "c");
        assertThat(users.select().where(Filter.in("active", true, null)).count())
                .isEqualTo(2);
        assertThat(users.select().where(Filter.in("id", List.of())).count()).isZero();
        assertThat(users.select()
                        .where(Filter.in(
                                "id",
                                IntStream.range(0, 5000).mapToObj(i -> "x" + i).toList()))
                        .count())
                .isZero();
        assertFails(() -> Filter.parse(List.of(), "AND"), ErrorCode.FILTER_INVALID, "requires at least one filter");
        assertFails(Filter::and, ErrorCode.FILTER_INVALID, "requires at least one filter");
        assertFails(
                () -> Filter.parse(List.of("age__near=3"), "AND"),
                ErrorCode.FILTER_INVALID,
                "Unsupported operator 'near'");
        assertFails(
                () -> Filter.parse(List.of("age=3", "id=a"), "XOR"),
                ErrorCode.FILTER_INVALID,
                "Operator must be 'AND' or 'OR'");
        assertFails(() -> ids("AND", "age__gt=old"), ErrorCode.FILTER_INVALID, "users.age takes a whole number");
        assertFails(() -> ids("AND", "years=3"), ErrorCode.COLUMN_NOT_FOUND, "years");
        assertThat(users.deleteWhere(Filter.parse(List.of("name=Ada' OR '1'='1"), "AND")))
                .isZero();
    }

    private List<@Nullable String> ids(String operator, String... terms) {
        return users.select("id").where(Filter.parse(List.of(terms), operator)).orderBy("id").list().stream()
                .map(row -> row.text("id"))
                .toList();
    }

    @Test
    void values_are_kept_exactly_or_refused() {
        var instant = Instant.parse("2026-01-02T03:04:05.678Z");
        var values = new HashMap<String, @Nullable Object>();
        values.put("id", "a");
        values.put("name", instant);
        values.put("age", BigInteger.valueOf(Long.MIN_VALUE));
        values.put("score", 0.1);
        values.put("balance", new BigDecimal("12345678901.25"));
        values.put("photo", new byte[0]);
        values.put("email", "nul \0, emoji \uD83D\uDE00");
        users.insert(values);

        var row = users.get("a").orElseThrow();
        assertThat(row.text("name")).isEqualTo(instant.toString());
        assertThat(row.whole("age")).isEqualTo(Long.MIN_VALUE);
        assertThat(row.value("score")).isEqualTo(0.1);
        assertThat(row.value("balance")).isEqualTo(new BigDecimal("12345678901.25"));
        assertThat(row.bytes("photo")).isEmpty();
        assertThat(row.text("email")).isEqualTo(values.get("email"));
        assertThat(row.isNull("active")).isTrue();
        refuses("age", new BigInteger("9223372036854775808"));
        refuses("age", 1.5);
        refuses("age", true);
        refuses("score", Double.NaN);
        refuses("balance", new BigDecimal("0.12345678901234567890"));
        refuses("photo", "no base64!");
        refuses("name", "half \uD83D");
        refuses("name", List.of());
        users.update(Map.of("id", "a", "balance", "9007199254740993", "photo", "AQID", "score", 3));
        row = users.get("a").orElseThrow();
        assertThat(row.value("balance")).isEqualTo(9007199254740993L);
        assertThat(row.bytes("photo")).containsExactly(1, 2, 3);
        assertThat(row.value("score")).isEqualTo(3.0);
    }

    private void refuses(String column, Object value) {
        assertFails(
                () -> users.update(Map.of("id", "a", column, value)),
                ErrorCode.ROW_INVALID,
                "users." + column + " takes");
    }

    @Test
    void records_are_rows_by_the_names_of_their_components() {
        tenant.table("teams").insert(Map.of("id", "t", "name", "Kernel"));
        String id = users.insert(new User(null, "Ada", 36, true, "t"));
        users.insert(new User("b", "Bob", 17, null, null));

        assertThat(users.get(User.class, id)).contains(new User(id, "Ada", 36, true, "t"));
        users.update(new User("b", "Bob", 18, false, "t"));
        assertThat(users.select(User.class).orderByDescending("age").list())
                .containsExactly(new User(id, "Ada", 36, true, "t"), new User("b", "Bob", 18, false, "t"));
        record Small(String name, byte age) {}
        users.update(Map.of("id", "b", "age", 1000));
        assertFails(
                () -> users.select(Small.class).list(),
                ErrorCode.ROW_TYPE_UNFIT,
                "component age of Small cannot be read");
        record Other(String years) {}
        assertFails(() -> users.select(Other.class).list(), ErrorCode.ROW_TYPE_UNFIT, "years");
        record Yes(boolean active) {}
        users.insert(Map.of("name", "No"));
        assertFails(() -> users.select(Yes.class).list(), ErrorCode.ROW_TYPE_UNFIT, "no value");
    }

    @Test
    void queries_say_what_is_wanted_and_in_which_order() {
        users.insertAll(IntStream.range(0, 20)
                .mapToObj(i -> Map.of("id", "%02d".formatted(i), "name", "n" + i % 3, "age", i))
                .toList());
        var query =
                users.select("id").where(Filter.gte("age", 5)).orderBy("name").orderByDescending("age");

        assertThat(query.count()).isEqualTo(15);
        assertThat(query.limit(3).offset(1).list())
                .extracting(row -> row.text("id"))
                .containsExactly("15", "12", "09");
        assertThat(query.offset(14).list()).hasSize(1);
        assertThat(query.first().map(DataRow::toMap)).contains(new TreeMap<>(Map.of("id", "18")));
        assertThat(query.where(Filter.eq("id", "none")).first()).isEmpty();
        assertThat((long) query.stream(rows -> rows.limit(2).count())).isEqualTo(2);
    }

    @Test
    void several_calls_are_one_transaction_and_a_failure_takes_back_what_it_did() {
        assertFails(
                () -> tenant.writeData(data -> {
                    data.table("teams").insert(Map.of("id", "t"));
                    return data.table("users").insert(Map.of("name", "x", "team_id", "none"));
                }),
                ErrorCode.ROW_REFERENCE_BROKEN,
                "does not exist");
        assertThat(tenant.table("teams").count()).isZero();

        tenant.writeData(data -> {
            var table = data.table("users");
            table.insert(Map.of("id", "a", "name", "Ada"));
            assertFails(
                    () -> table.insertAll(List.of(Map.of("id", "b", "name", "B"), Map.of("id", "a", "name", "A"))),
                    ErrorCode.ROW_EXISTS,
                    "Row 2: ");
            assertThat(table.get("a")).isPresent();
            assertThat(data.query("SELECT id FROM users").rows()).hasSize(1);
            return true;
        });
        assertThat(users.count()).isEqualTo(1);
    }

    @Test
    void many_rows_are_updated_together_or_not_at_all() {
        users.insertAll(List.of(Map.of("id", "a", "name", "A"), Map.of("id", "b", "name", "B")));

        assertFails(
                () -> users.updateAll(List.of(Map.of("id", "a", "age", 1), Map.of("id", "x", "age", 2))),
                ErrorCode.ROW_NOT_FOUND,
                "Row 2: ");
        assertThat(users.get("a").orElseThrow().whole("age")).isZero();
        users.updateAll(List.of(Map.of("id", "a", "age", 1), Map.of("id", "b", "name", "Bo")));
        assertThat(users.select("name", "age").orderBy("id").list())
                .extracting(DataRow::values)
                .containsExactly(List.of("A", 1L), List.of("Bo", 0L));
    }
}
