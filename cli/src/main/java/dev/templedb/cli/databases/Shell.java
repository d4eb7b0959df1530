package dev.templedb.cli.databases;

import dev.templedb.branchdb.DatabaseBranch;
import dev.templedb.branchdb.Tenant;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.data.DataColumn;
import dev.templedb.branchdb.data.QueryResult;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs statements and commands that begin with a dot, one after the other.
final class Shell {
    private static final List<String> KEYWORDS = List.of(
            "SELECT",
            "FROM",
            "WHERE",
            "AND",
            "OR",
            "NOT",
            "NULL",
            "IS",
            "IN",
            "LIKE",
            "BETWEEN",
            "EXISTS",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "GROUP BY",
            "ORDER BY",
            "HAVING",
            "LIMIT",
            "OFFSET",
            "JOIN",
            "LEFT JOIN",
            "ON",
            "USING",
            "UNION",
            "DISTINCT",
            "AS",
            "ASC",
            "DESC",
            "WITH",
            "VALUES",
            "INSERT INTO",
            "UPDATE",
            "SET",
            "DELETE FROM",
            "RETURNING",
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "coalesce",
            "EXPLAIN");
    private static final List<String> DOTS =
            List.of(".tables", ".schema", ".branch", ".tenant", ".format", ".help", ".quit");
    private static final String HELP = """
            .tables          List the tables and views.
            .schema [TABLE]  Print the SQL that makes a table, or all.
            .branch [NAME]   List the branches, or work on another one.
            .tenant [NAME]   List the tenants, or work on another one.
            .format FORMAT   Print results as table, json, yaml or csv.
            .quit            End; so does Ctrl-D.
            A statement may have several lines, and ends with a semicolon. Ctrl-C throws away what was begun.
            Lines that begin with a space are not kept in the history.
            """;

    private final Opened opened;
    private final Terminal terminal;
    private DatabaseBranch branch;
    private Tenant tenant;
    private Format format;

    Shell(Opened opened, Terminal terminal) {
        this.opened = opened;
        this.terminal = terminal;
        this.branch = opened.branch();
        this.tenant = opened.tenant();
        this.format = terminal.format();
    }

    /// Takes lines until they end.
    ///
    /// @param goesOn whether a failure is said and the next line taken; else it ends the shell
    /// @return the exit code
    int run(ShellLines lines, boolean goesOn) {
        // A branch and a tenant that are not there are said at once.
        tenant.query("SELECT 1");
        var statements = new StatementReader();
        while (true) {
            String line = lines.next(statements.isPending() ? "   ...> " : prompt());
            if (ShellLines.BROKEN_OFF.equals(line)) {
                statements.clear();
                continue;
            }
            try {
                if (line == null) {
                    String rest = statements.rest();
                    if (rest != null && !goesOn) {
                        run(rest);
                    }
                    return ExitCode.OK;
                }
                if (!statements.isPending() && line.strip().startsWith(".")) {
                    if (dot(line.strip())) {
                        return ExitCode.OK;
                    }
                } else {
                    statements.add(line);
                    for (String next = statements.next(); next != null; next = statements.next()) {
                        run(next);
                    }
                }
            } catch (TempleException e) {
                if (!goesOn || e.code() == ErrorCode.OUTPUT_CLOSED) {
                    throw e;
                }
                statements.clear();
                terminal.flush();
                terminal.fail(e, ExitCode.of(e.code().kind()));
            }
            terminal.flush();
        }
    }

    private String prompt() {
        return "%s/%s/%s> ".formatted(opened.meant().database(), branch.name(), tenant.name());
    }

    /// What can be completed: keywords, and what is in the schema.
    List<String> words() {
        var words = new ArrayList<>(KEYWORDS);
        words.addAll(DOTS);
        var schema = branch.schema();
        for (var table : schema.tables()) {
            words.add(table.name());
            table.columns().forEach(column -> words.add(column.name()));
        }
        schema.views().forEach(view -> words.add(view.name()));
        return words.stream().distinct().toList();
    }

