package dev.templedb.benchmarks.hot;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/// Runs JMH with its own command line options, then prints ours next to the peers.
public final class HotLoops {
    private static final Map<String, String> PEERS = new TreeMap<>(Map.of(
            "Hashing.bothNames", "Hashing.peerSha1AndSha256OfTheJdk",
            "Framing.pack", "Framing.peerZstdCompress",
            "Framing.open", "Framing.peerZstdDecompress",
            "ReadingObjects.inOrder", "ReadingObjects.peerJgitInOrder",
            "ReadingObjects.atRandom", "ReadingObjects.peerJgitAtRandom",
            "ComparingTrees.ours", "ComparingTrees.peerJgit",
            "WritingJson.canonical", "WritingJson.peerJackson"));

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
            print(new Runner(options).run());
        }
    }

    private static void print(Collection<RunResult> results) {
        var scores = new TreeMap<String, Double>();
        for (var result : results) {
            var name = result.getParams().getBenchmark();
            scores.put(
                    name.replaceFirst(".*\\.(.*\\..*)", "$1"),
                    result.getPrimaryResult().getScore());
        }
        System.out.println("\n| loop | µs | peer | µs | ours / it |\n| --- | ---: | --- | ---: | ---: |");
        PEERS.forEach((loop, peer) -> {
            var ours = scores.get(loop);
            var theirs = scores.get(peer);
            if (ours != null && theirs != null) {
                System.out.println(String.format(
                        Locale.ROOT, "| %s | %.1f | %s | %.1f | %.2f× |", loop, ours, peer, theirs, ours / theirs));
            }
        });
    }
}
