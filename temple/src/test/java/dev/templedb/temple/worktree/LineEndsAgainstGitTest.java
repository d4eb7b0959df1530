package dev.templedb.temple.worktree;

import static dev.templedb.temple.worktree.WorkSandbox.ada;
import static dev.templedb.temple.worktree.WorkSandbox.files;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.HistoryReader;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random attributes, files with all kinds of line ends: git and we make the same of them.
class LineEndsAgainstGitTest {
    private static final List<String> DIRECTORIES = List.of("", "d/", "d/e/", "f f/");
    private static final List<String> NAMES = List.of("a.txt", "b.c", "c.bin", "x y.txt", "noext", "\u00e9.txt");
    private static final List<String> PATTERNS = List.of(
            "*",
            "*.txt",
            "*.c",
            "*.bin",
            "/a.txt",
            "a.txt",
            "d/**",
            "/d/e/*.txt",
            "\"x y.txt\"",
            "[ab].*",
            "**/b.c",
            "d/",
            "n*t",
            "\"\\303\\251.txt\"",
            "e/a.txt",
            "\\*");
    private static final List<String> SETTINGS = List.of(
            "text",
            "-text",
            "!text",
            "text=auto",
            "text=input",
            "text=odd",
            "eol=lf",
            "eol=crlf",
            "-eol",
            "binary",
            "-binary",
            "crlf",
            "-crlf",
            "crlf=input",
            "ident",
            "-ident",
            "mine",
            "-mine",
            "deep",
            "filter=evil",
            "-b@d");
    private static final List<String> PIECES = List.of(
            "\n",
            "\n",
            "\n",
            "\r\n",
            "\r\n",
            "line",
            "line one two three",
            "\r",
            "\0",
            "\u001a",
            "$Id$",
            "$Id: old $",
            "$Id: a foreign one $",
            "$Id: cut\n",
            "\u0001\u0002",
            "\u00e9",
            "\t");

    @TempDir
    Path scratch;

    private GitFolder source;
    private int edits;

    private String someAttributes(Random random) {
        var text = new StringBuilder(random.nextInt(8) == 0 ? "\u00ef\u00bb\u00bf" : "");
        for (int i = random.nextInt(4); i >= 0; i--) {
            switch (random.nextInt(12)) {
                case 0 -> text.append("[attr]mine text eol=").append(random.nextBoolean() ? "lf" : "crlf");
                case 1 -> text.append("[attr]deep mine ident !eol");
                case 2 -> text.append("# *.txt eol=crlf");
                case 3 -> text.append("!*.txt -text");
                default -> {
                    text.append(pick(random, PATTERNS));
                    for (int n = random.nextInt(3); n >= 0; n--) {
                        text.append(random.nextBoolean() ? " " : "\t").append(pick(random, SETTINGS));
                    }
                }
            }
            text.append(random.nextInt(6) == 0 ? "\r\n" : "\n");
        }
        return text.toString();
    }

