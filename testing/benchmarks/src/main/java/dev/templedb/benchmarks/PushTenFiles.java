package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The push of one commit that changed ten files.
final class PushTenFiles implements Piece {
    @Override
    public String name() {
        return "push-ten";
    }

    @Override
    public String title() {
        return "Push after a commit that changes ten files";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "project sync", "serve", "cathedral push");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var sharing = bench.sharing();
        var source = SyncTenFiles.source(bench);
        sharing.missing().forEach(report::sentence);
        var contestants = new ArrayList<Contestant>();
        contestants.add(Contestant.ours("cathedral push", room -> {
            var temple = sharing.temple(room);
            bench.processes().run(sharing.push(temple, sharing.newName()));
            bench.processes().run(bench.ours().command(temple, "project sync", Workbench.SLUG, source));
            return sharing.push(temple);
        }));
        contestants.add(Contestant.peer("git push (git daemon)", _ -> push(sharing, source, false)));
        if (sharing.git().hasHttp()) {
            contestants.add(Contestant.peer("git push (smart HTTP)", _ -> push(sharing, source, true)));
        }
        if (sharing.hasRestic()) {
            contestants.add(Contestant.peer("restic backup (files alone, to a directory)", room -> {
                var repository = sharing.resticRepository(room);
                var files = room.resolve("files");
                bench.processes().run(Command.of("cp", "-a", bench.files(), files));
                bench.processes().run(sharing.restic(repository, "backup", files));
                Sharing.changeTen(files);
                return sharing.restic(repository, "backup", files);
            }));
        }
        new Race(bench).run(contestants, report);
    }

    private static Command push(Sharing sharing, Path source, boolean isHttp) throws IOException {
        var name = sharing.newName();
        sharing.git().mirror(name);
        return Command.git(
                source,
                "push",
                "-q",
                "--mirror",
                isHttp ? sharing.git().http(name) : sharing.git().daemon(name));
    }
}
