package dev.templedb.cli.databases;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.ColumnTypes;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.tenants.Editor;
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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `templedb db column list|add|drop|rename|alter`
final class ColumnCommand {
    private static final String TABLE = "Name of a table.";
    private static final String COLUMN = "Name of a column.";

    private ColumnCommand() {}

    static Listing listing(Table table) {
        var listing = new Listing(
                Column.text("name"),
                Column.text("type"),
                Column.text("not_null"),
                Column.text("unique"),
                Column.text("default"),
                Column.text("references"));
        for (var column : table.columns()) {
            listing.row(
                    column.name(),
                    column.type(),
                    column.notNull(),
                    isUnique(table, column.name()),
                    dev.templedb.branchdb.schema.Column.isSystemName(column.name())
                            ? "(by itself)"
                            : column.defaultSql(),
                    references(table, column.name()));
        }
        return listing;
    }

    static List<Details> details(Table table) {
        return table.columns().stream()
                .map(column -> new Details()
                        .with("name", column.name())
                        .with("type", column.type())
                        .with("not_null", column.notNull())
                        .with("unique", isUnique(table, column.name()))
                        .with("default_sql", column.defaultSql())
                        .with("references", references(table, column.name())))
                .toList();
    }

    private static boolean isUnique(Table table, String column) {
        var key = table.primaryKey();
        return key != null && key.columnNames().equals(List.of(column))
                || table.uniques().stream().anyMatch(each -> each.columnNames().equals(List.of(column)))
                || table.indexes().stream().anyMatch(each -> isUnique(each, column));
    }

    private static boolean isUnique(Index index, String column) {
        return index.unique()
                && index.where() == null
                && index.terms().size() == 1
                && !index.terms().getFirst().expression()
                && index.terms().getFirst().text().equals(column);
    }

    private static @Nullable String references(Table table, String column) {
        return table.foreignKeys().stream()
                .filter(key -> key.columns().equals(List.of(column)))
                .map(key -> key.parent()
                        + "."
                        + String.join(".", key.parentColumns())
                        + (key.onDelete() == ForeignKey.Action.NO_ACTION
                                ? ""
                                : "." + key.onDelete().name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    private static dev.templedb.branchdb.schema.Column require(Schema schema, String table, String column) {
        return TableCommand.require(schema, table)
                .column(column)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        "The table %s has no column '%s'.".formatted(Printable.text(table), Printable.text(column))));
    }

    /// A value that is typed as such, or as SQL.
    private static final class Valued {
        private final String option;
        private final Value<@Nullable String> value;
        private final Value<@Nullable String> sql;

        Valued(Usage usage, String option, String description) {
            this.option = option;
            value = usage.option("--" + option, "VALUE", description);
            sql = usage.option("--" + option + "-sql", "SQL", "The same as an SQL expression.");
        }

        /// The SQL of it, or null when it was not given.
        @Nullable
        String of(String type) {
            String text = value.get();
            String expression = sql.get();
            if (text != null && expression != null) {
                throw new TempleException(ErrorCode.USAGE, "Give one of --%s and --%s-sql.".formatted(option, option));
            }
            return text != null ? ColumnTypes.literal(type, text) : expression == null ? null : "(" + expression + ")";
        }
    }

    /// `templedb db column list TABLE`
    static final class ListAll implements Command {
        private final Value<String> table;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        ListAll(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db column list users")
                    .exits(ExitCode.NOT_FOUND, "there is no such table, database or branch");
            table = usage.parameter("TABLE", TABLE);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            terminal.list(databases.in(
                    opened -> listing(TableCommand.require(opened.branch().schema(), table.get()))));
            return ExitCode.OK;
        }
    }

    /// `templedb db column add TABLE NAME TYPE`
    static final class Add implements Command {
        private final Value<String> table;
        private final Value<String> name;
        private final Value<@Nullable String> type;
        private final Value<Boolean> notNull;
        private final Value<Boolean> unique;
        private final Valued standard;
        private final Valued fill;
        private final Value<@Nullable String> references;
        private final SchemaWork work;

        Add(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("Rows that are there get the default, or what --fill says.")
                    .example("templedb db column add users age INTEGER --not-null --default 0")
                    .example("templedb db column add users email:TEXT:unique")
                    .example("templedb db column add users team_id TEXT --references teams.id.set_null")
                    .example("templedb db column add users label TEXT --fill-sql \"upper(name)\" --dry-run")
                    .exits(ExitCode.USAGE, "a name, a type or a value is not one");
            table = usage.parameter("TABLE", TABLE);
            name = usage.parameter("NAME", "Name of the new column; NAME:TYPE:... as in `db table create`, too.");
            type = usage.optionalParameter("TYPE", "TEXT, INTEGER, REAL, NUMERIC, BLOB or BOOLEAN.");
            notNull = usage.flag("--not-null", "Every row has a value.");
            unique = usage.flag("--unique", "No two rows have the same value.");
            standard = new Valued(usage, "default", "What rows get that are inserted without a value.");
            fill = new Valued(usage, "fill", "What the rows get that are there.");
            references =
                    usage.option("--references", "TABLE[.COLUMN[.ACTION]]", "The value names a row of that table.");
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            var column = column();
            String columnType = column.column().type();
            var change = new Change.AddColumn(
                    table.get(),
                    column.column(),
                    column.uniques(),
                    column.checks(),
                    column.foreignKeys(),
                    fill.of(columnType));
            return work.run(
                    "Added the column %s to %s"
                            .formatted(Printable.text(column.column().name()), Printable.text(table.get())),
                    change);
        }

        private ColumnText column() {
            String given = type.get();
            if (given == null && name.get().indexOf(':') < 0) {
                throw new TempleException(ErrorCode.USAGE, "TYPE is missing.");
            }
            var column = ColumnText.of(given == null ? name.get() : name.get() + ":" + given);
            var is = column.column();
            if (notNull.get()) {
                is = is.withNotNull(true);
            }
            String value = standard.of(is.type());
            column = column.withColumn(value == null ? is : is.withDefault(value));
            column = unique.get() ? column.unique() : column;
            String parent = references.get();
            return parent == null ? column : column.referring(parent);
        }
    }

    /// `templedb db column drop TABLE COLUMN`
    static final class Drop implements Command {
        private final Value<String> table;
        private final Value<String> column;
        private final SchemaWork work;
        private final Confirmation confirmation;

        Drop(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "Its values go in all tenants of the branch; everything else of the table stays. `db branch undo` brings them"
                                    + " back, until the next merge or for thirty days. " + Confirmation.SAYS)
                    .example("templedb db column drop users age --dry-run")
                    .example("templedb db column drop users age --yes");
            table = usage.parameter("TABLE", TABLE);
            column = usage.parameter("COLUMN", COLUMN);
            work = new SchemaWork(usage, databases, terminal);
            confirmation = new Confirmation(usage);
        }

        @Override
        public int run() {
            String what = Printable.text(table.get() + "." + column.get());
            return work.run(
                    confirmation,
                    "Drop the column %s with its values in all tenants?".formatted(what),
                    "Dropped the column %s".formatted(what),
                    new Change.DropColumn(table.get(), column.get()));
        }
    }

