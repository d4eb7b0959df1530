package dev.templedb.cli.databases;

import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.names.NameKind;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb db init [DIRECTORY]`
final class InitDatabasesCommand implements Command {
    private final Value<@Nullable String> directory;
    private final Value<@Nullable String> name;
    private final DatabaseAccess databases;
    private final Terminal terminal;

    InitDatabasesCommand(Usage usage, DatabaseAccess databases, Terminal terminal) {
        usage.says(
                        "Makes a directory .branchdb in it, with one database. The first `db create` in a directory does so, too.")
                .example("templedb db init")
                .example("templedb db init shop --name orders")
                .example("templedb db init --project web-shop --name orders")
                .exits(ExitCode.USAGE, "a database cannot have that name")
                .exits(ExitCode.CONFLICT, "the directory holds databases already")
                .exits(ExitCode.UNAVAILABLE, "the directory cannot be written");
        directory = usage.optionalParameter("DIRECTORY", "The directory; this one without it. It is made if need be.");
        name = usage.option("--name", "NAME", "What the database is called (default: main).");
        this.databases = databases;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        String database = Objects.requireNonNullElse(name.get(), Databases.MAIN);
        NameKind.DATABASE.require(database);
        if (databases.project().isPresent()) {
            return ofProject(database);
        }
        var place = place();
        try (var made = Databases.init(place)) {
            made.create(database);
            return say(place, database);
        }
    }

    private int ofProject(String database) {
        if (directory.get() != null) {
            throw new TempleException(
                    ErrorCode.USAGE, "Give --project or a directory: each says where the databases are.");
        }
        return databases.inAny(opened -> {
            if (!opened.databases().list().isEmpty()) {
                throw new TempleException(
                        ErrorCode.BRANCHDB_EXISTS,
                        "The project has databases already, in %s."
                                .formatted(Printable.text(opened.directory().toString())));
            }
            opened.databases().create(database);
            return say(opened.directory(), database);
        });
    }

    private int say(Path place, String database) {
        terminal.say(
                new Details().with("directory", place).with("database", database),
                "Made the database %s in %s.".formatted(database, Printable.text(place.toString())));
        return ExitCode.OK;
    }

    /// Never one above this directory: there may be databases already.
    private Path place() {
        var given = directory.get();
        return given == null ? databases.named().orElseGet(() -> DatabaseAccess.path("")) : DatabaseAccess.path(given);
    }
}
