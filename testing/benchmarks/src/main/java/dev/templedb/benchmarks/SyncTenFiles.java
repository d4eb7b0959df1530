package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Taking in one commit that changed ten files.
final class SyncTenFiles implements Piece {
    private static final int CHANGED = 10;

    @Override
    public String name() {
        return "sync";
    }

    @Override
    public String title() {
        return "Sync after a commit that changes " + CHANGED + " files";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "project sync");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var temple = bench.temple();
        var source = source(bench);
        new Race(bench)
                .run(
                        List.of(
                                Contestant.ours("project sync", room -> {
                                    var copy = room.resolve("t.sqlite");
                                    Files.copy(temple, copy);
                                    return bench.ours().command(copy, "project sync", Workbench.SLUG, source);
                                }),
                                Contestant.peer("git fetch", room -> {
                                    var clone = room.resolve("clone.git");
                                    bench.processes()
                                            .run(Command.of(
                                                    "git", "clone", "-q", "--bare", "--local", bench.git(), clone));
                                    return Command.git(clone, "fetch", "-q", source, "+refs/*:refs/*");
                                })),
                        report);
    }

    /// A clone with one more commit, which changes ten files.
    static Path source(Workbench bench) throws IOException {
        return bench.input("ten-more.git", target -> makeSource(bench, target));
    }

    private static void makeSource(Workbench bench, Path source) throws IOException {
        var processes = bench.processes();
        processes.run(Command.of("git", "clone", "-q", "--mirror", "--local", bench.git(), source));
        var index = source.resolve("bench-index").toString();
        processes.run(Command.git(source, "read-tree", "HEAD").with("GIT_INDEX_FILE", index));
        var entries = processes
                .text(Command.git(source, "-c", "core.quotePath=false", "ls-tree", "-r", "HEAD"))
                .lines()
                .filter(line -> line.startsWith("100"))
                .toList();
        for (int i = 0; i < CHANGED; i++) {
            // MODE blob ID, a tab, the path
            var entry = entries.get(i * (entries.size() / CHANGED)).split("[ \t]", 4);
            var old = processes.output(Command.git(source, "cat-file", "blob", entry[2]));
            var line = "One more line.\n".getBytes(StandardCharsets.US_ASCII);
            var changed = Arrays.copyOf(old, old.length + line.length);
            System.arraycopy(line, 0, changed, old.length, line.length);
            var id = processes.text(Command.git(source, "hash-object", "-w", "--stdin"), changed);
            processes.run(Command.git(source, "update-index", "--cacheinfo", entry[0] + "," + id + "," + entry[3])
                    .with("GIT_INDEX_FILE", index));
        }
        var tree = processes.text(Command.git(source, "write-tree").with("GIT_INDEX_FILE", index));
        Files.delete(Path.of(index));
        commit(processes, source, tree);
    }

    private static void commit(Processes processes, Path source, String tree) throws IOException {
        var who = Command.git(source, "commit-tree", "-p", "HEAD", "-m", "Change ten files", tree)
                .with("GIT_AUTHOR_NAME", "Bench")
                .with("GIT_AUTHOR_EMAIL", "bench@example.org")
                .with("GIT_COMMITTER_NAME", "Bench")
                .with("GIT_COMMITTER_EMAIL", "bench@example.org");
        processes.run(Command.git(source, "update-ref", "HEAD", processes.text(who)));
    }
}
