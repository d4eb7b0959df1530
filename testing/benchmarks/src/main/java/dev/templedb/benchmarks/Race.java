package dev.templedb.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Lets contestants do the same work in turn, round after round, so that what else the machine does meets all alike.
///
/// All of them find their input in the page cache and what was written before on disk: see
/// `testing/benchmarks/results/README.md`.
final class Race {
    private final Workbench bench;
    private final int rounds;

    /// A race of as many rounds as were asked for, or as fit the time for a piece.
    Race(Workbench bench) {
        this(bench, 1);
    }

    /// A race of quick contestants: `times` as many rounds.
    Race(Workbench bench, int times) {
        this.bench = bench;
        this.rounds = bench.options().rounds() * times;
    }

    /// A contestant, its runs, and why there are no more of them if it failed.
    private static final class Lane {
        final Contestant contestant;
        final Samples samples = new Samples();
        Optional<String> failure = Optional.empty();

        Lane(Contestant contestant) {
            this.contestant = contestant;
        }
    }

    /// Runs the race and reports it. The first contestant that is ours is what the others are compared with.
    void run(List<Contestant> contestants, Report report) throws IOException {
        var lanes = contestants.stream().map(Lane::new).toList();
        long end = System.nanoTime() + bench.options().pieceTime().toNanos();
        int done = 0;
        while (done < rounds && (done == 0 || System.nanoTime() < end)) {
            for (var lane : lanes) {
                if (lane.failure.isEmpty()) {
                    run(lane);
                }
            }
            done++;
        }
        report.table(
                List.of(
                        done == 1 ? "1 round" : done + " rounds",
                        "median s",
                        "range s",
                        "CPU s",
                        "peak MB",
                        "ours / it"),
                rows(lanes));
        for (var lane : lanes) {
            lane.failure.ifPresent(sentence -> report.failure(bench.withoutPaths(sentence)));
        }
    }

    private void run(Lane lane) throws IOException {
        var room = bench.scratch().room();
        try {
            var command = lane.contestant.attempt().in(room);
            bench.processes().run(Command.of("sync", "-f", room));
            lane.samples.add(bench.processes().measure(command));
        } catch (ProcessFailed failed) {
            lane.failure = Optional.of(failed.sentence());
        } finally {
            Scratch.delete(room);
        }
    }

    private static List<List<String>> rows(List<Lane> lanes) {
        double ours = lanes.stream()
                .filter(lane -> lane.contestant.ours() && !lane.samples.isEmpty())
                .mapToDouble(lane -> lane.samples.medianSeconds())
                .findFirst()
                .orElse(0);
        return lanes.stream()
                .filter(lane -> !lane.samples.isEmpty())
                .map(lane -> row(lane.contestant, lane.samples, ours))
                .toList();
    }

    private static List<String> row(Contestant contestant, Samples runs, double ours) {
        return List.of(
                contestant.ours() ? "**" + contestant.name() + "**" : contestant.name(),
                Figures.seconds(runs.medianSeconds()),
                Figures.seconds(runs.fastestSeconds()) + "–" + Figures.seconds(runs.slowestSeconds()),
                Figures.seconds(runs.medianCpuSeconds()),
                Figures.memory(runs.peakBytes()),
                contestant.ours() ? "" : Figures.ratio(ours, runs.medianSeconds()));
    }
}
