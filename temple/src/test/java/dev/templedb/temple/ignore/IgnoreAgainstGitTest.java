package dev.templedb.temple.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is ignored here is what git ignores.
class IgnoreAgainstGitTest {
    private static final List<String> NAMES = List.of("a", "b", "ab", "a.c", "[", "a b", "x-1", "é");
    private static final List<String> PARTS = List.of(
            "a",
            "b",
            "ab",
            ".c",
            "*",
            "*",
            "**",
            "**/",
            "/",
            "/",
            "?",
            "[ab]",
            "[!a]",
            "[^b]",
            "[]a]",
            "[a-c]",
            "[b-]",
            "[[:alpha:]]",
            "[[:punct:]]",
            "[[:x:]]",
            "[[:a]",
            "[\\]-a]",
            "[",
            "\\",
            "\\a",
            "\\*",
            "\\/",
            " ",
            "!",
            "#",
            "x",
            "-",
            "é",
            "[é]",
            "\0");

    @TempDir
    Path directory;

    private GitFolder git;
    /// Paths below each of the directories with a `.gitignore` of its own; directories end in a slash.
    private final List<String> paths = new ArrayList<>();

    @BeforeEach
    void makePaths() {
        git = GitFolder.init(directory.resolve("git"));
        for (var top : List.of("a", "b", "ab")) {
            paths.add(top + "/");
            for (var middle : List.of("a", "[")) {
                paths.add(top + "/" + middle + "/");
                NAMES.forEach(name -> paths.add(top + "/" + middle + "/" + name));
            }
            paths.add(top + "/a.c");
        }
        NAMES.stream()
                .filter(name -> !name.equals("a") && !name.equals("b") && !name.equals("ab"))
                .forEach(paths::add);
    }

    private Path make(String name, byte[] rules) throws IOException {
        var root = git.path().resolve(name);
        for (var path : paths) {
            if (path.endsWith("/")) {
                Files.createDirectories(root.resolve(path));
            }
        }
        Files.write(root.resolve(".gitignore"), rules);
        return root;
    }

    /// What git says of all paths below all directories, in order.
    private List<Boolean> gitSays(List<String> names) {
        var asked = new StringBuilder();
        names.forEach(name -> paths.forEach(path ->
                asked.append(name).append('/').append(path.replaceAll("/$", "")).append('\0')));
        var said = new String(
                        git.start(
                                        asked.toString().getBytes(StandardCharsets.UTF_8),
                                        "check-ignore",
                                        "--no-index",
                                        "-z",
                                        "-v",
                                        "-n",
                                        "--stdin")
                                .output(),
                        StandardCharsets.ISO_8859_1)
                .split("\0", -1);
        var ignored = new ArrayList<Boolean>();
        for (int i = 0; i + 4 <= said.length; i += 4) {
            ignored.add(!said[i].isEmpty() && !said[i + 2].startsWith("!"));
        }
        return ignored;
    }

    private List<Boolean> weSay(Path root) {
        var said = new ArrayList<Boolean>();
        for (var path : paths) {
            var isDirectory = path.endsWith("/");
            var raw = raw(isDirectory ? path.substring(0, path.length() - 1) : path);
            var rules = IgnoreRules.ofRoot(root);
            for (int slash = raw.indexOf('/'); slash > 0; slash = raw.indexOf('/', slash + 1)) {
                rules = rules.below(root.resolve(path.substring(0, slash)), raw.substring(0, slash));
            }
            said.add(rules.ignores(raw, isDirectory));
        }
        return said;
    }

    private static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String rules(Random random) {
        var rules = new StringBuilder(random.nextInt(20) == 0 ? "\uFEFF" : "");
        for (int line = random.nextInt(1, 4); line > 0; line--) {
            if (random.nextInt(4) == 0) {
                rules.append('!');
            }
            for (int part = random.nextInt(1, 6); part > 0; part--) {
                rules.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            rules.append(random.nextInt(8) == 0 ? "\r" : "").append(line > 1 || random.nextBoolean() ? "\n" : "");
        }
        return rules.toString();
    }

    private void compare(long seed, int directories) throws IOException {
        var random = new Random(seed);
        var names = new ArrayList<String>();
        var written = new ArrayList<String>();
        for (int i = 0; i < directories; i++) {
            names.add("d" + i);
            written.add(rules(random));
            make(names.getLast(), written.getLast().getBytes(StandardCharsets.UTF_8));
        }
        var git = gitSays(names);
        for (int i = 0; i < directories; i++) {
            var theirs = git.subList(i * paths.size(), (i + 1) * paths.size());
            var ours = weSay(this.git.path().resolve(names.get(i)));
            for (int at = 0; at < paths.size(); at++) {
                assertThat(ours.get(at))
                        .as("seed %d, rules <<%s>>, path %s", seed, written.get(i), paths.get(at))
                        .isEqualTo(theirs.get(at));
            }
        }
    }

    @Test
    void ignores_what_git_ignores_whatever_the_rules_are() throws IOException {
        compare(1, 120);
    }

    @Test
    @Tag("thorough")
    void ignores_what_git_ignores_for_many_more_rules() throws IOException {
        for (int seed = 2; seed < 30; seed++) {
            compare(seed, 400);
        }
    }
}