    /// `templedb db column rename TABLE COLUMN NEW-NAME`
    static final class Rename implements Command {
        private final Value<String> table;
        private final Value<String> column;
        private final Value<String> to;
        private final SchemaWork work;

        Rename(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("What refers to it follows: keys, indexes, triggers and views.")
                    .example("templedb db column rename users email mail")
                    .exits(ExitCode.USAGE, "the name is not one");
            table = usage.parameter("TABLE", TABLE);
            column = usage.parameter("COLUMN", COLUMN);
            to = usage.parameter("NEW-NAME", "What it is to be called.");
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            return work.run(
                    "Renamed the column %s to %s"
                            .formatted(Printable.text(table.get() + "." + column.get()), Printable.text(to.get())),
                    new Change.RenameColumn(table.get(), column.get(), to.get()));
        }
    }

    /// `templedb db column alter TABLE COLUMN`
    static final class Alter implements Command {
        private final Value<String> table;
        private final Value<String> column;
        private final Value<@Nullable String> type;
        private final Value<Boolean> notNull;
        private final Value<Boolean> nullable;
        private final Valued standard;
        private final Value<Boolean> noDefault;
        private final Valued fill;
        private final SchemaWork work;

        Alter(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db column alter users email --not-null --fill unknown")
                    .example("templedb db column alter users age --type REAL --default 0")
                    .example("templedb db column alter users email --nullable --no-default")
                    .exits(ExitCode.USAGE, "a type or a value is not one, or nothing is to be changed");
            table = usage.parameter("TABLE", TABLE);
            column = usage.parameter("COLUMN", COLUMN);
            type = usage.option("--type", "TYPE", "TEXT, INTEGER, REAL, NUMERIC, BLOB or BOOLEAN.");
            notNull = usage.flag("--not-null", "Every row has a value.");
            nullable = usage.flag("--nullable", "Rows may be without a value.");
            standard = new Valued(usage, "default", "What rows get that are inserted without a value.");
            noDefault = usage.flag("--no-default", "Let it have no default.");
            fill = new Valued(usage, "fill", "What rows without a value get.");
            work = new SchemaWork(usage, databases, terminal);
        }

        @Override
        public int run() {
            if (notNull.get() && nullable.get()) {
                throw new TempleException(ErrorCode.USAGE, "Give one of --not-null and --nullable.");
            }
            Editor editor = schema -> {
                var is = altered(require(schema, table.get(), column.get()));
                return Editor.of(List.of(new Change.AlterColumn(table.get(), is, fill.of(is.type()))))
                        .edit(schema);
            };
            return work.run(
                    "Changed the column %s".formatted(Printable.text(table.get() + "." + column.get())), editor);
        }

        private dev.templedb.branchdb.schema.Column altered(dev.templedb.branchdb.schema.Column was) {
            String newType = type.get();
            var is = newType == null ? was : was.withType(ColumnTypes.of(newType));
            if (notNull.get() || nullable.get()) {
                is = is.withNotNull(notNull.get());
            }
            String value = standard.of(is.type());
            if (value != null && noDefault.get()) {
                throw new TempleException(ErrorCode.USAGE, "Give one of --default and --no-default.");
            }
            return value != null || noDefault.get() ? is.withDefault(value) : is;
        }
    }
}
