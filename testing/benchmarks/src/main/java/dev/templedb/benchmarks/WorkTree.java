package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The files of the repository twice: checked out of a temple, and by git, to be worked in.
final class WorkTree {
    private static final int CHANGED = 10;

    private final Workbench bench;
    private final List<String> paths;

    private WorkTree(Workbench bench, List<String> paths) {
        this.bench = bench;
        this.paths = paths;
    }

    /// The trees of the repository; the first call makes them.
    static WorkTree of(Workbench bench) throws IOException {
        var files = bench.processes()
                .text(Command.git(bench.git(), "-c", "core.quotePath=false", "ls-tree", "-r", "HEAD"))
                .lines()
                .filter(line -> line.startsWith("100"))
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .toList();
        var paths = new ArrayList<String>();
        for (int i = 0; i < CHANGED; i++) {
            paths.add(files.get(i * files.size() / CHANGED));
        }
        var tree = new WorkTree(bench, List.copyOf(paths));
        tree.ours();
        tree.gits();
        return tree;
    }

    /// A temple of which the files were checked out; not the one that others start from, because commits change it.
    Path temple() throws IOException {
        var temple = bench.temple();
        return bench.input("work.sqlite", target -> Files.copy(temple, target));
    }

    private Path ours() throws IOException {
        var temple = temple();
        return bench.input(
                "work",
                target -> bench.processes()
                        .run(bench.ours().command(temple, "project checkout", Workbench.SLUG, target)));
    }

    private Path gits() throws IOException {
        return bench.input(
                "work.git",
                target -> bench.processes().run(Command.of("git", "clone", "-q", "--local", bench.git(), target)));
    }

    /// Appends a line to each of ten files, in both trees.
    void change() throws IOException {
        for (var path : paths) {
            for (var tree : List.of(ours(), gits())) {
                Files.write(
                        tree.resolve(path),
                        "One more line.\n".getBytes(StandardCharsets.US_ASCII),
                        StandardOpenOption.APPEND);
            }
        }
    }

    /// The command `words` of ours in our tree.
    Command our(String words, Object... more) throws IOException {
        var all = new ArrayList<Object>(List.of(more));
        all.add("--project");
        all.add(ours());
        return signed(bench.ours().command(temple(), words, all.toArray()));
    }

    /// The command `words` of ours that takes a tree as its only parameter.
    Command ourOf(String words) throws IOException {
        return bench.ours().command(temple(), words, ours());
    }

    /// A command of git in git's tree.
    Command git(Object... words) throws IOException {
        var all = new ArrayList<Object>(List.of("git", "-C", gits()));
        all.addAll(List.of(words));
        return signed(Command.of(all.toArray()));
    }

    private static Command signed(Command command) {
        return command.with("GIT_AUTHOR_NAME", "Bench")
                .with("GIT_AUTHOR_EMAIL", "bench@example.org")
                .with("GIT_COMMITTER_NAME", "Bench")
                .with("GIT_COMMITTER_EMAIL", "bench@example.org");
    }
}
