package dev.templedb.cli.temples;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.RowWriter;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.query.PackageQuery;
import dev.templedb.temple.query.TempleQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb sql QUERY`
public final class SqlCommand implements Command {
    private final Value<String> query;
    private final Value<Duration> timeout;
    private final Value<Long> limit;
    private final Value<@Nullable String> packagePath;
    private final Temples temples;
    private final Terminal terminal;

    public SqlCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "The query can only read. Views for people: project_list, project_refs, project_commits, project_files,"
                                + " project_changes, project_statistics, project_states.")
                .example("templedb sql \"SELECT slug, status FROM project_list ORDER BY last_activity_at DESC\"")
                .example(
                        "templedb sql \"SELECT language, sum(lines) FROM project_files GROUP BY language\" --format csv")
                .example("templedb sql \"SELECT name, sql FROM sqlite_schema WHERE type = 'view'\"")
                .example("templedb sql \"SELECT path, bytes FROM project_files\" --package web-app.cathedral")
                .exits(ExitCode.USAGE, "the query is not valid")
                .exits(ExitCode.NOT_FOUND, "there is no temple")
                .exits(ExitCode.REFUSED, "the query would write")
                .exits(ExitCode.UNAVAILABLE, "the query takes too long or gives too many rows");
        query = usage.parameter("QUERY", "One SELECT statement of SQLite's SQL.");
        packagePath = usage.option("--package", "PATH", "Query this package instead of the temple.");
        timeout = usage.duration("--timeout", "TIME", "Longest running time.", TempleQuery.DEFAULT_TIME);
        limit = usage.number("--limit", "ROWS", "Most rows; one more is an error.", TempleQuery.DEFAULT_ROWS);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        try (var printer = new Printer(terminal)) {
            var path = packagePath.get();
            if (path == null) {
                new TempleQuery(temples.path(), timeout.get(), limit.get()).run(query.get(), printer);
            } else {
                PackageQuery.run(
                        Path.of(path),
                        temples.scratch(),
                        terminal.progress(),
                        timeout.get(),
                        limit.get(),
                        query.get(),
                        printer);
            }
        }
        return ExitCode.OK;
    }

    /// Prints rows as they are read.
    private static final class Printer implements TempleQuery.Listener, AutoCloseable {
        private final Terminal terminal;
        private @Nullable RowWriter rows;

        Printer(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public void columns(List<String> names) {
            rows = terminal.rows(distinct(names));
        }

        @Override
        public void row(List<@Nullable Object> values) {
            Objects.requireNonNull(rows).row(values);
        }

        @Override
        public void close() {
            if (rows != null) {
                rows.close();
            }
        }

        /// Columns of these names; the second `x` is `x_2`, as fields of an object need different names.
        private static List<Column> distinct(List<String> names) {
            var seen = new HashMap<String, Integer>();
            var columns = new ArrayList<Column>();
            for (String name : names) {
                int count = seen.merge(name, 1, Integer::sum);
                String unique = count == 1 ? name : name + "_" + count;
                columns.add(Column.text(unique, unique));
            }
            return columns;
        }
    }
}
