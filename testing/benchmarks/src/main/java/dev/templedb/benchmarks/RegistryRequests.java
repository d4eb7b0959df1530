package dev.templedb.benchmarks;

import dev.templedb.benchmarks.HttpConnection.Request;
import dev.templedb.benchmarks.Load.Named;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/// What the server answers to programs and pages: some of everything, at a steady rate, and as much as it can.
final class RegistryRequests implements Piece {
    private static final int PER_SECOND = 100;
    private static final List<Integer> CLIENTS = List.of(4, 32);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Pattern PROJECT =
            Pattern.compile("\"owner\":\"([^\"]+)\",\"owner_type\":\"[^\"]+\",\"slug\":\"([^\"]+)\"");

    @Override
    public String name() {
        return "api";
    }

    @Override
    public String title() {
        return "Requests to a registry of " + Figures.count(ManyProjects.COUNT) + " projects";
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
            var load = new Load(server.address(), new Mix(server, projects.viewer())::next);
            load.atRate(PER_SECOND, WARM_UP);
            report.sentence(
                    "%d requests a second for %d seconds, each at its time; a time runs from when a request was due:"
                            .formatted(PER_SECOND, TIME.toSeconds()));
            double before = server.usage().cpuSeconds();
            var steady = load.atRate(PER_SECOND, TIME);
            double used = server.usage().cpuSeconds() - before;
            report(report, steady);
            report.sentence("The server and PostgreSQL were busy for %.1f s of these, %.1f ms for a request."
                    .formatted(used, used * 1000 / count(steady)));
            saturate(server, load, report);
        }
    }

    private static void saturate(RegistryServer server, Load load, Report report) throws IOException {
        report.sentence("The same mixture, as fast as it is answered, the clients on the same cores:");
        var rows = new ArrayList<List<String>>();
        for (int clients : CLIENTS) {
            double before = server.usage().cpuSeconds();
            var found = load.asFastAsPossible(clients, TIME);
            double used = server.usage().cpuSeconds() - before;
            var all = new Latencies();
            found.values().forEach(all::addAll);
            rows.add(all.row(
                    clients + " clients",
                    String.format(Locale.ROOT, "%.0f", all.count() / (double) TIME.toSeconds()),
                    String.format(Locale.ROOT, "%.1f", used * 1000 / all.count())));
        }
        report.table(Latencies.header("", "requests/s", "CPU ms each"), rows);
    }

    private static int count(Map<String, Latencies> found) {
        return found.values().stream().mapToInt(Latencies::count).sum();
    }

    private static void report(Report report, Map<String, Latencies> found) {
        var rows = new ArrayList<List<String>>();
        var all = new Latencies();
        for (var one : found.entrySet()) {
            rows.add(one.getValue().row(one.getKey()));
            all.addAll(one.getValue());
        }
        rows.add(all.row("all"));
        report.table(Latencies.header(""), rows);
    }

    /// Of ten requests five are for the page of a project or what belongs to it, three for lists and searches, one
    /// asks who the caller is, and one changes something.
    private static final class Mix {
        private final Random random = new Random(7);
        private final SampleText text = new SampleText(43);
        private final List<String> paths = new ArrayList<>();
        private final String caller;

        Mix(RegistryServer server, String caller) throws IOException {
            this.caller = caller;
            for (var word : List.of("web", "tool", "data", "server")) {
                var found = server.ask(Request.get("/api/v1/search?limit=100&sort=updated&q=" + word, ""));
                var project = PROJECT.matcher(found.text());
                while (project.find()) {
                    paths.add("/api/v1/projects/" + project.group(1) + "/" + project.group(2));
                }
            }
        }

        Named next() {
            var project = paths.get(random.nextInt(paths.size()));
            return switch (random.nextInt(10)) {
                case 0, 1, 2 -> get("project", project);
                case 3 -> get("versions of a project", project + "/versions");
                case 4 -> get("activity of a project", project + "/activity");
                case 5 -> get("list by stars", "/api/v1/projects?sort=stars&limit=10");
                case 6, 7 -> get("search", "/api/v1/search?limit=10&q=" + text.commonWord() + "+" + text.rareWord());
                case 8 -> get("who am I", "/api/v1/auth/user");
                default ->
                    new Named(
                            "star, or none",
                            new Request(
                                    random.nextBoolean() ? "PUT" : "DELETE", project + "/star", caller, new byte[0]));
            };
        }

        private Named get(String name, String path) {
            return new Named(name, Request.get(path, caller));
        }
    }
}
