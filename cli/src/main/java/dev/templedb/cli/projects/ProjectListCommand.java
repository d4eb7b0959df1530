package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.projects.Projects;
import org.jspecify.annotations.Nullable;

/// `templedb project list`
public final class ProjectListCommand implements Command {
    private final FilterOptions filter;
    private final Value<@Nullable String> text;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb project list")
                .example("templedb project list --tag web --ai numa --format json")
                .example("templedb project list | awk 'NR>2 {print $1}'")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no temple");
        filter = new FilterOptions(usage);
        text = usage.option("--search", "TEXT", "Only projects that `project search TEXT` finds.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var chosen = filter.filter().withText(text.get());
        terminal.list(SummaryListing.of(temples.inExisting(temple -> new Projects(temple).list(chosen))));
        return ExitCode.OK;
    }
}
