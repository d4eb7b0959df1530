package dev.templedb.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.GitId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitGraphTest {
    private static GitId id(int number) {
        return GitId.parse("%040x".formatted(number));
    }

    /// Commits from the newest to the oldest, each with its parents.
    private static String drawn(Map<Integer, List<Integer>> commits) {
        var graph = new CommitGraph();
        var text = new StringBuilder();
        commits.forEach((commit, parents) -> {
            var rows = graph.draw(
                    id(commit), parents.stream().map(CommitGraphTest::id).toList());
            rows.above().forEach(row -> text.append(row.text()).append('\n'));
            text.append(rows.commit().text()).append(' ').append(commit).append('\n');
            rows.below().forEach(row -> text.append(row.text()).append('\n'));
        });
        return text.toString();
    }

    private static Map<Integer, List<Integer>> commits(Object... given) {
        var commits = new LinkedHashMap<Integer, List<Integer>>();
        for (Object line : given) {
            var numbers = List.of(line.toString().split(" ")).stream()
                    .map(Integer::valueOf)
                    .toList();
            commits.put(numbers.getFirst(), numbers.subList(1, numbers.size()));
        }
        return commits;
    }

    @Test
    void a_merge_is_drawn_as_git_draws_it() {
        assertThat(drawn(commits("5 4 3", "3 2", "4 2", "2 1", "1"))).isEqualTo("""
                * 5
                |\\
                | * 3
                * | 4
                |/
                * 2
                * 1
                """);
    }

    @Test
    void a_merge_of_many_has_an_arm_for_each() {
        assertThat(drawn(commits("9 1 2 3 4", "4 1", "3 1", "2 1", "1"))).isEqualTo("""
                *---. 9
                |\\ \\ \\
                | | | * 4
                | |_|/
                |/| |
                | | * 3
                | |/
                |/|
                | * 2
                |/
                * 1
                """);
    }

    @Test
    void lanes_to_the_right_give_way_to_a_merge_of_many() {
        assertThat(drawn(commits("9 7 8", "7 1 2 3", "8 4", "4", "3", "2", "1")))
                .isEqualTo("""
                * 9
                |\\
                |  \\
                *-. | 7
                |\\ \\ \\
                | | | * 8
                | | | * 4
                | | * 3
                | * 2
                * 1
                """);
    }

    @Test
    void a_merge_of_the_next_lane_needs_no_new_one() {
        assertThat(drawn(commits("9 5", "8 4", "5 3 4", "4 3", "3"))).isEqualTo("""
                * 9
                | * 8
                * | 5
                |\\|
                | * 4
                |/
                * 3
                """);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whoever_follows_the_lines_comes_to_the_parents(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            var commits = new LinkedHashMap<Integer, List<Integer>>();
            for (int commit = 4 + random.nextInt(25); commit > 0; commit--) {
                Set<Integer> parents = new LinkedHashSet<>();
                int count = List.of(0, 1, 1, 1, 1, 2, 2, 3, 4, 5).get(random.nextInt(10));
                for (int i = 0; i < count && commit > 1; i++) {
                    parents.add(Math.max(1, commit - 1 - random.nextInt(6)));
                }
                commits.put(commit, List.copyOf(parents));
            }
            var text = drawn(commits);
            assertThat(traced(text)).as(text).isEqualTo(sorted(commits));
        }
    }

    private static Map<Integer, Set<Integer>> sorted(Map<Integer, List<Integer>> commits) {
        var sorted = new LinkedHashMap<Integer, Set<Integer>>();
        commits.forEach((commit, parents) -> sorted.put(commit, new TreeSet<>(parents)));
        return sorted;
    }

    /// Follows every line downwards from each `*` to the next.
    private static Map<Integer, Set<Integer>> traced(String text) {
        var rows = text.lines().toList();
        var found = new LinkedHashMap<Integer, Set<Integer>>();
        for (int row = 0; row < rows.size(); row++) {
            int star = rows.get(row).indexOf('*');
            if (star >= 0) {
                var parents = new TreeSet<Integer>();
                for (int column : feet(rows, row, star)) {
                    follow(rows, row + 1, column, parents);
                }
                found.put(number(rows.get(row)), parents);
            }
        }
        return found;
    }

    private static int number(String row) {
        return Integer.parseInt(row.replaceAll("[^0-9]", ""));
    }

    private static char at(List<String> rows, int row, int column) {
        return row < rows.size() && column >= 0 && column < rows.get(row).length()
                ? rows.get(row).charAt(column)
                : ' ';
    }

    /// The columns of the row below from which lines go on from a commit.
    private static List<Integer> feet(List<String> rows, int row, int star) {
        var feet = new ArrayList<Integer>();
        if ("|*".indexOf(at(rows, row + 1, star)) >= 0) {
            feet.add(star);
        } else if (at(rows, row + 1, star - 1) == '/') {
            feet.add(star - 1);
        }
        int end = star + 1;
        while ("-.".indexOf(at(rows, row, end)) >= 0) {
            end++;
        }
        for (int column = star + 1; column <= end; column += 2) {
            if (at(rows, row + 1, column) == '\\') {
                feet.add(column);
            }
        }
        return feet;
    }

    private static void follow(List<String> rows, int row, int column, Set<Integer> parents) {
        int at = column;
        for (int r = row; r < rows.size(); r++) {
            char c = at(rows, r, at);
            if (c == '*') {
                parents.add(number(rows.get(r)));
                return;
            }
            if (c == '|') {
                at = below(rows, r, at);
            } else if (c == '\\') {
                at = below(rows, r, at + 1);
            } else if (c == '/') {
                int end = at;
                while (at(rows, r, end - 2) == '_') {
                    end -= 2;
                }
                at = at(rows, r + 1, end - 2) == '/' ? end - 2 : below(rows, r, end - 1);
            } else {
                return;
            }
        }
    }

    /// Where a line goes on that stands in the lane at `column` when the row ends.
    private static int below(List<String> rows, int row, int column) {
        if ("|*".indexOf(at(rows, row + 1, column)) >= 0) {
            return column;
        }
        return at(rows, row + 1, column - 1) == '/' ? column - 1 : column + 1;
    }
}
