package dev.templedb.temple.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One merge by git of many files at once, each of which is a case.
class TextMergeAgainstGitTest {
    private static final int CASES = 150;

    @TempDir
    Path scratch;

    private enum Ends {
        LF,
        CRLF,
        MIXED,
        CHANGED;

        String end(Random random, boolean isBase) {
            return switch (this) {
                case LF -> "\n";
                case CRLF -> "\r\n";
                case MIXED -> random.nextBoolean() ? "\n" : "\r\n";
                case CHANGED -> isBase ? "\r\n" : "\n";
            };
        }
    }

    private record Case(String base, String ours, String theirs) {
        static Case of(Random random, Ends ends) {
            var base = new ArrayList<String>();
            int lines = random.nextInt(8) * random.nextInt(8);
            for (int line = 0; line < lines; line++) {
                base.add("line " + line + ends.end(random, true));
            }
            var shared = text(random, base);
            return new Case(
                    shared, text(random, changed(random, base, ends)), text(random, changed(random, base, ends)));
        }

        /// Not where git takes a whole side.
        boolean needsTextMerge() {
            return !base.equals(ours) && !base.equals(theirs) && !ours.equals(theirs);
        }

        /// Often without an end of the last line.
        private static String text(Random random, List<String> lines) {
            var text = String.join("", lines);
            return random.nextInt(3) == 0 ? text.stripTrailing() : text;
        }

        private static List<String> changed(Random random, List<String> lines, Ends ends) {
            var changed = new ArrayList<>(lines);
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                int at = random.nextInt(changed.size() + 1);
                var line = "changed " + random.nextInt(4) + ends.end(random, false);
                switch (at == changed.size() ? 0 : random.nextInt(3)) {
                    case 0 -> changed.add(at, line);
                    case 1 -> changed.set(at, line);
                    default -> changed.remove(at);
                }
            }
            return changed;
        }
    }

    @ParameterizedTest
    @EnumSource
    void merged_texts_and_conflict_markers_have_the_bytes_of_git_s(Ends ends) throws Exception {
        var random = new Random(ends.ordinal());
        var cases = Stream.generate(() -> Case.of(random, ends))
                .filter(Case::needsTextMerge)
                .limit(CASES)
                .toList();

        var expected = mergedByGit(cases);

        int conflicts = 0;
        for (int i = 0; i < CASES; i++) {
            var each = cases.get(i);
            var merged = TextMerge.merge(
                    bytes(each.base()),
                    bytes(each.ours()),
                    bytes(each.theirs()),
                    new MarkedText.Style("ours", "theirs", 7, false));
            assertThat(new String(merged.text(), StandardCharsets.UTF_8))
                    .as(each.toString())
                    .isEqualTo(expected.get(i));
            conflicts += merged.clean() ? 0 : 1;
        }
        assertThat(conflicts).isBetween(CASES / 2, CASES - 10);
    }

    private List<String> mergedByGit(List<Case> cases) throws IOException {
        var git = GitFolder.init(scratch.resolve("git"));
        commit(git, "base", cases.stream().map(Case::base).toList());
        git.run("checkout", "-q", "-b", "theirs");
        commit(git, "theirs", cases.stream().map(Case::theirs).toList());
        git.run("checkout", "-q", "-b", "ours", "main");
        commit(git, "ours", cases.stream().map(Case::ours).toList());
        var said = git.start(new byte[0], "merge-tree", "--write-tree", "--no-messages", "ours", "theirs");
        var tree = new String(said.output(), StandardCharsets.UTF_8).substring(0, 40);
        var asked = new StringBuilder();
        IntStream.range(0, cases.size())
                .forEach(i -> asked.append(tree).append(':').append(i).append('\n'));
        var told = ByteBuffer.wrap(
                git.start(bytes(asked.toString()), "cat-file", "--batch").output());
        return cases.stream().map(any -> next(told)).toList();
    }

    /// One object as `git cat-file --batch` tells it.
    private static String next(ByteBuffer told) {
        var header = new StringBuilder();
        for (char c = (char) told.get(); c != '\n'; c = (char) told.get()) {
            header.append(c);
        }
        var content = new byte[Integer.parseInt(header.substring(header.lastIndexOf(" ") + 1))];
        told.get(content).get();
        return new String(content, StandardCharsets.UTF_8);
    }

    private static void commit(GitFolder git, String message, List<String> texts) throws IOException {
        for (int i = 0; i < texts.size(); i++) {
            git.write(String.valueOf(i), bytes(texts.get(i)));
        }
        git.commit(message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
