package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The first push of a project with its whole history.
final class PushWhole implements Piece {
    @Override
    public String name() {
        return "push";
    }

    @Override
    public String title() {
        return "First push of the project with its history";
    }

    @Override
    public List<String> commands() {
        return List.of("project import", "serve", "cathedral push");
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var sharing = bench.sharing();
        sharing.missing().forEach(report::sentence);
        var contestants = new ArrayList<Contestant>();
        contestants.add(
                Contestant.ours("cathedral push", room -> sharing.push(sharing.temple(room), sharing.newName())));
        contestants.add(Contestant.peer("git push (git daemon)", _ -> push(bench, sharing, false)));
        if (sharing.git().hasHttp()) {
            contestants.add(Contestant.peer("git push (smart HTTP)", _ -> push(bench, sharing, true)));
        }
        if (sharing.hasRestic()) {
            var files = bench.files();
            contestants.add(Contestant.peer(
                    "restic backup (files alone, to a directory)",
                    room -> sharing.restic(sharing.resticRepository(room), "backup", files)));
        }
        new Race(bench).run(contestants, report);
    }

    private static Command push(Workbench bench, Sharing sharing, boolean isHttp) throws IOException {
        var name = sharing.newName();
        sharing.git().empty(name);
        var to = isHttp ? sharing.git().http(name) : sharing.git().daemon(name);
        return Command.git(bench.git(), "push", "-q", "--mirror", to);
    }
}
