package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;

/// Starting, doing something small, and ending.
final class StartUp implements Piece {
    private static final int PROJECTS = 100;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "Start-up, and a list of " + PROJECTS + " projects";
    }

    @Override
    public List<String> commands() {
        return List.of("project create", "project list");
    }

    @Override
    public boolean isIndependent() {
        return true;
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var ours = bench.ours();
        var temple = bench.input("projects.sqlite", target -> {
            for (int i = 0; i < PROJECTS; i++) {
                bench.processes().run(ours.command(target, "project create", "project-" + i, "--name", "Project " + i));
            }
        });
        new Race(bench, 5)
                .run(
                        List.of(
                                Contestant.ours("project list", _ -> ours.command(temple, "project list")),
                                Contestant.ours("--help", _ -> ours.command("--help")),
                                Contestant.peer("git for-each-ref", _ -> Command.git(bench.git(), "for-each-ref")),
                                Contestant.peer(
                                        "java -version",
                                        _ -> Command.of(
                                                System.getProperty("java.home") + "/bin/java",
                                                "-XX:+UseSerialGC",
                                                "-version"))),
                        report);
    }
}
