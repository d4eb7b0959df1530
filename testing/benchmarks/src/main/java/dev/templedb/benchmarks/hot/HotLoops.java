package dev.templedb.benchmarks.hot;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs JMH with its own command line options, then prints ours next to the peers, with what each allocates.
public final class HotLoops {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final Map<String, String> PEERS = new TreeMap<>(Map.ofEntries(
            Map.entry("Hashing.bothNames", "Hashing.peerSha1AndSha256OfTheJdk"),
            Map.entry("Framing.pack", "Framing.peerZstdCompress"),
            Map.entry("Framing.open", "Framing.peerZstdDecompress"),
            Map.entry("ReadingObjects.inOrder", "ReadingObjects.peerJgitInOrder"),
            Map.entry("ReadingObjects.atRandom", "ReadingObjects.peerJgitAtRandom"),
            Map.entry("ComparingTrees.ours", "ComparingTrees.peerJgit"),
            Map.entry("WritingJson.canonical", "WritingJson.peerJackson"),
            Map.entry("DatabaseRows.read", "DatabaseRows.peerRead"),
            Map.entry("DatabaseRows.insert", "DatabaseRows.peerInsert"),
            Map.entry("DatabaseRows.insertThousand", "DatabaseRows.peerInsertThousand"),
            Map.entry("DatabaseRows.filter", "DatabaseRows.peerFilter"),
            Map.entry("DatabaseRows.getKey", "DatabaseRows.peerGetKey"),
            Map.entry("DatabaseRows.setKey", "DatabaseRows.peerSetKey"),
            Map.entry("DatabaseRows.incrementKey", "DatabaseRows.peerIncrementKey")));

    private HotLoops() {}

    public static void main(String[] words) throws CommandLineOptionException, RunnerException {
        var options = new CommandLineOptions(words);
        if (options.shouldHelp()) {
            System.out.println(
                    "See ./bench --help; -l lists the benchmarks, and a name (a regular expression) chooses some. "
                            + "-wi, -i, -f set how often, -prof PROFILER looks inside.");
        } else if (options.shouldList()) {
            new Runner(options).list();
        } else {
            var all = new OptionsBuilder().parent(options).addProfiler(GCProfiler.class);
            print(new Runner(all.build()).run());
        }
    }

    /// What one call takes.
    private record Cost(double micros, double bytes) {
        static Cost of(RunResult result) {
            var allocated = result.getSecondaryResults().entrySet().stream()
                    .filter(each -> each.getKey().endsWith(ALLOCATED))
                    .findFirst();
            return new Cost(
                    result.getPrimaryResult().getScore(),
                    allocated.map(each -> each.getValue().getScore()).orElse(0.0));
        }
    }

    private static void print(Collection<RunResult> results) {
        var costs = new TreeMap<String, Cost>();
        for (var result : results) {
            var name = result.getParams().getBenchmark();
            costs.put(name.replaceFirst(".*\\.(.*\\..*)", "$1"), Cost.of(result));
        }
        System.out.println("\n| loop | µs | bytes | peer | µs | bytes | ours / it |");
        System.out.println("| --- | ---: | ---: | --- | ---: | ---: | ---: |");
        PEERS.forEach((loop, peer) -> {
            var ours = costs.get(loop);
            var theirs = costs.get(peer);
            if (ours != null && theirs != null) {
                System.out.println(String.format(
                        Locale.ROOT,
                        "| %s | %.1f | %.0f | %s | %.1f | %.0f | %.2f× |",
                        loop,
                        ours.micros(),
                        ours.bytes(),
                        peer,
                        theirs.micros(),
                        theirs.bytes(),
                        ours.micros() / theirs.micros()));
            }
        });
    }
}
