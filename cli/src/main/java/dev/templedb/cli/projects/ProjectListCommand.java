package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.projects.ProjectFilter;
import dev.templedb.temple.projects.ProjectKind;
import dev.templedb.temple.projects.ProjectStatus;
import dev.templedb.temple.projects.Projects;
import org.jspecify.annotations.Nullable;

/// `templedb project list`
public final class ProjectListCommand implements Command {
    private final Value<@Nullable ProjectKind> kind;
    private final Value<@Nullable ProjectStatus> status;
    private final Value<@Nullable String> tag;
    private final Value<@Nullable String> text;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb project list")
                .example("templedb project list --tag web --format json")
                .example("templedb project list | awk 'NR>2 {print $1}'")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no temple");
        kind = usage.option("--kind", "KIND", "Only these: project or template.", ProjectKind::of);
        status = usage.option("--status", "STATUS", "Only projects of this status.", ProjectStatus::of);
        tag = usage.option("--tag", "TAG", "Only projects with this tag.");
        text = usage.option("--search", "TEXT", "Only projects with this text in slug, name or description.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var filter = new ProjectFilter(kind.get(), status.get(), tag.get(), text.get());
        var listing = new Listing(
                Column.text("slug"),
                Column.text("name"),
                Column.text("kind"),
                Column.text("status"),
                Column.hidden("visibility"),
                Column.text("language"),
                Column.number("files"),
                Column.bytes("bytes"),
                Column.text("last_activity_at", "last activity"));
        for (var project : temples.inExisting(temple -> new Projects(temple).list(filter))) {
            listing.row(
                    project.slug(),
                    project.name(),
                    project.kind(),
                    project.status(),
                    project.visibility(),
                    project.language(),
                    project.files(),
                    project.bytes(),
                    project.lastActivityAt());
        }
        terminal.list(listing);
        return ExitCode.OK;
    }
}
