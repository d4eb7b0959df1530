package dev.templedb.cli.databases;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Terminal;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// `templedb db shell`
final class ShellCommand implements Command {
    private final DatabaseAccess databases;
    private final Terminal terminal;

    ShellCommand(Usage usage, DatabaseAccess databases, Terminal terminal) {
        usage.says(
                        "Statements end with a semicolon and may have several lines. They read and change rows of the tenant that is meant; its"
                                + " schema is changed by the other commands. `.help` lists what else can be typed.")
                .says(
                        "On a terminal the tabulator completes keywords, tables and columns, what was typed is kept for the next time, and a"
                                + " failure is said and the shell goes on. Elsewhere statements are read from standard input, and the first"
                                + " failure ends it.")
                .example("templedb db shell")
                .example("templedb db shell --branch feature --tenant acme")
                .example("echo 'SELECT count(*) FROM users;' | templedb db shell --format json")
                .exits(ExitCode.USAGE, "a statement is not valid")
                .exits(ExitCode.NOT_FOUND, "there is no such tenant, branch or database, or the directory holds none")
                .exits(ExitCode.CONFLICT, "rows break a rule of the schema")
                .exits(ExitCode.REFUSED, "a statement does what it may not do")
                .exits(ExitCode.UNAVAILABLE, "the database is in maintenance or busy");
        this.databases = databases;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return databases.in(this::run);
    }

    private int run(Opened opened) {
        var shell = new Shell(opened, terminal);
        boolean hasPerson = terminal.isInteractive();
        try (var lines = hasPerson
                ? TypedLines.atTerminal(databases.history(), shell::words)
                : new GivenLines(terminal.readAll().lines().iterator())) {
            if (hasPerson) {
                terminal.note("`.help` lists what can be typed; `.quit` ends.");
            }
            return shell.run(lines, hasPerson);
        }
    }

    /// Lines of standard input.
    private record GivenLines(Iterator<String> lines) implements ShellLines {
        @Override
        public @Nullable String next(String prompt) {
            return lines.hasNext() ? lines.next() : null;
        }

        @Override
        public void close() {}
    }
}
