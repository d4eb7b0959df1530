package dev.templedb.cli.dependencies;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.dependencies.Dependencies;
import dev.templedb.temple.dependencies.Dependency;
import dev.templedb.temple.projects.Projects;
import java.util.stream.Collectors;

/// `templedb deps why SLUG PACKAGE`
public final class DepsWhyCommand implements Command {
    private final Value<String> slug;
    private final Value<String> question;
    private final Temples temples;
    private final Terminal terminal;

    public DepsWhyCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Shows the ways that lead to a package from what the project asks for, the shortest for each of those; at most 100.")
                .example("templedb deps why web-app lodash")
                .example("templedb deps why web-app 'pkg:npm/lodash < 4.17.21'")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, or it does not depend on the package");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        question = usage.parameter("PACKAGE", "A package, and bounds of its version if you like.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var chains = temples.inExisting(temple -> new Dependencies(temple)
                .why(new Projects(temple).require(slug.get()).id(), question.get()));
        if (chains.isEmpty()) {
            throw new TempleException(
                    ErrorCode.DEPENDENCY_NOT_FOUND,
                    "%s does not depend on %s.".formatted(slug.get(), Printable.text(question.get())));
        }
        var listing = new Listing(
                Column.text("package"),
                Column.text("why"),
                Column.text("scope"),
                Column.text("path"),
                Column.hidden("purls"));
        for (var chain : chains) {
            var target = chain.links().getLast();
            listing.row(
                    Printable.text(target.text()),
                    chain.links().size() == 1
                            ? (target.direct() ? "asked for" : "named by the file")
                            : chain.links().stream()
                                    .map(Dependency::text)
                                    .map(Printable::text)
                                    .collect(Collectors.joining(" > ")),
                    target.scopeWord(),
                    target.path().toString(),
                    chain.links().stream().map(Dependency::purl).toList());
        }
        terminal.list(listing);
        return ExitCode.OK;
    }
}
