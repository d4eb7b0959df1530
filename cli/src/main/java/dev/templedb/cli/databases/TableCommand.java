package dev.templedb.cli.databases;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.SchemaEditor;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.tenants.Editor;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;

/// `templedb db table list|create|drop|copy|rename|show`
final class TableCommand {
    private static final String TABLE = "Name of a table.";

    private TableCommand() {}

    static Table require(dev.templedb.branchdb.schema.Schema schema, String name) {
        return schema.table(name)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.TABLE_NOT_FOUND, "There is no table '%s'.".formatted(Printable.text(name))));
    }

    /// `templedb db table list`
    static final class ListAll implements Command {
        private final DatabaseAccess databases;
        private final Terminal terminal;

        ListAll(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db table list")
                    .example("templedb db table list --branch feature --format json")
                    .exits(ExitCode.NOT_FOUND, "there is no such database or branch");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.text("name"),
                    Column.number("columns"),
                    Column.number("indexes"),
                    Column.number("foreign_keys"));
            for (var table : databases.in(opened -> opened.branch().schema().tables())) {
                listing.row(
                        table.name(),
                        table.columns().size(),
                        table.indexes().size(),
                        table.foreignKeys().size());
            }
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb db table create NAME COLUMN...`
    static final class Create implements Command {
        private final Value<String> name;
        private final Value<String[]> columns;
        private final SchemaWork work;

        Create(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "All tenants of the branch have it at the same instant. It has the columns id, created_at and updated_at besides"
                                    + " those that are given, and they are kept by themselves.")
                    .example("templedb db table create teams name:TEXT:not_null:unique")
                    .example(
                            "templedb db table create users name:TEXT email:TEXT:not_null team_id:TEXT:fk=teams.id.cascade")
                    .example("templedb db table create items price:REAL:default=0 count:INTEGER --dry-run")
                    .exits(ExitCode.USAGE, "a name, a type or a value is not one");
            name = usage.parameter("NAME", "Name of the new table.");
            columns = usage.remainingParameters("COLUMN", ColumnText.SYNTAX);
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            var table = Table.define(name.get());
            for (var column : columns.get()) {
                table = ColumnText.of(column).addTo(table);
            }
            return work.run("Made the table %s".formatted(Printable.text(name.get())), new Change.CreateTable(table));
        }
    }

    /// `templedb db table drop NAME`, and `delete`
    static final class Drop implements Command {
        private final Value<String> name;
        private final SchemaWork work;
        private final Confirmation confirmation;

        Drop(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "Its rows go in all tenants of the branch. `db branch undo` brings them back, until the next merge or for thirty"
                                    + " days. " + Confirmation.SAYS)
                    .example("templedb db table drop users --dry-run")
                    .example("templedb db table drop users --yes");
            name = usage.parameter("NAME", TABLE);
            work = new SchemaWork(usage, databases, terminal);
            confirmation = new Confirmation(usage);
        }

        @Override
        public int run() {
            String table = Printable.text(name.get());
            return work.run(
                    confirmation,
                    "Drop the table %s with its rows in all tenants?".formatted(table),
                    "Dropped the table %s".formatted(table),
                    new Change.DropTable(name.get()));
        }
    }

    /// `templedb db table copy SOURCE TARGET`
    static final class Copy implements Command {
        private final Value<String> source;
        private final Value<String> target;
        private final Value<Boolean> noData;
        private final SchemaWork work;

        Copy(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "The copy has the same keys, checks, foreign keys and indexes; its indexes have names of their own.")
                    .example("templedb db table copy users members")
                    .example("templedb db table copy users members --no-data")
                    .exits(ExitCode.USAGE, "the name is not one");
            source = usage.parameter("SOURCE", TABLE);
            target = usage.parameter("TARGET", "Name of the new table.");
            noData = usage.flag("--no-data", "Copy no rows.");
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            Editor editor = schema -> {
                var table = require(schema, source.get());
                var copy = SchemaEditor.copyOf(table, target.get());
                return Editor.of(List.of(new Change.CopyTable(table.name(), copy, !noData.get())))
                        .edit(schema);
            };
            return work.run(
                    "Copied the table %s to %s".formatted(Printable.text(source.get()), Printable.text(target.get())),
                    editor);
        }
    }

    /// `templedb db table rename NAME NEW-NAME`
    static final class Rename implements Command {
        private final Value<String> name;
        private final Value<String> to;
        private final SchemaWork work;

        Rename(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("What refers to it follows: foreign keys, indexes, triggers and views.")
                    .example("templedb db table rename users members")
                    .exits(ExitCode.USAGE, "the name is not one");
            name = usage.parameter("NAME", TABLE);
            to = usage.parameter("NEW-NAME", "What it is to be called.");
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            return work.run(
                    "Renamed the table %s to %s".formatted(Printable.text(name.get()), Printable.text(to.get())),
                    new Change.RenameTable(name.get(), to.get()));
        }
    }

    /// `templedb db table show NAME`
    static final class Show implements Command {
        private final Value<String> name;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Show(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db table show users")
                    .example("templedb db table show users --format json")
                    .exits(ExitCode.NOT_FOUND, "there is no such table, database or branch");
            name = usage.parameter("NAME", TABLE);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var table = databases.in(opened -> require(opened.branch().schema(), name.get()));
            var indexes = table.indexes().stream()
                    .map(index -> index.createSql(table.name()))
                    .toList();
            if (terminal.format() == Format.TABLE) {
                terminal.list(ColumnCommand.listing(table));
                terminal.print("\n" + lines(table.createSql() + ";")
                        + String.join(
                                "",
                                indexes.stream().map(sql -> lines(sql + ";")).toList()));
            } else {
                terminal.show(new Details()
                        .with("name", table.name())
                        .with("columns", ColumnCommand.details(table))
                        .with(
                                "foreign_keys",
                                table.foreignKeys().stream()
                                        .map(TableCommand::reference)
                                        .toList())
                        .with("sql", table.createSql())
                        .with("indexes", indexes));
            }
            return ExitCode.OK;
        }
    }

    private static Details reference(dev.templedb.branchdb.schema.ForeignKey key) {
        return new Details()
                .with("columns", key.columns())
                .with("table", key.parent())
                .with("table_columns", key.parentColumns())
                .with("on_delete", key.onDelete())
                .with("on_update", key.onUpdate());
    }

    static String lines(String sql) {
        var text = new StringBuilder();
        sql.lines().forEach(line -> text.append(Printable.text(line)).append('\n'));
        return text.toString();
    }
}