    /// SQLite decides what only reads; what does not may be a change of rows.
    private void run(String sql) {
        if (sql.equals(";")) {
            return;
        }
        QueryResult result;
        try {
            result = tenant.query(sql);
        } catch (TempleException e) {
            if (e.code() != ErrorCode.STATEMENT_REFUSED) {
                throw e;
            }
            var executed = tenant.execute(sql);
            result = executed.returned();
            terminal.note("%s changed.".formatted(Quantities.count(executed.changed(), "row")));
        }
        if (!result.columns().isEmpty()) {
            print(result);
        }
    }

    private void print(QueryResult result) {
        try (var rows =
                terminal.rows(result.columns().stream().map(Shell::column).toList(), format)) {
            for (var row : result.rows()) {
                rows.row(row.values());
            }
        }
    }

    private static Column column(DataColumn column) {
        return switch (column.type().toUpperCase(Locale.ROOT)) {
            case "INTEGER", "REAL", "NUMERIC" -> new Column(column.name(), column.name(), Column.Kind.NUMBER);
            default -> Column.text(column.name(), column.name());
        };
    }

    /// Runs a command that begins with a dot.
    ///
    /// @return whether it ends the shell
    private boolean dot(String line) {
        var words = line.split("\\s+");
        @Nullable String argument = words.length > 1 ? words[1] : null;
        switch (words[0]) {
            case ".quit", ".exit" -> {
                return true;
            }
            case ".help" -> terminal.print(HELP);
            case ".tables" -> tables(branch.schema());
            case ".schema" -> schema(branch.schema(), argument);
            case ".branch" -> branch(argument);
            case ".tenant" -> tenant(argument);
            case ".format" -> format(argument);
            default ->
                throw new TempleException(
                        ErrorCode.USAGE,
                        "There is no command %s; .help lists them.".formatted(Printable.text(words[0])));
        }
        return false;
    }

    private void tables(Schema schema) {
        var listing = new Listing(Column.text("name"), Column.text("kind"));
        schema.tables().forEach(table -> listing.row(table.name(), "table"));
        schema.views().forEach(view -> listing.row(view.name(), "view"));
        print(listing);
    }

    private void schema(Schema schema, @Nullable String name) {
        var sql = name == null
                ? Stream.concat(
                                schema.tables().stream().map(table -> table.createSql()),
                                schema.views().stream().map(view -> view.createSql()))
                        .toList()
                : List.of(schema.view(name)
                        .map(view -> view.createSql())
                        .orElseGet(() -> TableCommand.require(schema, name).createSql()));
        sql.forEach(statement -> terminal.print(TableCommand.lines(statement + ";")));
    }

    private void branch(@Nullable String name) {
        if (name == null) {
            var listing = new Listing(Column.text("name"), Column.text("here"));
            opened.database()
                    .branches()
                    .forEach(each -> listing.row(each.name(), each.name().equals(branch.name())));
            print(listing);
            return;
        }
        var other = opened.database().branch(name);
        use(other, tenant.name());
    }

    private void tenant(@Nullable String name) {
        if (name == null) {
            var listing = new Listing(Column.text("name"), Column.text("here"));
            for (TenantRow each : branch.tenants()) {
                listing.row(each.name(), each.name().equals(tenant.name()));
            }
            print(listing);
            return;
        }
        use(branch, name);
    }

    private void use(DatabaseBranch otherBranch, String otherTenant) {
        var found = otherBranch.tenant(otherTenant);
        found.query("SELECT 1");
        branch = otherBranch;
        tenant = found;
    }

    private void format(@Nullable String word) {
        var chosen = word == null ? null : Format.of(word);
        if (chosen == null) {
            throw new TempleException(ErrorCode.USAGE, "Give one of table, json, yaml and csv: .format json");
        }
        format = chosen;
    }

    private void print(Listing listing) {
        try (var rows = terminal.rows(listing.columns(), format)) {
            listing.rows().forEach(rows::row);
        }
    }
}
