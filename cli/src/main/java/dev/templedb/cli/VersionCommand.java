package dev.templedb.cli;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;

/// `templedb version`
final class VersionCommand implements Command {
    private final Terminal terminal;

    VersionCommand(Usage usage, Terminal terminal) {
        usage.example("templedb version").example("templedb version --format json");
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var version = ProgramVersion.number();
        var java = Runtime.version().toString();
        if (terminal.format() == Format.TABLE) {
            terminal.print("templedb %s (Java %s)\n".formatted(version, java));
        } else {
            terminal.show(new Details().with("templedb", version).with("java", java));
        }
        return ExitCode.OK;
    }
}
