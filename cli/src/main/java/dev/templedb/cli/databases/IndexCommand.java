package dev.templedb.cli.databases;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.DefaultNames;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `templedb db index list|create|drop`
final class IndexCommand {
    private IndexCommand() {}

    /// `templedb db index list [TABLE]`
    static final class ListAll implements Command {
        private final Value<@Nullable String> table;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        ListAll(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db index list")
                    .example("templedb db index list users")
                    .exits(ExitCode.NOT_FOUND, "there is no such table, database or branch");
            table = usage.optionalParameter("TABLE", "Name of a table; all without it.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.text("name"), Column.text("table"), Column.text("unique"), Column.text("columns"));
            var schema = databases.in(opened -> opened.branch().schema());
            for (var each : tables(schema)) {
                for (var index : each.indexes()) {
                    listing.row(
                            index.name(),
                            each.name(),
                            index.unique(),
                            index.terms().stream().map(Index.Term::text).toList());
                }
            }
            terminal.list(listing);
            return ExitCode.OK;
        }

        private List<dev.templedb.branchdb.schema.Table> tables(Schema schema) {
            String name = table.get();
            return name == null ? schema.tables() : List.of(TableCommand.require(schema, name));
        }
    }

    /// `templedb db index create TABLE COLUMN...`
    static final class Create implements Command {
        private final Value<String> table;
        private final Value<String[]> columns;
        private final Value<@Nullable String> name;
        private final Value<Boolean> unique;
        private final Value<Boolean> strict;
        private final SchemaWork work;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Create(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("When there is an index of that name and form already, nothing is done.")
                    .example("templedb db index create users email --unique")
                    .example("templedb db index create users team_id created_at --name users_by_team")
                    .exits(ExitCode.USAGE, "there is no column in it, or the name is not one");
            table = usage.parameter("TABLE", "Name of a table.");
            columns = usage.remainingParameters("COLUMN", "Name of a column; the order counts.");
            name = usage.option("--name", "NAME", "What it is called (default: idx_TABLE_COLUMN, or uniq_...).");
            unique = usage.flag("--unique", "No two rows have the same values.");
            strict = usage.flag("--strict", "Fail when there is that index already.");
            work = new SchemaWork(usage, databases, terminal);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            if (columns.get().length == 0) {
                throw new TempleException(ErrorCode.INDEX_INVALID, "An index needs at least one column.");
            }
            var terms = Stream.of(columns.get()).map(Index.Term::column).toList();
            var unnamed = new Index("", unique.get(), terms, null);
            String called = Objects.requireNonNullElse(name.get(), DefaultNames.index(table.get(), unnamed));
            var index = new Index(called, unique.get(), terms, null);
            if (!strict.get() && isThere(index)) {
                terminal.say(
                        new Details().with("index", called).with("made", false),
                        "There is the index %s already.".formatted(Printable.text(called)));
                return ExitCode.OK;
            }
            return work.run(
                    "Made the index %s".formatted(Printable.text(called)), new Change.CreateIndex(table.get(), index));
        }

        private boolean isThere(Index index) {
            return databases.in(opened -> opened.branch()
                    .schema()
                    .table(table.get())
                    .flatMap(each -> each.index(index.name()))
                    .filter(index::equals)
                    .isPresent());
        }
    }

    /// `templedb db index drop NAME`
    static final class Drop implements Command {
        private final Value<String> name;
        private final SchemaWork work;

        Drop(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db index drop idx_users_email");
            name = usage.parameter("NAME", "Name of an index.");
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            return work.run(
                    "Dropped the index %s".formatted(Printable.text(name.get())), new Change.DropIndex(name.get()));
        }
    }
}
