package dev.templedb.cli.dependencies;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.dependencies.Dependencies;
import dev.templedb.temple.dependencies.Dependency;
import dev.templedb.temple.dependencies.DependencyGraph;
import dev.templedb.temple.projects.Projects;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `templedb deps graph SLUG`
public final class DepsGraphCommand implements Command {
    private static final int DEEPEST = 100;

    private final Value<String> slug;
    private final Temples temples;
    private final Terminal terminal;

    public DepsGraphCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Below each file stand the packages that the project asks for, and below each of these what it needs. A package"
                                + " whose needs stand further up is marked with (*). In the formats for programs there is one row for each"
                                + " package, with the packages that it needs.")
                .example("templedb deps graph web-app")
                .example("templedb deps graph web-app --format json")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var graph = temples.inExisting(temple -> new Dependencies(temple)
                .graph(new Projects(temple).require(slug.get()).id()));
        if (terminal.format() == Format.TABLE) {
            terminal.print(tree(graph));
        } else {
            terminal.list(rows(graph));
        }
        return ExitCode.OK;
    }

    private static Listing rows(DependencyGraph graph) {
        var listing = new Listing(
                Column.text("purl"),
                Column.text("scope"),
                Column.text("direct"),
                Column.text("path"),
                Column.text("needs"));
        graph.packages().forEach((path, packages) -> {
            var needs = graph.needs().getOrDefault(path, List.of());
            for (var one : packages) {
                if (!one.isManaged()) {
                    listing.row(
                            one.purl(),
                            one.scopeWord(),
                            one.direct(),
                            path.toString(),
                            needs.get(one.position()).stream()
                                    .map(need -> packages.get(need).purl())
                                    .toList());
                }
            }
        });
        return listing;
    }

    private static String tree(DependencyGraph graph) {
        var out = new StringBuilder();
        graph.packages().forEach((path, packages) -> {
            var needs = graph.needs().getOrDefault(path, List.of());
            var seen = new HashSet<Integer>();
            out.append(path).append('\n');
            for (var one : packages) {
                if (one.direct()) {
                    append(out, packages, needs, one, 1, seen);
                }
            }
            for (var one : packages) {
                if (!one.isManaged() && !seen.contains(one.position())) {
                    append(out, packages, needs, one, 1, seen);
                }
            }
        });
        return out.toString();
    }

    private static void append(
            StringBuilder out,
            List<Dependency> packages,
            List<List<Integer>> needs,
            Dependency one,
            int depth,
            Set<Integer> seen) {
        var isNew = seen.add(one.position());
        var below = needs.get(one.position());
        out.repeat("  ", depth)
                .append(Printable.text(one.text()))
                .append(depth == 1 && !one.scopeWord().equals("runtime") ? " [" + one.scopeWord() + "]" : "")
                .append(isNew || below.isEmpty() ? "\n" : " (*)\n");
        if (isNew && depth < DEEPEST) {
            below.forEach(need -> append(out, packages, needs, packages.get(need), depth + 1, seen));
        }
    }
}
