package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Taking a shared project with its whole history into a store that has nothing of it.
final class PullWhole implements Piece {
    @Override
    public String name() {
        return "clone";
    }

    @Override
    public String title() {
        return "Pull of the project with its history";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "serve", "cathedral push", "cathedral pull");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var sharing = bench.sharing();
        sharing.missing().forEach(report::sentence);
        var shared = sharing.newName();
        var room = bench.scratch().room();
        bench.processes().run(sharing.push(sharing.temple(room), shared));
        sharing.git().mirror(shared);
        var contestants = new ArrayList<Contestant>();
        contestants.add(Contestant.ours("cathedral pull", empty -> sharing.pull(sharing.emptyTemple(empty), shared)));
        contestants.add(Contestant.peer(
                "git clone --mirror (git daemon)",
                empty -> clone(empty, sharing.git().daemon(shared))));
        if (sharing.git().hasHttp()) {
            contestants.add(Contestant.peer(
                    "git clone --mirror (smart HTTP)",
                    empty -> clone(empty, sharing.git().http(shared))));
        }
        contestants.add(Contestant.peer(
                "git clone --mirror (of our registry)", empty -> clone(empty, sharing.address(shared))));
        if (sharing.hasRestic()) {
            var repository = sharing.resticRepository(room);
            bench.processes().run(sharing.restic(repository, "backup", bench.files()));
            contestants.add(Contestant.peer(
                    "restic restore (files alone, from a directory)",
                    empty -> sharing.restic(repository, "restore", "latest", "--target", empty.resolve("files"))));
        }
        new Race(bench).run(contestants, report);
        Scratch.delete(room);
    }

    private static Command clone(Path room, String from) {
        return Command.of("git", "clone", "-q", "--mirror", from, room.resolve("clone.git"));
    }
}