    /// Mostly text of one kind, so that what looks like text is met often enough.
    private static byte[] someContent(Random random) {
        var text = new StringBuilder();
        var end = random.nextBoolean() ? "\n" : "\r\n";
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(random.nextInt(3) == 0 ? pick(random, PIECES) : "line " + random.nextInt(9) + end);
        }
        return latin1(text.toString());
    }

    private static byte[] latin1(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private void change(Random random, Path root, int files, int attributes) throws IOException {
        for (int i = 0; i < files; i++) {
            put(root, pick(random, DIRECTORIES) + pick(random, NAMES), someContent(random));
        }
        for (int i = 0; i < attributes; i++) {
            put(root, pick(random, List.of("", "", "d/", "d/e/")) + ".gitattributes", latin1(someAttributes(random)));
        }
    }

    /// Gives each edited file a time of its own, so that git, which looks at whole seconds, sees it.
    private void put(Path root, String name, byte[] content) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_600_000_000L + ++edits)));
    }

    /// Runs git. Its index counts as written long after the files, so that those are clean that nobody has edited.
    private static String said(GitFolder git, String... arguments) throws IOException {
        var said = git.start(new byte[0], arguments);
        var index = git.path().resolve(".git/index");
        Files.setLastModifiedTime(index, FileTime.from(Instant.now().plusSeconds(3600)));
        return new String(said.output(), java.nio.charset.StandardCharsets.UTF_8).stripTrailing();
    }

    /// As if somebody had looked at the directory a while ago.
    private static void settle(WorkSandbox demo) {
        var checkout = demo.work().checkout();
        demo.sandbox.temple().file().write(tx -> {
            var store = new SqliteCheckoutStore(tx);
            var tracked = store.tracked(checkout.id());
            for (var file : List.copyOf(tracked.all())) {
                tracked.put(file.withStat(stat(RawPath.resolve(demo.directory, file.path()))));
            }
            store.setTracked(checkout.id(), tracked);
            return true;
        });
    }

    private static FileStat stat(Path path) {
        try {
            return FileStat.of(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Some of the history was committed byte for byte, before there were attributes.
    private List<String> history(Random random, int count) throws IOException {
        source = GitFolder.init(scratch.resolve("source"));
        var commits = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            change(random, source.path(), 6, i == 0 ? 0 : 1);
            if (random.nextBoolean()) {
                source.run("-c", "core.attributesFile=/dev/null", "add", "-A");
            } else {
                addExactly();
            }
            source.run("commit", "-q", "--allow-empty", "-m", "Commit " + i);
            commits.add(source.run("rev-parse", "HEAD"));
        }
        return commits;
    }

    private void addExactly() throws IOException {
        var info = source.path().resolve(".git/info/attributes");
        Files.createDirectories(info.getParent());
        Files.writeString(info, "* -text -ident\n");
        source.run("add", "-A");
        Files.delete(info);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void the_same_files_the_same_changes_the_same_commits(long seed) throws Exception {
        var random = new Random(seed);
        var commits = history(random, 5);
        var git = GitFolder.init(scratch.resolve("git"));
        git.run("fetch", "-q", source.path().toString(), "+refs/heads/main:refs/heads/theirs");
        try (var demo = new WorkSandbox(scratch, source)) {
            for (var commit : commits) {
                var target = scratch.resolve("out-" + commit);
                demo.checkouts().make(demo.project(), commit, target, Progress.NONE);
                forget(git);
                said(git, "reset", "-q", "--hard", commit);
                assertThat(files(target)).as(commit).isEqualTo(files(git.path()));
            }
            said(git, "checkout", "-q", "-B", "main", commits.getLast());
            assertThat(files(demo.directory)).isEqualTo(files(git.path()));
            assertThat(demo.status()).isEmpty();
            settle(demo);
            for (int round = 0; round < 4; round++) {
                int begin = edits;
                long what = random.nextLong();
                change(new Random(what), git.path(), 4, round % 2);
                edits = begin;
                change(new Random(what), demo.directory, 4, round % 2);
                assertThat(changed(demo)).as("round " + round).isEqualTo(changed(git));
                said(git, "add", "-A");
                said(git, "commit", "-q", "--allow-empty", "-m", "Round");
                demo.work().add(List.of(FilePath.of(".")), false);
                demo.work().commit(CommitRequest.of("Round", ada(round)).allowingEmpty());
                assertThat(tree(demo)).as("round " + round).isEqualTo(git.run("rev-parse", "HEAD^{tree}"));
                assertThat(files(demo.directory)).isEqualTo(files(git.path()));
                settle(demo);
            }
        }
    }

    /// Tracked files that differ, and new ones.
    private static TreeSet<String> changed(WorkSandbox demo) throws IOException {
        var paths = new TreeSet<String>();
        var status = demo.work().status(Untracked.FILES);
        status.unstaged().forEach(file -> paths.add(file.path().text()));
        status.untracked().forEach(path -> paths.add(path.text()));
        return paths;
    }

    private static TreeSet<String> changed(GitFolder git) throws IOException {
        var paths = new TreeSet<String>();
        for (var said : List.of(
                said(git, "diff", "--name-only", "-z"),
                said(git, "ls-files", "--others", "--exclude-standard", "-z"))) {
            Arrays.stream(said.split("\0")).filter(path -> !path.isEmpty()).forEach(paths::add);
        }
        return paths;
    }

    private static String tree(WorkSandbox demo) {
        return new HistoryReader(demo.sandbox.temple())
                .show(demo.project().id(), "main")
                .commit()
                .tree()
                .hex();
    }

    /// Leaves the repository and no file, so that the next checkout writes all of them.
    private static void forget(GitFolder git) throws IOException {
        Files.deleteIfExists(git.path().resolve(".git/index"));
        git.run("clean", "-q", "-f", "-d", "-x");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void switching_and_merging_write_what_git_writes(long seed) throws Exception {
        var random = new Random(seed);
        source = GitFolder.init(scratch.resolve("source"));
        source.write(".gitattributes", "* text=auto eol=crlf\n*.c text\n*.bin -text\nnoext eol=lf ident\n");
        change(random, source.path(), 12, 0);
        source.write("both.txt", "one\ntwo\nthree\nfour\nfive\nsix\nseven\n").commit("Base");
        source.run("checkout", "-q", "-b", "side");
        change(random, source.path(), 2, 0);
        source.write("both.txt", "ONE\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix\r\nseven\r\n")
                .commit("Side");
        source.run("checkout", "-q", "main");
        source.write("both.txt", "one\ntwo\nthree\nfour\nfive\nsix\nSEVEN\n")
                .write("clash.txt", "ours\n")
                .commit("Main");
        source.run("checkout", "-q", "-b", "clash", "side");
        source.write("clash.txt", "theirs\r\nand more\r\n").commit("Clash");
        source.run("checkout", "-q", "main");
        var git = GitFolder.init(scratch.resolve("git"));
        git.run("fetch", "-q", source.path().toString(), "+refs/heads/*:refs/heads/*", "--update-head-ok");
        said(git, "checkout", "-q", "-f", "main");
        try (var demo = new WorkSandbox(scratch, source)) {
            assertThat(files(demo.directory)).isEqualTo(files(git.path()));
            for (var branch : List.of("side", "main", "clash", "main")) {
                said(git, "checkout", "-q", branch);
                demo.work().switchTo(branch, Optional.empty());
                assertThat(files(demo.directory)).as(branch).isEqualTo(files(git.path()));
                assertThat(demo.status()).isEmpty();
            }
            said(git, "merge", "-q", "--no-edit", "side");
            demo.work().merge("side", Optional.empty(), ada(1), true, false);
            assertThat(files(demo.directory)).isEqualTo(files(git.path()));
            assertThat(tree(demo)).isEqualTo(git.run("rev-parse", "HEAD^{tree}"));
            said(git, "merge", "-q", "--no-edit", "clash");
            demo.work().merge("clash", Optional.empty(), ada(2), true, false);
            assertThat(files(demo.directory)).isEqualTo(files(git.path()));
            for (var root : List.of(git.path(), demo.directory)) {
                put(root, "clash.txt", latin1("decided\r\nby hand\n"));
            }
            git.run("add", "clash.txt");
            git.run("commit", "-q", "--no-edit");
            demo.work().add(List.of(FilePath.of("clash.txt")), false);
            demo.work().commit(CommitRequest.of("Decided", ada(3)));
            assertThat(tree(demo)).isEqualTo(git.run("rev-parse", "HEAD^{tree}"));
            assertThat(demo.status()).isEmpty();
        }
    }
}
