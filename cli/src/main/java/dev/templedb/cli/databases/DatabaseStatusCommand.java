package dev.templedb.cli.databases;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;

/// `templedb db status`
final class DatabaseStatusCommand implements Command {
    private final DatabaseAccess databases;
    private final Terminal terminal;

    DatabaseStatusCommand(Usage usage, DatabaseAccess databases, Terminal terminal) {
        usage.says(
                        "What is meant is said by the options, then by the variables BRANCHDB_DATABASE, BRANCHDB_BRANCH and BRANCHDB_TENANT"
                                + " (those of CinchDB are taken, too), and then by what `db use` and `db branch switch` have chosen.")
                .example("templedb db status")
                .example("templedb db status --branch feature")
                .exits(ExitCode.NOT_FOUND, "there is no such database or branch, or the directory holds no databases");
        this.databases = databases;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return databases.in(this::show);
    }

    private int show(Opened opened) {
        var info = opened.database().info();
        var branch = opened.branch();
        var row = branch.info();
        var tenants = branch.tenants();
        var schema = branch.schema();
        terminal.show(new Details()
                .with("directory", opened.directory())
                .with("database", info.name())
                .with("branch", row.name())
                .with("tenant", opened.tenantName())
                .with("databases", opened.databases().list().size())
                .with("branches", opened.database().branches().size())
                .with("tenants", tenants.size())
                .with(
                        "tenants_with_files",
                        tenants.stream().filter(tenant -> !tenant.isLazy()).count())
                .with("tables", schema.tables().size())
                .with("views", schema.views().size())
                .with("changes", branch.changes().size())
                .with("protected", row.isProtected())
                .with("maintenance", info.maintenance().orElse(null)));
        return ExitCode.OK;
    }
}
