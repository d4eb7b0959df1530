package dev.templedb.cli.temples;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.RowMode;
import dev.templedb.cli.terminal.RowWriter;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.query.ChangeRequest;
import dev.templedb.temple.query.PackageQuery;
import dev.templedb.temple.query.QueryRequest;
import dev.templedb.temple.query.TableNames;
import dev.templedb.temple.query.TempleQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `templedb sql QUERY`
public final class SqlCommand implements Command {
    private final SqlInput input;
    private final Value<@Nullable String> mode;
    private final Value<@Nullable TableNames> names;
    private final Value<Boolean> write;
    private final Value<Boolean> yes;
    private final Value<Duration> timeout;
    private final Value<Long> limit;
    private final Value<@Nullable String> packagePath;
    private final Temples temples;
    private final Consumer<TempleException> lastResort;
    private final Terminal terminal;

    /// @param lastResort says what went wrong and ends the process
    public SqlCommand(Usage usage, Temples temples, Consumer<TempleException> lastResort, Terminal terminal) {
        usage.says(
                        "Without --write the query can only read. Views for people, such as project_list, project_commits, project_files and"
                                + " project_dependencies, are listed by the third example and in docs/guides/sql.md.")
                .example("templedb sql \"SELECT slug, status FROM project_list ORDER BY last_activity_at DESC\"")
                .example(
                        "templedb sql \"SELECT language, sum(lines) FROM project_files GROUP BY language\" --format csv")
                .example("templedb sql \"SELECT name, sql FROM sqlite_schema WHERE type = 'view'\"")
                .example("templedb sql \"SELECT path, bytes FROM project_files\" --package web-app.cathedral")
                .example("templedb sql --file report.sql --param since=2026-01-01 --mode markdown")
                .example("templedb sql --as pygubu \"SELECT name, path FROM projects\"")
                .example("templedb sql --write \"UPDATE projects SET license = 'MIT' WHERE owner = 'ada'\"")
                .example("templedb sql --write \"DELETE FROM projects WHERE slug = 'old'\" --yes")
                .exits(ExitCode.FAILED, "the answer was no")
                .exits(ExitCode.USAGE, "the query is not valid")
                .exits(ExitCode.NOT_FOUND, "there is no temple")
                .exits(ExitCode.REFUSED, "the query would write, or --write would change what it may not change")
                .exits(ExitCode.UNAVAILABLE, "the query takes too long or too much, or gives too many rows");
        input = new SqlInput(usage, terminal);
        mode = usage.option(
                "--mode",
                "MODE",
                "Print rows as --format does (table, json, yaml, csv), or as line, list, markdown, ndjson, quote or tabs.");
        names = usage.option(
                "--as",
                "TOOL",
                "Have the tables of another tool under their own names: templedb (the Python tool), pygubu, cofounder or"
                        + " tekton.",
                SqlCommand::tool);
        write = usage.flag(
                "--write",
                "Run INSERT, UPDATE and DELETE on projects, project_list, project_tags and project_variables: all statements or"
                        + " none, after a question.");
        yes = usage.flag("--yes", "Do not ask before writing.");
        packagePath = usage.option("--package", "PATH", "Query this package instead of the temple.");
        timeout = usage.duration("--timeout", "TIME", "Longest running time.", QueryRequest.DEFAULT_TIME);
        limit = usage.number("--limit", "ROWS", "Most rows; one more is an error.", QueryRequest.DEFAULT_ROWS);
        this.temples = temples;
        this.lastResort = lastResort;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return write.get() ? write() : read();
    }

    private int write() {
        if (packagePath.get() != null || mode.get() != null) {
            throw new TempleException(ErrorCode.USAGE, "--write goes with neither --package nor --mode.");
        }
        var request = new ChangeRequest(
                input.sql(), input.parameters(), Optional.ofNullable(names.get()), timeout.get(), lastResort);
        return new SqlWriter(temples, terminal).run(request, yes.get());
    }

    private int read() {
        var request = new QueryRequest(
                input.sql(),
                input.parameters(),
                Optional.ofNullable(names.get()),
                timeout.get(),
                limit.get(),
                lastResort);
        var path = packagePath.get();
        try (var printer = new RowPrinter(writer())) {
            if (path == null) {
                new TempleQuery(temples.path()).run(request, printer);
            } else {
                PackageQuery.run(Path.of(path), temples.scratch(), terminal.progress(), request, printer);
            }
        }
        return ExitCode.OK;
    }

    private Function<List<Column>, RowWriter> writer() {
        var word = mode.get();
        if (word == null) {
            return terminal::rows;
        }
        var format = Format.of(word);
        if (format != null) {
            return columns -> terminal.rows(columns, format);
        }
        var rows = RowMode.of(word);
        if (rows == null) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" is not a mode; use table, json, yaml, csv, line, list, markdown, ndjson, quote or tabs."
                            .formatted(Printable.text(word)));
        }
        return columns -> terminal.rows(columns, rows);
    }

    private static TableNames tool(String word) {
        return TableNames.of(word)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.USAGE,
                        "\"%s\" is not a tool whose tables are known; use templedb, pygubu, cofounder or tekton."
                                .formatted(Printable.text(word))));
    }
}
