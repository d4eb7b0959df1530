package dev.templedb.cli.databases;

import dev.templedb.branchdb.data.Filter;
import dev.templedb.branchdb.data.RowFormat;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `templedb db data insert|update|delete|import|export`
final class DataCommand {
    private static final int MOST_INPUT_BYTES = 256 << 20;
    private static final String ROWS = "One row as a JSON object, or many as an array; - reads standard input.";

    private DataCommand() {}

    private static Usage table(Usage usage) {
        return usage.exits(ExitCode.USAGE, "a value, a filter or the JSON is not valid; nothing was changed")
                .exits(ExitCode.NOT_FOUND, "there is no such table, column or row")
                .exits(ExitCode.CONFLICT, "a row breaks a key or a reference; nothing was changed")
                .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy, or the disk is full");
    }

    private static List<Map<String, @Nullable Object>> rows(@Nullable String json, Terminal terminal) {
        if (json == null) {
            throw usage("Give the rows with --data.");
        }
        byte[] bytes = json.equals("-") ? terminal.readInput(MOST_INPUT_BYTES) : json.getBytes(StandardCharsets.UTF_8);
        var rows = RowFormat.JSON.readAll(new ByteArrayInputStream(bytes));
        if (rows.isEmpty()) {
            throw usage("There is no row in the data.");
        }
        return rows;
    }

    private static TempleException usage(String sentence) {
        return new TempleException(ErrorCode.USAGE, sentence);
    }

    /// The options that choose rows.
    private static final class Where {
        private final Value<String[]> terms;
        private final Value<Boolean> any;

        Where(Usage usage) {
            terms = usage.options(
                    "--where",
                    "FILTER",
                    "COLUMN=VALUE or COLUMN__OPERATOR=VALUE, with eq, ne, gt, gte, lt, lte, like, in or isnull; may be repeated.");
            any = usage.flag("--or", "Any of the filters is enough; without it all must hold.");
        }

        boolean isGiven() {
            return terms.get().length > 0;
        }

        Filter filter() {
            return Filter.parse(List.of(terms.get()), any.get() ? "OR" : "AND");
        }
    }

    /// `templedb db data insert TABLE --data JSON`
    static final class Insert implements Command {
        private final Value<String> table;
        private final Value<@Nullable String> data;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Insert(Usage usage, DatabaseAccess databases, Terminal terminal) {
            table(usage.says(
                            "All rows are added, or none. A row without an id gets one; what it does not say gets its default.")
                    .example(
                            "templedb db data insert users --data '{\"name\": \"Ada\", \"email\": \"ada@example.org\"}'")
                    .example("templedb db data insert users --data - --tenant acme"));
            table = usage.parameter("TABLE", "Name of a table.");
            data = usage.option("--data", "JSON", ROWS);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var rows = rows(data.get(), terminal);
            var ids = databases.in(opened -> opened.tenant().table(table.get()).insertAll(rows));
            terminal.say(
                    new Details().with("inserted", ids.size()).with("ids", ids),
                    ids.size() == 1
                            ? "Added the row %s.".formatted(Printable.text(ids.getFirst()))
                            : "Added %d rows.".formatted(ids.size()));
            return ExitCode.OK;
        }
    }

    /// `templedb db data update TABLE`
    static final class Update implements Command {
        private final Value<String> table;
        private final Value<@Nullable String> data;
        private final Where where;
        private final Value<String[]> set;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Update(Usage usage, DatabaseAccess databases, Terminal terminal) {
            table(usage.says(
                            "Either --data with rows that name their id, or --where with --set. All rows are changed, or none.")
                    .example("templedb db data update users --data '{\"id\": \"u1\", \"age\": 37}'")
                    .example("templedb db data update users --where age__lt=18 --set active=false"));
            table = usage.parameter("TABLE", "Name of a table.");
            data = usage.option("--data", "JSON", ROWS);
            where = new Where(usage);
            set = usage.options(
                    "--set", "COLUMN=VALUE", "The new value of a column; COLUMN:=null for none. May be repeated.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            boolean isById = data.get() != null;
            if (isById == (where.isGiven() || set.get().length > 0)) {
                throw usage("Give either --data, or --where with --set.");
            }
            long changed = isById ? byId() : chosen();
            terminal.say(
                    new Details().with("changed", changed), "Changed %s.".formatted(Quantities.count(changed, "row")));
            return ExitCode.OK;
        }

        private long byId() {
            var rows = rows(data.get(), terminal);
            return databases.in(opened -> {
                opened.tenant().table(table.get()).updateAll(rows);
                return (long) rows.size();
            });
        }

        private long chosen() {
            var filter = where.filter();
            var changes = new LinkedHashMap<String, @Nullable Object>();
            for (var each : set.get()) {
                int equals = each.indexOf('=');
                if (equals <= 0) {
                    throw usage("\"%s\" is not of the form COLUMN=VALUE.".formatted(Printable.text(each)));
                }
                boolean isNull = each.endsWith(":=null");
                changes.put(
                        isNull ? each.substring(0, equals - 1) : each.substring(0, equals),
                        isNull ? null : each.substring(equals + 1));
            }
            return databases.in(opened -> opened.tenant().table(table.get()).updateWhere(filter, changes));
        }
    }

