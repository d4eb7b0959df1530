package dev.templedb.cli.databases;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.terminal.Terminal;

/// Makes the commands of `db`.
public final class DatabaseCommands {
    private DatabaseCommands() {}

    /// Makes the command of that name, which describes itself to `usage`.
    public static Command make(String name, Usage usage, DatabaseAccess databases, Terminal terminal) {
        return switch (name) {
            case "db init" -> new InitDatabasesCommand(usage, databases, terminal);
            case "db create" -> new DatabaseCommand.Create(usage, databases, terminal);
            case "db list" -> new DatabaseCommand.ListAll(usage, databases, terminal);
            case "db show" -> new DatabaseCommand.Show(usage, databases, terminal);
            case "db use" -> new DatabaseCommand.Use(usage, databases, terminal);
            case "db status" -> new DatabaseStatusCommand(usage, databases, terminal);
            case "db delete" -> new DatabaseCommand.Delete(usage, databases, terminal);
            default -> throw new IllegalArgumentException("no command is called " + name);
        };
    }
}
