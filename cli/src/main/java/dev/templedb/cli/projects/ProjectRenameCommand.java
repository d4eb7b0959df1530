package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Slug;
import dev.templedb.temple.projects.Projects;

/// `templedb project rename SLUG NEW-SLUG`
public final class ProjectRenameCommand implements Command {
    private final Value<String> slug;
    private final Value<String> newSlug;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectRenameCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb project rename web-app shop")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple")
                .exits(ExitCode.CONFLICT, "another project has that slug");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        newSlug = usage.parameter("NEW-SLUG", "Its slug from now on.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var target = new Slug(newSlug.get());
        var project = temples.inExisting(temple -> new Projects(temple).rename(slug.get(), target));
        terminal.say(
                new Details().with("slug", project.slug().text()),
                "The project is called %s now.".formatted(project.slug()));
        return ExitCode.OK;
    }
}
