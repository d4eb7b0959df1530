package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A git repository that is measured with, and its size.
///
/// @param name      its directory's name
/// @param git       the directory that holds `objects`
/// @param treeBytes of all files that `HEAD` names
/// @param packBytes of its packs as they are, with their indexes left out
record Repository(
        String name, Path git, long files, long treeBytes, long commits, long objects, long refs, long packBytes) {

    static Repository open(Path path, Processes processes) throws IOException {
        var git = Path.of(processes.text(
                Command.of("git", "-C", path, "rev-parse", "--path-format=absolute", "--git-common-dir")));
        var tree = processes.text(Command.git(git, "ls-tree", "-r", "-l", "HEAD"));
        long files = 0;
        long treeBytes = 0;
        for (var line : (Iterable<String>) tree.lines()::iterator) {
            var size = line.substring(0, line.indexOf('\t')).strip().replaceAll(".* ", "");
            files++;
            treeBytes += size.equals("-") ? 0 : Long.parseLong(size);
        }
        return new Repository(
                path.getFileName().toString().replaceFirst("\\.git$", ""),
                git,
                files,
                treeBytes,
                Long.parseLong(processes.text(Command.git(git, "rev-list", "--count", "--all"))),
                Long.parseLong(processes.text(
                        Command.shell("git --git-dir=\"$1\" rev-list --objects --all --no-object-names | wc -l", git))),
                processes.text(Command.git(git, "for-each-ref")).lines().count(),
                packBytes(git));
    }

    /// What the packs of `git` take together.
    static long packBytes(Path git) throws IOException {
        long bytes = 0;
        try (var packs = Files.newDirectoryStream(git.resolve("objects/pack"), "*.pack")) {
            for (var pack : packs) {
                bytes += Files.size(pack);
            }
        }
        return bytes;
    }

    String describe() {
        return "%s: %s files (%s MB), %s commits, %s objects, %s refs, packs of %s MB"
                .formatted(
                        name,
                        Figures.count(files),
                        Figures.megabytes(treeBytes),
                        Figures.count(commits),
                        Figures.count(objects),
                        Figures.count(refs),
                        Figures.megabytes(packBytes));
    }
}
