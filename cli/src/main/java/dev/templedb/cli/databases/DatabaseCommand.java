package dev.templedb.cli.databases;

import dev.templedb.branchdb.ActiveBranch;
import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.DatabaseRow;
import dev.templedb.branchdb.names.NameKind;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb db create|list|show|use|delete`
final class DatabaseCommand {
    private static final String NO_DATABASE = "there is no such database, or the directory holds none";

    private DatabaseCommand() {}

    private static String nameOr(Value<@Nullable String> given, Opened opened) {
        return Objects.requireNonNullElse(given.get(), opened.meant().database());
    }

    /// `templedb db create NAME`
    static final class Create implements Command {
        private final Value<String> name;
        private final Value<@Nullable String> description;
        private final Value<Boolean> activate;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Create(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "It has one branch and one tenant, both called main. The first one of a directory makes it one that holds"
                                    + " databases, and is the one that is meant from then on when none is named.")
                    .example("templedb db create app")
                    .example("templedb db create shop --description \"What is sold, and to whom\" --switch")
                    .exits(ExitCode.USAGE, "a database cannot have that name")
                    .exits(ExitCode.CONFLICT, "there is a database of that name")
                    .exits(ExitCode.UNAVAILABLE, "the directory cannot be written");
            name = usage.parameter("NAME", "Name of the new database.");
            description = usage.option("--description", "TEXT", "What it is for.");
            activate = usage.flag("--switch", "Let it be the one that is meant when none is named.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            NameKind.DATABASE.require(name.get());
            return databases.inAny(this::create);
        }

        private int create(Opened opened) {
            boolean isFirst = opened.databases().list().isEmpty();
            opened.databases().create(name.get(), Objects.requireNonNullElse(description.get(), ""));
            boolean isActive = isFirst || activate.get();
            if (activate.get()) {
                opened.databases().activate(new ActiveBranch(name.get(), Databases.MAIN));
            }
            var directory = opened.directory();
            terminal.say(
                    new Details()
                            .with("name", name.get())
                            .with("directory", directory)
                            .with("active", isActive),
                    "Made the database %s in %s.%s"
                            .formatted(
                                    name.get(),
                                    Printable.text(directory.toString()),
                                    isActive ? "" : " `templedb db use %s` switches to it.".formatted(name.get())));
            return ExitCode.OK;
        }
    }

    /// `templedb db list`
    static final class ListAll implements Command {
        private final DatabaseAccess databases;
        private final Terminal terminal;

        ListAll(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db list")
                    .example("templedb db list --project-dir ~/shop --format json")
                    .exits(ExitCode.NOT_FOUND, "the directory holds no databases");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.text("name"),
                    Column.text("active"),
                    Column.number("branches"),
                    Column.text("maintenance"),
                    Column.text("description"),
                    Column.text("created_at", "created"));
            databases.in(opened -> {
                for (var database : opened.databases().list()) {
                    listing.row(
                            database.name(),
                            database.name().equals(opened.meant().database()),
                            opened.databases()
                                    .database(database.name())
                                    .branches()
                                    .size(),
                            database.maintenance().orElse(null),
                            database.description(),
                            database.createdAt());
                }
                return true;
            });
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb db show [NAME]`
    static final class Show implements Command {
        private final Value<@Nullable String> name;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Show(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db show")
                    .example("templedb db show app --format json")
                    .exits(ExitCode.NOT_FOUND, NO_DATABASE);
            name = usage.optionalParameter("NAME", "Name of the database; the one that is meant without it.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::show);
        }

        private int show(Opened opened) {
            var database = opened.databases().database(nameOr(name, opened));
            DatabaseRow info = database.info();
            var branches = database.branches();
            var main = database.main();
            terminal.show(new Details()
                    .with("name", info.name())
                    .with("description", info.description())
                    .with("active", info.name().equals(opened.meant().database()))
                    .with("branches", branches.stream().map(BranchRow::name).toList())
                    .with("tenants_of_main", main.tenants().size())
                    .with("tables_of_main", main.schema().tables().size())
                    .with("maintenance", info.maintenance().orElse(null))
                    .with("created_at", info.createdAt()));
            return ExitCode.OK;
        }
    }

    /// `templedb db use NAME`
    static final class Use implements Command {
        private final Value<String> name;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Use(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "Its branch main is meant from then on. It is kept in .branchdb/config.toml, for everybody who works in the directory.")
                    .example("templedb db use shop")
                    .exits(ExitCode.NOT_FOUND, NO_DATABASE);
            name = usage.parameter("NAME", "Name of a database.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            databases.in(opened -> {
                opened.databases().database(name.get()).info();
                opened.databases().activate(new ActiveBranch(name.get(), Databases.MAIN));
                return true;
            });
            terminal.say(
                    new Details().with("database", name.get()).with("branch", Databases.MAIN),
                    "The database %s is meant from now on.".formatted(name.get()));
            return ExitCode.OK;
        }
    }

    /// `templedb db delete NAME`
    static final class Delete implements Command {
        private final Value<String> name;
        private final Value<Boolean> yes;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Delete(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Its branches and tenants go with all data. " + DeletedCommand.SAYS
                            + "Asks first on a terminal, and never in a pipe.")
                    .example("templedb db delete shop --yes")
                    .exits(ExitCode.FAILED, "the answer was no")
                    .exits(ExitCode.NOT_FOUND, NO_DATABASE)
                    .exits(ExitCode.UNAVAILABLE, "it is in maintenance, or in use by somebody else");
            name = usage.parameter("NAME", "Name of a database.");
            yes = usage.flag("--yes", "Do not ask.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::delete);
        }

        private int delete(Opened opened) {
            var database = opened.databases().database(name.get());
            int branches = database.branches().size();
            if (!yes.get()
                    && !terminal.confirm("Delete the database %s with %s and all data?"
                            .formatted(
                                    name.get(),
                                    branches == 1 ? "its branch" : "its %d branches".formatted(branches)))) {
                terminal.note("Nothing was deleted.");
                return ExitCode.FAILED;
            }
            opened.databases().delete(name.get());
            if (opened.databases().active().database().equals(name.get())) {
                opened.databases().activate(ActiveBranch.DEFAULT);
            }
            terminal.say(
                    new Details().with("name", name.get()).with("branches", branches),
                    "Deleted the database %s.".formatted(name.get()));
            return ExitCode.OK;
        }
    }
}
