package dev.templedb.cli.temples;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.projects.SqliteStatistics;

/// `templedb status`
public final class StatusCommand implements Command {
    private final Temples temples;
    private final Terminal terminal;

    public StatusCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb status")
                .example("templedb status --format json")
                .exits(ExitCode.NOT_FOUND, "there is no temple yet");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        terminal.show(temples.inExisting(temple -> {
            var storage = new SqliteStatistics(temple).ofStorage();
            return new Details()
                    .with("temple", temples.path().toAbsolutePath())
                    .with("schema_version", storage.schemaVersion())
                    .with("projects", storage.projects())
                    .with("removed_projects", storage.removedProjects())
                    .with("objects", storage.objects())
                    .with("raw_bytes", storage.rawBytes())
                    .with("stored_bytes", storage.storedBytes())
                    .with("file_bytes", storage.fileBytes());
        }));
        return ExitCode.OK;
    }
}
