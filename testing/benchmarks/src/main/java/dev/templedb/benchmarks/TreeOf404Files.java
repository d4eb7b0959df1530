package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Exporting and importing a directory of 404 files and about 12 MB, the figure by which the Python tool was
/// advertised.
///
/// The files are real: of the repository's files, by size, the 404 in a row whose sum comes nearest to 12 MB.
final class TreeOf404Files implements Piece {
    private static final int FILES = 404;
    private static final long BYTES = 12_000_000;

    private record Sized(Path path, long bytes) {}

    @Override
    public String name() {
        return "tree";
    }

    @Override
    public String title() {
        return "A directory of " + FILES + " files, without history";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "cathedral export", "cathedral import");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var chosen = choose(bench.files());
        long bytes = chosen.stream().mapToLong(Sized::bytes).sum();
        if (bytes < BYTES / 2 || bytes > BYTES * 2) {
            report.sentence("Not measured: no %d files of this repository come near %s MB."
                    .formatted(FILES, Figures.megabytes(BYTES)));
            return;
        }
        report.sentence("%d files, %s MB.".formatted(FILES, Figures.megabytes(bytes)));
        race(bench, bench.input("tree", target -> copy(bench.files(), chosen, target)), report);
    }

    private static void race(Workbench bench, Path tree, Report report) throws IOException {
        var ours = bench.ours();
        var temple = bench.input(
                "tree.sqlite",
                target -> bench.processes().run(ours.command(target, "project import", tree, "--slug", "tree")));
        var file = bench.input(
                "tree.cathedral",
                target -> bench.processes().run(ours.command(temple, "cathedral export", "tree", "--output", target)));
        var tar = bench.input(
                "tree.tar.zst",
                target -> bench.processes()
                        .run(Command.shell("tar -cf - -C \"$1\" . | zstd -q -3 -o \"$2\"", tree, target)));
        var race = new Race(bench, 2);
        race.run(
                List.of(
                        Contestant.ours(
                                "cathedral export",
                                room -> ours.command(
                                        temple,
                                        "cathedral export",
                                        "tree",
                                        "--output",
                                        room.resolve("tree.cathedral"))),
                        Contestant.peer(
                                "tar \\| zstd -3",
                                room -> Command.shell(
                                        "tar -cf - -C \"$1\" . | zstd -q -3 -o \"$2\"",
                                        tree,
                                        room.resolve("tree.tar.zst")))),
                report);
        race.run(
                List.of(
                        Contestant.ours(
                                "cathedral import",
                                room -> ours.command(room.resolve("t.sqlite"), "cathedral import", file)),
                        Contestant.peer(
                                "zstd -d \\| tar -x",
                                room -> Command.shell("zstd -q -d -c \"$1\" | tar -xf - -C \"$2\"", tar, room))),
                report);
        race.run(
                List.of(
                        Contestant.ours(
                                "project import DIR",
                                room -> ours.command(
                                        room.resolve("t.sqlite"), "project import", tree, "--slug", "tree")),
                        Contestant.peer(
                                "git init, add, commit",
                                room -> Command.shell(
                                        "git init -q \"$1\" && cd \"$1\" && git --work-tree=\"$2\" add -A"
                                                + " && git -c user.name=Bench -c user.email=bench@example.org commit -q -m Tree",
                                        room.resolve("new"),
                                        tree))),
                report);
    }

    /// The files in a row, by size, whose sum comes nearest to [#BYTES]; none when there are too few files.
    private static List<Sized> choose(Path files) throws IOException {
        var all = new ArrayList<Sized>();
        Files.walkFileTree(files, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    all.add(new Sized(file, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        all.sort(Comparator.comparingLong(Sized::bytes).thenComparing(Sized::path));
        int best = -1;
        long nearest = Long.MAX_VALUE;
        long sum = 0;
        for (int i = 0; i < all.size(); i++) {
            sum += all.get(i).bytes();
            if (i >= FILES) {
                sum -= all.get(i - FILES).bytes();
            }
            if (i >= FILES - 1 && Math.abs(sum - BYTES) < nearest) {
                nearest = Math.abs(sum - BYTES);
                best = i - FILES + 1;
            }
        }
        return best < 0 ? List.of() : all.subList(best, best + FILES);
    }

    private static void copy(Path files, List<Sized> chosen, Path target) throws IOException {
        for (var file : chosen) {
            var to = target.resolve(files.relativize(file.path()));
            Files.createDirectories(to.getParent());
            Files.copy(file.path(), to);
        }
    }
}
