package dev.templedb.benchmarks;

import dev.templedb.benchmarks.HttpConnection.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// Finding some of 100,000 projects, over HTTP.
final class RegistrySearch implements Piece {
    /// Requests of each kind that count; a fifth as many before them do not.
    private static final int REQUESTS = 100;

    private static final String SEARCH = "/api/v1/search?q=";

    private final SampleText text = new SampleText(42);

    @Override
    public String name() {
        return "registry-search";
    }

    @Override
    public String title() {
        return "Search in a registry of " + Figures.count(ManyProjects.COUNT) + " projects";
    }

    @Override
    public List<String> commands() {
        return List.of("serve");
    }

    @Override
    public boolean isIndependent() {
        return true;
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        var projects = ManyProjects.of(bench);
        try (var server = RegistryServer.start(bench, projects.data(), RegistryServer.WITHOUT_LIMITS)) {
            report.sentence("One client, one request after the other, each with other words; pages of 30 projects.");
            double before = server.usage().cpuSeconds();
            var all = new Latencies();
            var rows = new ArrayList<List<String>>();
            for (var kind : kinds().entrySet()) {
                rows.add(run(server, kind.getValue(), "", all).row(kind.getKey()));
            }
            for (var kind : List.of("two words", "a typing error", "by stars")) {
                var paths = Objects.requireNonNull(kinds().get(kind));
                rows.add(run(server, paths, projects.viewer(), all).row(kind + ", signed in"));
            }
            rows.add(all.row("all"));
            report.table(Latencies.header(""), rows);
            report.sentence("The server and PostgreSQL took %.1f ms of processor time for a request."
                    .formatted((server.usage().cpuSeconds() - before) * 1000 / (all.count() * 1.2)));
        }
    }

    private static Latencies run(RegistryServer server, Supplier<String> paths, String headers, Latencies all)
            throws IOException {
        var latencies = new Latencies();
        try (var connection = new HttpConnection(server.address())) {
            for (int i = -REQUESTS / 5; i < REQUESTS; i++) {
                var request = Request.get(paths.get(), headers);
                long begin = System.nanoTime();
                boolean isGood = connection.send(request).status() == 200;
                long taken = System.nanoTime() - begin;
                if (i >= 0) {
                    latencies.add(taken, isGood);
                    all.add(taken, isGood);
                }
            }
        }
        return latencies;
    }

    /// Paths by kinds of search.
    private Map<String, Supplier<String>> kinds() {
        var kinds = new LinkedHashMap<String, Supplier<String>>();
        kinds.put("one word", () -> SEARCH + text.commonWord());
        kinds.put("two words", () -> SEARCH + text.commonWord() + "+" + text.commonWord());
        kinds.put("three words", () -> SEARCH + text.commonWord() + "+" + text.commonWord() + "+" + text.commonWord());
        kinds.put("a rare word", () -> SEARCH + text.rareWord());
        kinds.put("a rare and a common word", () -> SEARCH + text.rareWord() + "+" + text.commonWord());
        kinds.put("the first letter", () -> SEARCH + text.commonWord().charAt(0));
        kinds.put("a typing error", () -> SEARCH + mistyped());
        kinds.put("a word, in a language", () -> SEARCH + text.commonWord() + "&language=rust");
        kinds.put("a word, with a tag", () -> SEARCH + text.commonWord() + "&tag=" + text.commonWord());
        kinds.put("a word, by time", () -> SEARCH + text.commonWord() + "&sort=updated");
        kinds.put("a word, by stars", () -> SEARCH + text.commonWord() + "&sort=stars");
        kinds.put("by time", () -> "/api/v1/projects");
        kinds.put("by stars", () -> "/api/v1/projects?sort=stars");
        kinds.put("by downloads, in a language", () -> "/api/v1/projects?sort=downloads&language=zig");
        kinds.put("by stars, with a tag", () -> "/api/v1/projects?sort=stars&tag=" + text.commonWord());
        kinds.put("trending", () -> "/api/v1/projects?sort=trending");
        kinds.put("trending, with a tag", () -> "/api/v1/projects?sort=trending&tag=" + text.commonWord());
        return kinds;
    }

    /// A word with two letters the wrong way round.
    private String mistyped() {
        var word = text.commonWord();
        while (word.length() < 5) {
            word = text.commonWord();
        }
        int at = 1 + text.random().nextInt(word.length() - 2);
        return word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
    }
}
