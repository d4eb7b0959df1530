package dev.templedb.cli.databases;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.schema.View;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;

/// `templedb db view list|create|update|delete`
final class ViewCommand {
    private static final String VIEW = "Name of a view.";

    private ViewCommand() {}

    /// `templedb db view list`
    static final class ListAll implements Command {
        private final DatabaseAccess databases;
        private final Terminal terminal;

        ListAll(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db view list").exits(ExitCode.NOT_FOUND, "there is no such database or branch");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(Column.text("name"), Column.text("query"));
            for (var view : databases.in(opened -> opened.branch().schema().views())) {
                listing.row(view.name(), view.query());
            }
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb db view create NAME QUERY`
    static final class Create implements Command {
        private final Value<String> name;
        private final Value<String> query;
        private final SchemaWork work;

        Create(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db view create active \"SELECT id, name FROM users WHERE active\"")
                    .exits(ExitCode.USAGE, "the name is not one, or SQLite does not take the query");
            name = usage.parameter("NAME", "Name of the new view.");
            query = usage.parameter("QUERY", "A SELECT.");
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            return work.run(
                    "Made the view %s".formatted(Printable.text(name.get())),
                    new Change.CreateView(View.of(name.get(), query.get())));
        }
    }

    /// `templedb db view update NAME QUERY`
    static final class Update implements Command {
        private final Value<String> name;
        private final Value<String> query;
        private final SchemaWork work;

        Update(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db view update active \"SELECT id, name FROM users WHERE left_at IS NULL\"")
                    .exits(ExitCode.USAGE, "SQLite does not take the query");
            name = usage.parameter("NAME", VIEW);
            query = usage.parameter("QUERY", "A SELECT.");
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            return work.run(
                    "Changed the view %s".formatted(Printable.text(name.get())),
                    new Change.UpdateView(View.of(name.get(), query.get())));
        }
    }

    /// `templedb db view delete NAME`
    static final class Delete implements Command {
        private final Value<String> name;
        private final SchemaWork work;

        Delete(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db view delete active");
            name = usage.parameter("NAME", VIEW);
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            return work.run(
                    "Deleted the view %s".formatted(Printable.text(name.get())), new Change.DropView(name.get()));
        }
    }
}
