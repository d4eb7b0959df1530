package dev.templedb.cli.databases;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;

/// `templedb db maintenance on REASON` and `off`
final class MaintenanceCommand {
    private MaintenanceCommand() {}

    /// `templedb db maintenance on REASON`
    static final class On implements Command {
        private final Value<String> reason;
        private final DatabaseAccess databases;
        private final Terminal terminal;

        On(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.says(
                            "All writes to the database that is meant are refused with the reason from then on, whoever makes them; reads go on."
                                    + " No write is under way any more when the command ends.")
                    .example("templedb db maintenance on \"Moving to another disk until 14:00\"")
                    .exits(ExitCode.USAGE, "the reason is empty")
                    .exits(ExitCode.NOT_FOUND, "there is no such database, or the directory holds none")
                    .exits(ExitCode.UNAVAILABLE, "somebody does not end writing");
            reason = usage.parameter("REASON", "What those are told who want to write.");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            String why = reason.get().strip();
            if (why.isEmpty()) {
                throw new TempleException(ErrorCode.USAGE, "REASON is missing.");
            }
            String database = databases.in(opened -> {
                opened.database().beginMaintenance(why);
                return opened.meant().database();
            });
            terminal.say(
                    new Details().with("database", database).with("maintenance", why),
                    "Writes to %s are refused from now on: %s".formatted(database, Printable.text(why)));
            return ExitCode.OK;
        }
    }

    /// `templedb db maintenance off`
    static final class Off implements Command {
        private final DatabaseAccess databases;
        private final Terminal terminal;

        Off(Usage usage, DatabaseAccess databases, Terminal terminal) {
            usage.example("templedb db maintenance off")
                    .exits(ExitCode.NOT_FOUND, "there is no such database, or the directory holds none");
            this.databases = databases;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            String database = databases.in(opened -> {
                opened.database().endMaintenance();
                return opened.meant().database();
            });
            terminal.say(
                    new Details().with("database", database).with("maintenance", null),
                    "%s takes writes again.".formatted(database));
            return ExitCode.OK;
        }
    }
}
