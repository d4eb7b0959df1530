package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a project with its history takes on disk.
final class StoredSize implements Piece {
    private record Size(String name, boolean ours, long bytes) {}

    @Override
    public String name() {
        return "size";
    }

    @Override
    public String title() {
        return "Stored size";
    }

    @Override
    public List<String> commands() {
        return List.of("project import");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var sizes = new ArrayList<Size>();
        long temple = Ours.bytes(bench.temple());
        sizes.add(new Size("temple, as imported", true, temple));
        if (bench.ours().knows("cathedral export")) {
            sizes.add(new Size("package", true, Files.size(bench.packageFile())));
        }
        sizes.add(new Size("packs as they came", false, bench.repository().packBytes()));
        sizes.add(new Size("git repack -adf", false, repacked(bench)));
        var files = bench.files();
        var tar = bench.input(
                "files.tar.zst",
                target -> bench.processes()
                        .run(Command.shell("tar -cf - -C \"$1\" . | zstd -q -3 -o \"$2\"", files, target)));
        sizes.add(new Size("tar \\| zstd -3 (files alone)", false, Files.size(tar)));
        var rows = new ArrayList<List<String>>();
        for (var size : sizes) {
            rows.add(List.of(
                    size.ours() ? "**" + size.name() + "**" : size.name(),
                    Figures.megabytes(size.bytes()),
                    size.ours() ? "" : Figures.ratio(temple, size.bytes())));
        }
        report.table(List.of("", "MB", "temple / it"), rows);
    }

    /// The pack that git makes of the repository when it looks for all deltas anew.
    static long repacked(Workbench bench) throws IOException {
        return repacked(bench, bench.git());
    }

    static long repacked(Workbench bench, Path git) throws IOException {
        var room = bench.scratch().room();
        try {
            var clone = room.resolve("clone.git");
            bench.processes().run(Command.of("git", "clone", "-q", "--mirror", "--local", git, clone));
            bench.processes().run(Command.git(clone, "repack", "-q", "-a", "-d", "-f"));
            return Repository.packBytes(clone);
        } finally {
            Scratch.delete(room);
        }
    }
}
