package dev.templedb.cli.databases;

import dev.templedb.branchdb.data.QueryLimits;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.temples.SqlInput;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `templedb db query SQL`
final class QueryCommand implements Command {
    private final SqlInput input;
    private final Value<Boolean> write;
    private final Value<Long> limit;
    private final Value<Duration> timeout;
    private final Value<String[]> mask;
    private final DatabaseAccess databases;
    private final Terminal terminal;

    QueryCommand(Usage usage, DatabaseAccess databases, Terminal terminal) {
        usage.says(
                        "One statement, on the tenant that is meant. Whether it only reads is decided by SQLite; with --write, INSERT, UPDATE"
                                + " and DELETE run, too. Schemas are changed by the commands on tables, columns, indexes and views.")
                .example("templedb db query \"SELECT name, email FROM users ORDER BY name\" --format json")
                .example("templedb db query \"SELECT * FROM users WHERE age > :age\" --param age:=18 --mask email")
                .example("templedb db query --write \"UPDATE users SET active = 0 WHERE id = :id\" --param id=u1")
                .exits(ExitCode.USAGE, "the statement is not valid, is empty or more than one, or a row is refused")
                .exits(ExitCode.NOT_FOUND, "there is no such database, branch or tenant")
                .exits(ExitCode.CONFLICT, "a row breaks a key or a reference")
                .exits(ExitCode.REFUSED, "the statement would do anything but read, or with --write but change rows")
                .exits(
                        ExitCode.UNAVAILABLE,
                        "it takes too long, gives too many rows, or the database is in maintenance");
        input = new SqlInput(usage, terminal);
        write = usage.flag("--write", "Run an INSERT, UPDATE or DELETE, and print what its RETURNING gives.");
        limit = usage.number("--limit", "ROWS", "Show so many rows at most; 0 shows all.", 0);
        timeout = usage.duration("--timeout", "TIME", "Longest running time.", QueryLimits.DEFAULT.time());
        mask = usage.options(
                "--mask", "COLUMN", "Show ***REDACTED*** for every value of this column; may be repeated.");
        this.databases = databases;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return databases.in(opened -> write.get() ? write(opened) : read(opened));
    }

    private int read(Opened opened) {
        try (var rows = new DataRows(terminal, Set.of(mask.get()), limit.get())) {
            opened.tenant()
                    .query(input.sql(), parameters(), new QueryLimits(timeout.get(), QueryLimits.DEFAULT.rows()), rows);
        } catch (DataRows.Enough shown) {
            terminal.note("There are more than %d rows.".formatted(limit.get()));
        }
        return ExitCode.OK;
    }

    private int write(Opened opened) {
        var done = opened.tenant().execute(input.sql(), parameters());
        if (done.returned().columns().isEmpty()) {
            terminal.say(
                    new Details().with("changed", done.changed()),
                    "Changed %s.".formatted(Quantities.count(done.changed(), "row")));
            return ExitCode.OK;
        }
        try (var rows = new DataRows(terminal, Set.of(mask.get()), 0)) {
            rows.columns(done.returned().columns());
            done.returned().rows().forEach(rows::row);
        }
        return ExitCode.OK;
    }

    private Map<String, @Nullable Object> parameters() {
        var values = new HashMap<String, @Nullable Object>();
        input.parameters().forEach((name, value) -> values.put(name, value instanceof Optional<?> ? null : value));
        return values;
    }
}
