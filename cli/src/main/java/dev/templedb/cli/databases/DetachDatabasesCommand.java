package dev.templedb.cli.databases;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.databases.ProjectDatabases;

/// `templedb db detach SLUG`
public final class DetachDatabasesCommand implements Command {
    private final Value<String> slug;
    private final Temples temples;
    private final Terminal terminal;

    public DetachDatabasesCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "The copy has the rows, too, and is the project's from now on. The directory stays as it is and belongs to"
                                + " no project any more.")
                .example("templedb db detach shop")
                .exits(ExitCode.NOT_FOUND, "there is no such project, or its databases are not where they were")
                .exits(ExitCode.UNAVAILABLE, "somebody writes to them");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        boolean wasAttached = temples.inExisting(temple -> new ProjectDatabases(temple).detach(slug.get()));
        terminal.say(
                new Details().with("slug", slug.get()).with("detached", wasAttached),
                wasAttached
                        ? "The databases of %s are in the temple now.".formatted(slug.get())
                        : "No directory is attached to %s.".formatted(slug.get()));
        return ExitCode.OK;
    }
}
