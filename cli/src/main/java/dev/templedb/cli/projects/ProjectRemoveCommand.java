package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.Projects;

/// `templedb project remove SLUG`
public final class ProjectRemoveCommand implements Command {
    private final Value<String> slug;
    private final Value<Boolean> yes;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectRemoveCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("Asks first on a terminal, and never in a pipe. Files on disk are not touched.")
                .example("templedb project remove web-app --yes")
                .example("templedb undo")
                .exits(ExitCode.FAILED, "the answer was no")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        yes = usage.flag("--yes", "Do not ask.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return temples.inExisting(this::remove);
    }

    private int remove(Temple temple) {
        var projects = new Projects(temple);
        var project = projects.require(slug.get());
        if (!yes.get() && !terminal.confirm("Remove project %s?".formatted(project.slug()))) {
            terminal.note("Nothing was removed.");
            return ExitCode.FAILED;
        }
        var removed = projects.remove(slug.get());
        terminal.say(
                new Details()
                        .with("slug", removed.slug().text())
                        .with("undo", removed.undoId())
                        .with("kept_until", removed.purgeAfter()),
                "Removed project %s. `templedb undo` brings it back within 30 days.".formatted(removed.slug()));
        return ExitCode.OK;
    }
}
