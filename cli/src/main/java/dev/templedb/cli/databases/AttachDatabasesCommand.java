package dev.templedb.cli.databases;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.databases.ProjectDatabases;
import org.jspecify.annotations.Nullable;

/// `templedb db attach SLUG [DIRECTORY]`
public final class AttachDatabasesCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> directory;
    private final DatabaseAccess databases;
    private final Temples temples;
    private final Terminal terminal;

    public AttachDatabasesCommand(Usage usage, DatabaseAccess databases, Temples temples, Terminal terminal) {
        usage.says(
                        "They stay where they are, and travel with the project: schema, list of changes, branches and names of"
                                + " tenants, without rows. A project has the databases of one place.")
                .example("templedb db attach shop")
                .example("templedb db attach shop ~/work/shop")
                .exits(ExitCode.NOT_FOUND, "there is no such project, or the directory holds no databases")
                .exits(ExitCode.CONFLICT, "the project has other databases");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        directory = usage.optionalParameter(
                "DIRECTORY",
                "The directory that holds them; the one that the options name, this one, or the nearest above it, without it.");
        this.databases = databases;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var given = directory.get();
        var place = given == null ? databases.directory() : DatabaseAccess.path(given);
        temples.inExisting(temple -> {
            new ProjectDatabases(temple).attach(slug.get(), place);
            return place;
        });
        terminal.say(
                new Details().with("slug", slug.get()).with("directory", place),
                "The databases of %s are those of %s.".formatted(slug.get(), Printable.text(place.toString())));
        return ExitCode.OK;
    }
}
