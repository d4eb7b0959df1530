package dev.templedb.temple.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is read from an expression must let every line through that RE2 finds a match in.
class RegexPartsTest {
    private static final List<String> ATOMS = List.of(
            "a",
            "b",
            "k",
            "S",
            "ab",
            "foo",
            ".",
            "\\d",
            "\\w",
            "\\W",
            "\\s",
            "\\S",
            "[ab]",
            "[^a]",
            "[a-c]",
            "[\\d-]",
            "[^\\w]",
            "[]a]",
            "[[:digit:]]",
            "\\x61",
            "\\x{62}",
            "\\141",
            "\\pL",
            "\\p{Lu}",
            "\\b",
            "^",
            "$",
            "\\z",
            "[0-9a-f]{8}",
            "[A-Z]{9}",
            "\\.",
            "\u00e4",
            "[\u00e4b]",
            "\u017f",
            "\u212a",
            "[^\u017f]",
            "\\-",
            "{",
            "1",
            "}");
    private static final List<String> TIMES =
            List.of("", "", "", "", "*", "+", "?", "*?", "+?", "{2}", "{0,1}", "{2,}", "{1,3}", "{0}", "{8}", "{30}");
    private static final List<String> LETTERS = List.of(
            "a",
            "b",
            "c",
            "k",
            "K",
            "s",
            "S",
            "A",
            "foo",
            "ab",
            "1",
            "22",
            "12345678",
            "deadBEEF0",
            "ABCDEFGHI",
            "\r",
            ".",
            "-",
            " ",
            "]",
            "{",
            "}",
            "\u00e4",
            "\u00c4",
            "\u017f",
            "\u212a",
            "\ud835\udc1a",
            "a".repeat(31));

    private final Random random = new Random(20261130);

    @Test
    void no_line_that_matches_is_left_out() {
        int matches = 0;
        int leftOut = 0;
        for (int i = 0; i < 6_000; i++) {
            String expression = expression(3);
            boolean ignoreCase = random.nextBoolean();
            var part = RegexParser.parse(expression);
            var pattern = pattern(expression, ignoreCase);
            if (pattern == null || part.isEmpty()) {
                continue;
            }
            var automaton = LineAutomaton.of(part.get(), ignoreCase || expression.contains("(?"));
            var need = RegexNeeds.of(part.get(), ignoreCase || expression.contains("(?"));
            for (int k = 0; k < 20; k++) {
                String line = line();
                var bytes = line.getBytes(StandardCharsets.UTF_8);
                boolean isTaken = automaton.isEmpty() || automaton.get().next(bytes, 0, bytes.length) >= 0;
                if (pattern.matcher(bytes).find()) {
                    matches++;
                    assertThat(isTaken).as("%s in %s", expression, line).isTrue();
                    assertThat(need.isEmpty() || has(line, need.get()))
                            .as("%s in %s: %s", expression, line, need)
                            .isTrue();
                } else if (!isTaken) {
                    leftOut++;
                }
            }
        }
        assertThat(matches).isGreaterThan(10_000);
        assertThat(leftOut).isGreaterThan(10_000);
    }

    private static @Nullable Pattern pattern(String expression, boolean ignoreCase) {
        try {
            return Pattern.compile(expression, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException malformed) {
            return null;
        }
    }

    private String expression(int depth) {
        var text = new StringBuilder();
        int alternatives = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < alternatives; i++) {
            text.append(i > 0 ? "|" : "");
            for (int k = random.nextInt(4); k >= 0; k--) {
                text.append(
                                depth > 0 && random.nextInt(4) == 0
                                        ? one(List.of("(", "(?:", "(?P<n>", "(?i)(")) + expression(depth - 1) + ")"
                                        : one(ATOMS))
                        .append(one(TIMES));
            }
        }
        return text.toString();
    }

    private String line() {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(one(LETTERS));
        }
        return text.toString();
    }

    private String one(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static boolean has(String line, Need need) {
        return switch (need) {
            case Need.Literal literal -> folded(line).contains(folded(literal.text()));
            case Need.Window window ->
                window.texts().stream().anyMatch(text -> folded(line).contains(folded(text)));
            case Need.Row row -> row.kind().longest(line, 0, line.length()) >= row.length();
            case Need.All all -> all.parts().stream().allMatch(part -> has(line, part));
            case Need.Any any -> any.parts().stream().anyMatch(part -> has(line, part));
        };
    }

    private static String folded(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('\u212a', 'k');
    }
}
