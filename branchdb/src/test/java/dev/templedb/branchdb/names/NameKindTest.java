package dev.templedb.branchdb.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameKindTest {
    private static final EnumSet<NameKind> PLACES = EnumSet.of(NameKind.DATABASE, NameKind.BRANCH, NameKind.TENANT);

    @ParameterizedTest
    @DisplayName("case 1: ordinary names of databases, branches and tenants are valid")
    @ValueSource(strings = {"main", "feature-branch", "test_db", "user-123", "2024-data", "a", "test-branch_v2-1"})
    void takes_ordinary_names(String name) {
        assertThat(PLACES).allSatisfy(kind -> assertThat(kind.require(name)).isEqualTo(name));
    }

    @Test
    @DisplayName("case 2: an empty name is refused in words that say what was to be named")
    void refuses_an_empty_name() {
        assertThat(NameKind.values())
                .allSatisfy(kind -> assertThatThrownBy(() -> kind.require(""))
                        .hasMessage("A %s name cannot be empty.".formatted(kind.noun())));
    }

    @Test
    @DisplayName("case 3: upper case is refused with the lower-case name as a suggestion")
    void suggests_lower_case() {
        assertThatThrownBy(() -> NameKind.BRANCH.require("MyBranch")).hasMessageContaining("use mybranch");
    }

    @ParameterizedTest
    @DisplayName("case 4: blanks, slashes, punctuation and dots are refused")
    @ValueSource(
            strings = {
                "a b", "a/b", "a\\b", "a@b", "a#b", "a$b", "a!b", "a(b", "a)b", "a[b", "a]b", "a:b", "a;b", "a?b",
                "a*b", "a.b", ".a", "a."
            })
    void refuses_punctuation(String name) {
        refusedEverywhere(name);
    }

    @ParameterizedTest
    @DisplayName("case 5: a name neither begins nor ends with - or _")
    @ValueSource(strings = {"-a", "_a", "a-", "a_", "-", "_"})
    void refuses_edges(String name) {
        refusedEverywhere(name);
    }

    @ParameterizedTest
    @DisplayName("case 6: two separators in a row are refused")
    @ValueSource(strings = {"a--b", "a__b", "a-_b", "a_-b"})
    void refuses_double_separators(String name) {
        refusedEverywhere(name);
    }

    @Test
    @DisplayName("case 7: 63 characters are accepted, 64 are not")
    void limits_the_length() {
        assertThat(NameKind.values()).allSatisfy(kind -> {
            assertThat(kind.require("a".repeat(63))).hasSize(63);
            assertThatThrownBy(() -> kind.require("a".repeat(64))).hasMessageContaining("64 characters");
        });
    }

    @ParameterizedTest
    @DisplayName("case 8: names of devices are reserved")
    @ValueSource(strings = {"con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"})
    void refuses_names_of_devices(String name) {
        assertThat(PLACES)
                .allSatisfy(kind -> assertThatThrownBy(() -> kind.require(name))
                        .hasMessageContaining("reserved name")
                        .extracting(error -> ((TempleException) error).code())
                        .isEqualTo(ErrorCode.DATABASE_NAME_RESERVED));
    }

    @ParameterizedTest
    @DisplayName("case 9: ways out of a directory, control characters and other alphabets are refused")
    @ValueSource(
            strings = {"../x", "..", "~x", "a\0b", "a\nb", "a\u007fb", "caf\u00e9", "\u0430bc", "a\u202eb", "\uff41"})
    void refuses_what_is_not_safe(String name) {
        refusedEverywhere(name);
    }

    @Test
    @DisplayName("case 9: a way out of a directory is called a security violation")
    void names_a_security_violation() {
        assertThatThrownBy(() -> NameKind.TENANT.require("../x")).hasMessageContaining("security violation");
        assertThatThrownBy(() -> NameKind.TENANT.require("a\0b"))
                .hasMessageContaining("security violation")
                .hasMessageNotContaining("\0");
    }

    @Test
    @DisplayName("case 10: tables and columns have names that SQL can say")
    void knows_names_of_tables_and_columns() {
        for (var kind : Arrays.asList(NameKind.TABLE, NameKind.COLUMN)) {
            for (var bad : new String[] {"user-name", "1users", "_x", "x_"}) {
                assertThatThrownBy(() -> kind.require(bad)).as(bad).isInstanceOf(TempleException.class);
            }
            for (var good : new String[] {"users2", "a", "order_items", "userName"}) {
                assertThat(kind.require(good)).isEqualTo(good);
            }
        }
    }

    @ParameterizedTest
    @DisplayName("case 25: prefixes of the system are reserved")
    @ValueSource(strings = {"__x", "sqlite_x", "SQLite_x"})
    void refuses_prefixes_of_the_system(String name) {
        assertThat(NameKind.values())
                .allSatisfy(kind -> assertThatThrownBy(() -> kind.require(name))
                        .extracting(error -> ((TempleException) error).code())
                        .isEqualTo(ErrorCode.DATABASE_NAME_RESERVED));
    }

    @Test
    @DisplayName("case 11: a text is cleaned to the nearest name")
    void cleans_a_text() {
        assertThat(NameKind.clean("My Branch")).isEqualTo("my-branch");
        assertThat(NameKind.clean("--test--")).isEqualTo("test");
        assertThat(NameKind.clean("v1.2.3")).isEqualTo("v123");
        assertThat(NameKind.clean("my---branch")).isEqualTo("my-branch");
        assertThat(NameKind.clean("???")).isEmpty();
    }

    @Test
    @DisplayName(
            "case 12: ten thousand names are checked, and a hostile one of millions of characters is refused at once")
    void checks_ten_thousand_names() {
        long valid = java.util.stream.IntStream.range(0, 10_000)
                .mapToObj(i -> NameKind.BRANCH.require("branch-" + i))
                .count();
        assertThat(valid).isEqualTo(10_000);
        assertThatThrownBy(() -> NameKind.BRANCH.require("a-".repeat(1_000_000)))
                .isInstanceOf(TempleException.class);
    }

    private static void refusedEverywhere(String name) {
        assertThat(NameKind.values())
                .allSatisfy(kind -> assertThatThrownBy(() -> kind.require(name)).isInstanceOf(TempleException.class));
    }
}
