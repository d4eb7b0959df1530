package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.projects.Projects;

/// `templedb project search TEXT`
public final class ProjectSearchCommand implements Command {
    private final Value<String[]> words;
    private final FilterOptions filter;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectSearchCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Finds the projects that have every word somewhere in their slug, name, description, addresses, owner, companion,"
                                + " members, tags, language or license, in any case and inside of other words. `templedb search` looks into"
                                + " files.")
                .example("templedb project search shop")
                .example("templedb project search github.com/acme web --status active")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no temple");
        words = usage.remainingParameters("TEXT", "What to look for.");
        filter = new FilterOptions(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var text = String.join(" ", words.get());
        if (text.isBlank()) {
            throw new TempleException(ErrorCode.USAGE, "TEXT is missing.");
        }
        var chosen = filter.filter().withText(text);
        terminal.list(SummaryListing.of(temples.inExisting(temple -> new Projects(temple).list(chosen))));
        return ExitCode.OK;
    }
}
