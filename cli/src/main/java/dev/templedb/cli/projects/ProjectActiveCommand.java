package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.projects.ProjectSummary;
import dev.templedb.temple.projects.Projects;
import java.time.Duration;
import java.util.Comparator;

/// `templedb project active`
public final class ProjectActiveCommand implements Command {
    private static final long WEEK = 7;
    private static final long MOST_DAYS = 365_000;

    private final Value<Long> days;
    private final FilterOptions filter;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectActiveCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Lists the projects about which something has changed lately, the latest first: an edit, an import or sync, a"
                                + " commit, a variable or secret, or what `project status --refresh` has found new in a directory.")
                .example("templedb project active")
                .example("templedb project active --days 30 --ai numa")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no temple");
        days = usage.number("--days", "N", "Within the last N days.", WEEK);
        filter = new FilterOptions(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var since = temples.clock().instant().minus(Duration.ofDays(Math.min(days.get(), MOST_DAYS)));
        var chosen = filter.filter().withSince(since);
        var found = temples.inExisting(temple -> new Projects(temple).list(chosen)).stream()
                .sorted(Comparator.comparing(ProjectSummary::lastActivityAt).reversed())
                .toList();
        terminal.list(SummaryListing.of(found));
        return ExitCode.OK;
    }
}
