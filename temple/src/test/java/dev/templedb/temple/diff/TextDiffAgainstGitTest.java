package dev.templedb.temple.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.GitFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One comparison by git of many files at once, each of which is a case.
class TextDiffAgainstGitTest {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*");

    @TempDir
    Path scratch;

    private enum Way {
        PLAIN(TextDiff::of, "--unified=1000000"),
        WITHOUT_CONTEXT(TextDiff::withoutContext, "--unified=0"),
        FOR_MERGE(
                (before, after) -> TextDiff.forMerge().diff(RawTextComparator.DEFAULT, before, after),
                "--unified=1000000",
                "--histogram",
                "--no-indent-heuristic");

        private final BiFunction<RawText, RawText, EditList> ours;
        private final List<String> options;

        Way(BiFunction<RawText, RawText, EditList> ours, String... options) {
            this.ours = ours;
            this.options = List.of(options);
        }
    }

    private record Pair(String before, String after) {
        /// Texts as programs are: the same few lines over and over, blocks within blocks, blank lines.
        static Pair like(Random random, int mostLines, int mostChanges) {
            int variety = 2 + random.nextInt(30);
            var lines = new ArrayList<String>();
            for (int i = random.nextInt(mostLines + 1); i > 0; i--) {
                lines.add(line(random, variety));
            }
            var changed = new ArrayList<>(lines);
            for (int i = 1 + random.nextInt(mostChanges); i > 0; i--) {
                change(random, changed, variety);
            }
            return new Pair(text(random, lines), text(random, changed));
        }

        private static void change(Random random, List<String> lines, int variety) {
            int at = random.nextInt(lines.size() + 1);
            int end = Math.min(lines.size(), at + random.nextInt(5));
            var block = new ArrayList<>(lines.subList(at, end));
            switch (random.nextInt(5)) {
                case 0 -> lines.addAll(random.nextInt(lines.size() + 1), block);
                case 1 -> lines.subList(at, end).clear();
                case 2 -> lines.addAll(end, block);
                default -> lines.add(at, line(random, variety));
            }
        }

        private static String line(Random random, int variety) {
            var indent = List.of("", "", "  ", "    ", "\t", "\t\t", " \t ").get(random.nextInt(7));
            return switch (random.nextInt(8)) {
                case 0, 1 -> random.nextInt(3) == 0 ? indent : "";
                case 2 -> indent + "}";
                case 3 -> " ".repeat(random.nextInt(300)) + "x";
                default -> indent + "call(" + random.nextInt(variety) + ");";
            };
        }

        private static String text(Random random, List<String> lines) {
            var end = random.nextInt(9) == 0 ? "\r\n" : "\n";
            var text = String.join(end, lines);
            return random.nextInt(4) == 0 || lines.isEmpty() ? text : text + end;
        }
    }

    private static List<Pair> pairs(long seed, int small, int middle, int large) {
        var random = new Random(seed);
        var pairs = new ArrayList<Pair>();
        IntStream.range(0, small).forEach(i -> pairs.add(Pair.like(random, 12, 4)));
        IntStream.range(0, middle).forEach(i -> pairs.add(Pair.like(random, 200, 20)));
        IntStream.range(0, large).forEach(i -> pairs.add(Pair.like(random, 6000, 3000)));
        return pairs;
    }

    private void compare(Way way, String folder, List<Pair> pairs) throws Exception {
        var git = GitFolder.init(scratch.resolve(folder));
        for (int i = 0; i < pairs.size(); i++) {
            git.write(String.valueOf(i), bytes(pairs.get(i).before()));
        }
        git.commit("Before");
        for (int i = 0; i < pairs.size(); i++) {
            git.write(String.valueOf(i), bytes(pairs.get(i).after()));
        }
        git.commit("After");
        var command = new ArrayList<>(List.of("diff", "--text", "HEAD~1", "HEAD"));
        command.addAll(1, way.options);
        var said = new String(git.bytes(new byte[0], command.toArray(new String[0])), StandardCharsets.UTF_8);
        int compared = 0;
        for (var file : said.split("(?m)^diff --git a/")) {
            if (!file.isEmpty()) {
                var pair = pairs.get(Integer.parseInt(file.substring(0, file.indexOf(' '))));
                var edits = way.ours.apply(new RawText(bytes(pair.before())), new RawText(bytes(pair.after())));
                assertThat(edits.toString())
                        .as(pair.toString())
                        .isEqualTo(edits(file).toString());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(pairs.size() / 2);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// What the patch of one file changes.
    private static EditList edits(String patch) {
        var edits = new EditList();
        int left = -1;
        int right = -1;
        Edit open = null;
        for (var line : patch.split("\n")) {
            var hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                left = begin(hunk.group(1), hunk.group(2));
                right = begin(hunk.group(3), hunk.group(4));
                open = null;
            } else if (left >= 0 && !line.startsWith("\\")) {
                if (line.startsWith(" ")) {
                    open = null;
                } else if (open == null) {
                    open = new Edit(left, right);
                    edits.add(open);
                }
                if (!line.startsWith("+")) {
                    left++;
                }
                if (!line.startsWith("-")) {
                    right++;
                }
                if (open != null && line.startsWith("-")) {
                    open.extendA();
                } else if (open != null) {
                    open.extendB();
                }
            }
        }
        return edits;
    }

    private static int begin(String line, String count) {
        return Integer.parseInt(line) - ("0".equals(count) ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void of_several_readings_the_one_of_git_is_taken(Way way) throws Exception {
        compare(way, "git", pairs(way.ordinal(), 250, 80, 3));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("thorough")
    void of_many_readings_the_one_of_git_is_taken(Way way) throws Exception {
        for (int seed = 10; seed < 13; seed++) {
            compare(way, String.valueOf(seed), pairs(seed, 1000, 300, 20));
        }
    }

    @Test
    void two_equal_texts_have_no_differences() {
        var text = new RawText(bytes("a\nb"));
        assertThat(TextDiff.of(text, text)).isEmpty();
        assertThat(TextDiff.withoutContext(text, text)).isEmpty();
    }
}
