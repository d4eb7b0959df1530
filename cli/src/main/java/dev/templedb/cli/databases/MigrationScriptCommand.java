package dev.templedb.cli.databases;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;

/// `templedb db branch script TARGET`
final class MigrationScriptCommand implements Command {
    private final Value<String> target;
    private final Value<Boolean> down;
    private final DatabaseAccess databases;
    private final Terminal terminal;

    MigrationScriptCommand(Usage usage, DatabaseAccess databases, Terminal terminal) {
        usage.says(
                        "Prints SQL that leads from the schema of the branch that is meant to that of TARGET, for databases that are kept"
                                + " elsewhere. It is one transaction, looks at the tables and rows first, and changes nothing when"
                                + " something is in the way. Dropped values are kept for the way back.")
                .example("templedb db branch script feature --branch main > up.sql && sqlite3 -bail app.db < up.sql")
                .example("templedb db branch script feature --branch main --down > down.sql")
                .exits(ExitCode.NOT_FOUND, "there is no such database or branch, or the directory holds none");
        target = usage.parameter("TARGET", "The branch whose schema is the aim.");
        down = usage.flag("--down", "Print the way back.");
        this.databases = databases;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var script = databases.in(opened -> opened.branch().migrationTo(target.get()));
        if (script.isEmpty()) {
            terminal.note("The two branches have the same schema; the script does nothing.");
        }
        String sql = down.get() ? script.down() : script.up();
        if (terminal.format() == Format.TABLE) {
            terminal.print(sql);
        } else {
            terminal.show(new Details()
                    .with("target", target.get())
                    .with("direction", down.get() ? "down" : "up")
                    .with("sql", sql));
        }
        return ExitCode.OK;
    }
}
