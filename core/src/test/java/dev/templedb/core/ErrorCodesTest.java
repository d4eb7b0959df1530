package dev.templedb.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The catalogue of errors is a contract: `docs/errors.md` is made from it, and what was released never changes.
class ErrorCodesTest {
    private static final Path MANUAL = Path.of("..", "docs", "errors.md");
    private static final Path RELEASED = Path.of("src", "test", "resources", "error-codes.txt");

    @Test
    void the_manual_says_what_the_catalogue_says() throws IOException {
        compareOrUpdate(MANUAL, manual());
    }

    @Test
    void released_codes_keep_their_id_and_kind() throws IOException {
        var now = Arrays.stream(ErrorCode.values())
                .map(code -> code.id() + " " + code.name() + " " + code.kind())
                .sorted()
                .toList();
        if (Boolean.getBoolean("templedb.updateGolden")) {
            Files.write(RELEASED, now);
        }
        assertThat(now).containsAll(Files.readAllLines(RELEASED));
    }

    @Test
    void ids_are_unique_and_of_one_form() {
        var ids = Arrays.stream(ErrorCode.values()).map(ErrorCode::id).toList();
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("TDB-[12]\\d{3}"));
    }

    @Test
    void every_hint_is_a_sentence() {
        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(code.hint()).matches("[A-Z`].*[.]"));
    }

    @Test
    void every_code_is_in_the_manual() {
        assertThat(ErrorCode.values()).allSatisfy(code -> assertThat(manual()).contains(code.id()));
    }

    private static String manual() {
        var families = List.of(
                "10|Projects, files and history",
                "11|Sources and targets on disk",
                "12|Packages",
                "13|The temple and its database",
                "14|Remotes",
                "15|The registry server itself",
                "16|Variables, secrets and keys",
                "17|Checked-out directories and work on versions",
                "18|Environments and deployments",
                "19|Usage and the program itself",
                "20|Databases");
        return "# Errors\n\nGenerated from `ErrorCode`; `./check --update-golden` writes it anew. Ids never change their meaning.\n"
                + "The exit code follows from the kind: INVALID 2, NOT_FOUND 3, CONFLICT and PRECONDITION 4, UNAUTHENTICATED, FORBIDDEN,\n"
                + "TOO_LARGE and CORRUPT 5, LIMITED and UNAVAILABLE 6, INTERNAL 1.\n"
                + families.stream()
                        .map(family -> family.split("\\|"))
                        .map(family -> section(family[0], family[1]))
                        .collect(Collectors.joining());
    }

    private static String section(String digits, String title) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.id().startsWith("TDB-" + digits))
                .sorted(Comparator.comparing(ErrorCode::id))
                .map(code -> "| %s | %s | %s | %s |\n".formatted(code.id(), code.name(), code.kind(), code.hint()))
                .collect(Collectors.joining(
                        "", "\n## " + title + "\n\n| id | name | kind | what to do |\n|---|---|---|---|\n", ""));
    }

    private static void compareOrUpdate(Path file, String text) throws IOException {
        if (Boolean.getBoolean("templedb.updateGolden")) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file)).isEqualTo(text);
    }
}