    /// `templedb db data delete TABLE`
    static final class Delete implements Command {
        private final Value<String> table;
        private final Value<String[]> ids;
        private final Where where;
        private final Confirmation confirmation;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Delete(Usage usage, DatabaseAccess databases, Terminal terminal) {
            table(usage.says("The rows that --id names or --where chooses, with those that references take with them. "
                            + Confirmation.SAYS)
                    .example("templedb db data delete users --id u1 --id u2")
                    .example("templedb db data delete users --where age__gt=30 --where name__like=A% --yes"));
            table = usage.parameter("TABLE", "Name of a table.");
            ids = usage.options("--id", "ID", "The id of a row; may be repeated.");
            where = new Where(usage);
            confirmation = new Confirmation(usage);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            if (ids.get().length > 0 == where.isGiven()) {
                throw usage("Give either --id or --where.");
            }
            var filter = where.isGiven() ? where.filter() : Filter.in("id", List.of(ids.get()));
            return databases.in(opened -> delete(opened, filter));
        }

        private int delete(Opened opened, Filter filter) {
            var rows = opened.tenant().table(table.get());
            long count = rows.select().where(filter).count();
            if (!confirmation.isGiven(
                    terminal, "Delete %s of %s?".formatted(Quantities.count(count, "row"), table.get()))) {
                return ExitCode.FAILED;
            }
            long deleted = rows.deleteWhere(filter);
            terminal.say(
                    new Details().with("deleted", deleted), "Deleted %s.".formatted(Quantities.count(deleted, "row")));
            return ExitCode.OK;
        }
    }

    private static RowFormat format(@Nullable String given, @Nullable String path) {
        String word = given;
        if (word == null && path != null && path.lastIndexOf('.') > 0) {
            word = path.substring(path.lastIndexOf('.') + 1);
        }
        return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
            case "json" -> RowFormat.JSON;
            case "jsonl", "ndjson" -> RowFormat.JSON_LINES;
            case "csv" -> RowFormat.CSV;
            default -> throw usage("Say with --as whether the rows are json, jsonl or csv.");
        };
    }

    /// `templedb db data import TABLE FILE`
    static final class Import implements Command {
        private final Value<String> table;
        private final Value<String> file;
        private final Value<@Nullable String> as;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Import(Usage usage, DatabaseAccess databases, Terminal terminal) {
            table(usage.says(
                            "All rows are added, or none. In CSV an empty field is NULL, and \"\" an empty text; bytes are Base64.")
                    .example("templedb db data import users users.csv")
                    .example("templedb db data import users - --as jsonl --tenant acme"));
            table = usage.parameter("TABLE", "Name of a table.");
            file = usage.parameter(
                    "FILE", "A file of JSON, lines of JSON, or CSV with a header; - reads standard input.");
            as = usage.option("--as", "FORMAT", "json, jsonl or csv; without it the end of the file's name says it.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var format = format(as.get(), file.get());
            try (var in = open()) {
                long rows = databases.in(
                        opened -> opened.tenant().table(table.get()).importFrom(format, in));
                terminal.say(
                        new Details().with("inserted", rows), "Added %s.".formatted(Quantities.count(rows, "row")));
                return ExitCode.OK;
            } catch (IOException e) {
                throw new TempleException(
                        ErrorCode.SOURCE_NOT_FOUND,
                        "The file %s cannot be read.".formatted(Printable.text(file.get())),
                        e);
            }
        }

        private InputStream open() throws IOException {
            return file.get().equals("-")
                    ? new ByteArrayInputStream(terminal.readInput(MOST_INPUT_BYTES))
                    : Files.newInputStream(DatabaseAccess.path(file.get()));
        }
    }

    /// `templedb db data export TABLE [FILE]`
    static final class Export implements Command {
        private final Value<String> table;
        private final Value<@Nullable String> file;
        private final Value<@Nullable String> as;
        private final Value<String[]> columns;
        private final Where where;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Export(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says("What is written can be imported again. The file appears whole, or not at all.")
                    .example("templedb db data export users users.csv")
                    .example(
                            "templedb db data export users --as jsonl --where active=true --column name --column email")
                    .exits(ExitCode.USAGE, "a filter is not valid, or it is not said how the rows are written")
                    .exits(ExitCode.NOT_FOUND, "there is no such table or column")
                    .exits(ExitCode.UNAVAILABLE, "the file cannot be written");
            table = usage.parameter("TABLE", "Name of a table.");
            file = usage.optionalParameter("FILE", "Where to write; standard output without it.");
            as = usage.option("--as", "FORMAT", "json, jsonl or csv; without it the end of the file's name says it.");
            columns = usage.options("--column", "NAME", "A column that is wanted; all without it. May be repeated.");
            where = new Where(usage);
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var format = format(as.get(), file.get());
            return databases.in(opened -> export(opened, format));
        }

        private int export(Opened opened, RowFormat format) {
            var all = opened.tenant().table(table.get()).select(columns.get());
            var query = (where.isGiven() ? all.where(where.filter()) : all).orderBy("id");
            var path = file.get();
            if (path == null) {
                query.exportTo(format, terminal.stream());
                return ExitCode.OK;
            }
            var target = DatabaseAccess.path(path);
            var partial = target.resolveSibling("." + target.getFileName() + ".partial");
            try {
                long rows;
                try (var out = Files.newOutputStream(partial)) {
                    rows = query.exportTo(format, out);
                }
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                terminal.say(
                        new Details().with("exported", rows).with("file", target),
                        "Wrote %s to %s.".formatted(Quantities.count(rows, "row"), Printable.text(path)));
                return ExitCode.OK;
            } catch (IOException e) {
                throw new TempleException(
                        ErrorCode.TARGET_UNWRITABLE,
                        "The file %s cannot be written.".formatted(Printable.text(path)),
                        e);
            } finally {
                remove(partial);
            }
        }

        private static void remove(Path partial) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException leftBehind) {
                // What failed has been said.
            }
        }
    }
}
