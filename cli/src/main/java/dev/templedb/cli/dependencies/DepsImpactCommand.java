package dev.templedb.cli.dependencies;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.dependencies.Dependencies;
import dev.templedb.temple.dependencies.ImpactHit;
import java.util.List;

/// `templedb deps impact QUERY`
public final class DepsImpactCommand implements Command {
    private final Value<String> question;
    private final Temples temples;
    private final Terminal terminal;

    public DepsImpactCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Looks at all projects of the temple. Versions are compared as the package manager of each package does. Where only a"
                                + " requirement is known that leaves room for other versions too, the answer is possible instead of yes.")
                .example("templedb deps impact 'log4j-core < 2.17'")
                .example("templedb deps impact 'pkg:npm/lodash >= 4, < 4.17.21' --format csv")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no temple");
        question = usage.parameter("QUERY", "A package, and bounds of its version: <, <=, =, !=, >=, >.");
        this.temples = temples;
        this.terminal = terminal;
    }

    private record Found(List<ImpactHit> hits, List<String> unfollowed) {}

    @Override
    public int run() {
        var found = temples.inExisting(temple -> {
            var dependencies = new Dependencies(temple);
            return new Found(dependencies.impact(question.get()), dependencies.unfollowed());
        });
        var listing = new Listing(
                Column.text("project"),
                Column.text("package"),
                Column.text("version"),
                Column.text("requirement"),
                Column.text("affected"),
                Column.text("scope"),
                Column.text("direct"),
                Column.text("path"),
                Column.hidden("purl"));
        for (var hit : found.hits()) {
            var one = hit.dependency();
            listing.row(
                    hit.project(),
                    Printable.text(one.packageName()),
                    DepsText.orNull(one.version()),
                    DepsText.orNull(one.requirement()),
                    hit.certain() ? "yes" : "possible",
                    one.scopeWord(),
                    one.direct(),
                    one.path().toString(),
                    one.purl());
        }
        terminal.list(listing);
        found.unfollowed()
                .forEach(slug -> terminal.warn(
                        "Of %s, not all files of requirements are followed, so it may depend on more; templedb deps list %s says where."
                                .formatted(slug, slug)));
        return ExitCode.OK;
    }
}
