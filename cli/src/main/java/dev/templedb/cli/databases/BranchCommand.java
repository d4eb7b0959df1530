package dev.templedb.cli.databases;

import dev.templedb.branchdb.ActiveBranch;
import dev.templedb.branchdb.BranchChange;
import dev.templedb.branchdb.Databases;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb db branch list|create|delete|switch|rename|protect|changes`
final class BranchCommand {
    static final String NO_BRANCH = "there is no such branch or database, or the directory holds none";
    static final String MEANT = "Name of a branch; the one that is meant without it.";

    private BranchCommand() {}

    static String nameOr(Value<@Nullable String> given, Opened opened) {
        return Objects.requireNonNullElse(given.get(), opened.meant().branch());
    }

    /// `templedb db branch list`
    static final class ListAll implements Command {
        private final DatabaseAccess databases;
        private final Terminal terminal;

        ListAll(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db branch list")
                    .example("templedb db branch list --db shop --format json")
                    .exits(ExitCode.NOT_FOUND, "there is no such database, or the directory holds none");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.text("name"),
                    Column.text("active"),
                    Column.text("parent"),
                    Column.number("changes"),
                    Column.number("tenants"),
                    Column.text("protected"),
                    Column.text("created_at", "created"));
            databases.in(opened -> {
                for (var row : opened.database().branches()) {
                    var branch = opened.database().branch(row.name());
                    listing.row(
                            row.name(),
                            row.name().equals(opened.meant().branch()),
                            row.parent().orElse(null),
                            branch.changes().size(),
                            branch.tenants().size(),
                            row.isProtected(),
                            row.createdAt());
                }
                return true;
            });
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb db branch create NAME`
    static final class Create implements Command {
        private final Value<String> name;
        private final Value<@Nullable String> source;
        private final Value<Boolean> activate;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Create(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "It begins where the branch is that is meant, with its schema, its tenants and their data; nothing is copied until"
                                    + " it is changed. The active branch stays what it is, unless --switch says so.")
                    .example("templedb db branch create feature")
                    .example("templedb db branch create fix --source main --switch")
                    .exits(ExitCode.USAGE, "a branch cannot have that name")
                    .exits(ExitCode.NOT_FOUND, NO_BRANCH)
                    .exits(ExitCode.CONFLICT, "there is a branch of that name")
                    .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy");
            name = usage.parameter("NAME", "Name of the new branch.");
            source = usage.option("--source", "BRANCH", "Where it begins.");
            activate = usage.flag("--switch", "Let it be the one that is meant when none is named.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::create);
        }

        private int create(Opened opened) {
            String from = nameOr(source, opened);
            opened.database().createBranch(name.get(), from);
            if (activate.get()) {
                opened.databases().activate(new ActiveBranch(opened.meant().database(), name.get()));
            }
            terminal.say(
                    new Details().with("name", name.get()).with("source", from).with("active", activate.get()),
                    "Made the branch %s of %s.%s"
                            .formatted(
                                    name.get(),
                                    from,
                                    activate.get()
                                            ? ""
                                            : " `templedb db branch switch %s` switches to it.".formatted(name.get())));
            return ExitCode.OK;
        }
    }

    /// `templedb db branch switch NAME`
    static final class Switch implements Command {
        private final Value<String> name;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Switch(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("It is kept in .branchdb/config.toml, for everybody who works in the directory.")
                    .example("templedb db branch switch feature")
                    .exits(ExitCode.NOT_FOUND, NO_BRANCH);
            name = usage.parameter("NAME", "Name of a branch.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            String database = databases.in(opened -> {
                opened.database().branch(name.get()).info();
                opened.databases().activate(new ActiveBranch(opened.meant().database(), name.get()));
                return opened.meant().database();
            });
            terminal.say(
                    new Details().with("database", database).with("branch", name.get()),
                    "The branch %s of %s is meant from now on.".formatted(name.get(), database));
            return ExitCode.OK;
        }
    }

    /// `templedb db branch rename NAME NEW-NAME`
    static final class Rename implements Command {
        private final Value<String> name;
        private final Value<String> to;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Rename(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db branch rename feature teams")
                    .exits(ExitCode.USAGE, "a branch cannot have that name")
                    .exits(ExitCode.NOT_FOUND, NO_BRANCH)
                    .exits(ExitCode.CONFLICT, "there is a branch of that name, or it is main")
                    .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy");
            name = usage.parameter("NAME", "Name of a branch.");
            to = usage.parameter("NEW-NAME", "What it is to be called.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            databases.in(opened -> {
                opened.database().renameBranch(name.get(), to.get());
                var active = opened.databases().active();
                var renamed = new ActiveBranch(opened.meant().database(), name.get());
                if (active.equals(renamed)) {
                    opened.databases().activate(new ActiveBranch(active.database(), to.get()));
                }
                return true;
            });
            terminal.say(
                    new Details().with("name", to.get()).with("was", name.get()),
                    "Renamed the branch %s to %s.".formatted(name.get(), to.get()));
            return ExitCode.OK;
        }
    }

    /// `templedb db branch delete NAME`
    static final class Delete implements Command {
        private final Value<String> name;
        private final Confirmation confirmation;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Delete(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Its tenants go with their data. " + DeletedCommand.SAYS + Confirmation.SAYS)
                    .example("templedb db branch delete feature --yes")
                    .exits(ExitCode.NOT_FOUND, NO_BRANCH)
                    .exits(ExitCode.CONFLICT, "it is main")
                    .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy");
            name = usage.parameter("NAME", "Name of a branch.");
            confirmation = new Confirmation(usage);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            return databases.in(this::delete);
        }

        private int delete(Opened opened) {
            int tenants = name.get().equals(Databases.MAIN)
                    ? 0
                    : opened.database().branch(name.get()).tenants().size();
            String question = "Delete the branch %s with the data of %s?"
                    .formatted(Printable.text(name.get()), Quantities.count(tenants, "tenant"));
            if (tenants > 0 && !confirmation.isGiven(terminal, question)) {
                return ExitCode.FAILED;
            }
            opened.database().deleteBranch(name.get());
            var active = opened.databases().active();
            if (active.equals(new ActiveBranch(opened.meant().database(), name.get()))) {
                opened.databases().activate(new ActiveBranch(active.database(), Databases.MAIN));
            }
            terminal.say(
                    new Details().with("name", name.get()).with("tenants", tenants),
                    "Deleted the branch %s.".formatted(name.get()));
            return ExitCode.OK;
        }
    }

    /// `templedb db branch protect [NAME]`
    static final class Protect implements Command {
        private final Value<@Nullable String> name;
        private final Value<Boolean> off;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Protect(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Its schema changes by merges only from then on. Rows can be written as before.")
                    .example("templedb db branch protect main")
                    .example("templedb db branch protect main --off")
                    .exits(ExitCode.NOT_FOUND, NO_BRANCH)
                    .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy");
            name = usage.optionalParameter("NAME", MEANT);
            off = usage.flag("--off", "Let it be changed directly again.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            String branch = databases.in(opened -> {
                String named = nameOr(name, opened);
                opened.database().branch(named).protect(!off.get());
                return named;
            });
            terminal.say(
                    new Details().with("name", branch).with("protected", !off.get()),
                    off.get()
                            ? "The branch %s can be changed directly again.".formatted(branch)
                            : "The branch %s changes by merges only from now on.".formatted(branch));
            return ExitCode.OK;
        }
    }

    /// `templedb db branch changes [NAME]`
    static final class Changes implements Command {
        private final Value<@Nullable String> name;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Changes(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("In the order in which they were made, those from before the branch was made among them.")
                    .example("templedb db branch changes")
                    .example("templedb db branch changes feature --format json")
                    .exits(ExitCode.NOT_FOUND, NO_BRANCH);
            name = usage.optionalParameter("NAME", MEANT);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.number("change"),
                    Column.text("type"),
                    Column.text("entity"),
                    Column.text("merged_from"),
                    Column.text("undone"),
                    Column.text("made_at", "made"),
                    Column.hidden("version"),
                    Column.hidden("sql"));
            var history = databases.in(
                    opened -> opened.database().branch(nameOr(name, opened)).history());
            for (BranchChange each : history) {
                var listed = each.listed();
                listing.row(
                        listed.position(),
                        listed.kind(),
                        each.entity(),
                        listed.origin().orElse(null),
                        listed.isUndone(),
                        listed.madeAt(),
                        listed.version(),
                        listed.sql());
            }
            terminal.list(listing);
            return ExitCode.OK;
        }
    }
}
