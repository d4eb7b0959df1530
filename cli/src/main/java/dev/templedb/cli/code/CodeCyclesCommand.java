package dev.templedb.cli.code;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.code.CodeAnalysis;
import dev.templedb.temple.projects.Projects;

/// `templedb code cycles SLUG`
public final class CodeCyclesCommand implements Command {
    private final Value<String> slug;
    private final Temples temples;
    private final Terminal terminal;

    public CodeCyclesCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Files that import each other in a circle, directly or through others. The largest first; none is good.")
                .example("templedb code cycles web-app")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var cycles = temples.inExisting(temple -> new CodeAnalysis(temple, terminal.progress())
                .cycles(new Projects(temple).require(slug.get()).id()));
        var listing = new Listing(Column.number("cycle"), Column.number("size"), Column.text("files"));
        int number = 1;
        for (var cycle : cycles) {
            listing.row(
                    number++, cycle.size(), cycle.stream().map(Printable::text).toList());
        }
        terminal.list(listing);
        return ExitCode.OK;
    }
}
