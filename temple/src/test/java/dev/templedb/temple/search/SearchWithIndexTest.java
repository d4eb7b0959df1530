package dev.templedb.temple.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.textindex.TextBlocks;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the index answers, over several pages of texts, must be what a look into every file finds, in the same
/// order.
class SearchWithIndexTest {
    private static final int FILES = 1_100;
    private static final List<String> TOKENS = List.of(
            "zq",
            "azq",
            "bzq",
            "qx",
            "getFoo",
            "setFoo",
            "Foo",
            "foo",
            "k",
            "\u212a",
            "S",
            "\u017f",
            "\u00a7",
            "'",
            "\u00e4",
            "\u00c4",
            "Z",
            " ",
            " ",
            "\t",
            ".",
            "=",
            "x1",
            "y2",
            "0123456789",
            "deadbeef01234567",
            "DEADBEEF",
            "ABCDEFGHIJKL",
            "ab+/cd-EF=0123",
            "\ud835\udc1a",
            "class ",
            "v1.2");
    private static final List<String> PIECES = List.of(
            "zq",
            "qx",
            "Foo",
            "get",
            "\u00a7",
            "'",
            "\u00e4",
            "Z",
            "k",
            "s",
            "=",
            "(a|b)",
            "(get|set)",
            "(a|zq|)",
            "[ab]",
            "[^a-z]",
            "[A-Z]",
            "\\d",
            "\\s",
            "\\w",
            "\\w*",
            "\\w+",
            "\\s*",
            ".*",
            ".?",
            ".",
            "\\d+",
            "(ab)?",
            "x?",
            "$",
            "^",
            "\\b",
            "\\z",
            "\\d{9}",
            "[0-9a-f]{8}",
            "[0-9a-f]{16,}",
            "[A-Z]{8,9}",
            "[a-zA-Z0-9+/=-]{12}",
            "\\.",
            "(?i:zQ)",
            "(x\\d|y)",
            "[ks]");

    @TempDir
    static Path folder;

    private static final Map<String, String> TEXTS = new HashMap<>();
    private static Temple temple;

    private final Random random = new Random(20261130);

    @BeforeAll
    static void fill() throws IOException {
        var random = new Random(1);
        var git = GitFolder.init(folder.resolve("git"));
        for (int i = 0; i < FILES; i++) {
            String path =
                    "%s/f%d.%s".formatted(List.of("src", "test", "vendor").get(i % 3), i, i % 2 == 0 ? "java" : "md");
            var text = new StringBuilder();
            for (int lines = random.nextInt(3); lines >= 0; lines--) {
                for (int tokens = random.nextInt(4); tokens >= 0; tokens--) {
                    text.append(TOKENS.get(random.nextInt(TOKENS.size())));
                }
                text.append(lines == 0 ? "" : random.nextInt(4) == 0 ? "\r\n" : "\n");
            }
            var file = git.path().resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            TEXTS.put(path, text.toString());
        }
        git.run("add", "-A");
        git.run("commit", "-q", "-m", "all");
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        FilledTemple.take(temple, "web", git.path());
    }

    @AfterAll
    static void close() {
        temple.close();
    }

    @Test
    void expressions_of_all_kinds_are_found_as_without_the_index() {
        int some = 0;
        for (int i = 0; i < 120; i++) {
            var expression = new StringBuilder();
            for (int pieces = random.nextInt(4); pieces >= 0; pieces--) {
                expression.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            some += check(expression.toString(), true) > 0 ? 1 : 0;
        }
        assertThat(some).isGreaterThan(40);
    }

    @Test
    void short_texts_are_found_as_without_the_index() {
        for (var text :
                List.of("z", "zq", "\u00a7", "'", "\u00e4", "\u00a7=", "1", "k", "\ud835\udc1a", "q\u00e4", "zzzz")) {
            check(text, false);
        }
    }

    /// How many files were found.
    private int check(String text, boolean isRegex) {
        boolean ignoreCase = random.nextInt(3) == 0;
        var query = new SearchQuery(text, isRegex, ignoreCase, List.of(), List.of(), List.of(), 0, false, 5_000);
        var pattern = Pattern.compile(isRegex ? text : Pattern.quote(text), ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        var byHand = new TreeSet<String>();
        TEXTS.forEach((path, content) -> {
            for (var line : content.split("\n", -1)) {
                if (pattern.matcher((line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                                .getBytes(StandardCharsets.UTF_8))
                        .find()) {
                    byHand.add(path);
                }
            }
        });
        var found = found(query, true);
        assertThat(found).as("%s %s", text, ignoreCase).isEqualTo(found(query, false));
        if (!pattern.matcher("").find()) {
            assertThat(found.stream().map(FoundFile::path).map(path -> path.text()))
                    .as("%s %s", text, ignoreCase)
                    .containsExactlyInAnyOrderElementsOf(byHand);
        }
        return found.size();
    }

    private static List<FoundFile> found(SearchQuery query, boolean isIndexed) {
        return temple.file().read(tx -> {
            var store = new SqliteSearchStore(tx);
            try (var objects = new StoredObjects(tx);
                    var texts = new TextBlocks(tx);
                    var search = new HeadSearch(query, store, objects, texts, new Scope(query, store.projects()))) {
                return search.run(isIndexed).files();
            }
        });
    }
}
