package dev.templedb.cli.databases;

import dev.templedb.branchdb.DatabaseBranch;
import dev.templedb.branchdb.catalog.DatabaseRow;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.databases.DatabaseAccess.Opened;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.time.Instant;

/// `templedb db maintain`
final class MaintainDatabasesCommand implements Command {
    private final Value<Boolean> vacuum;
    private final Value<Boolean> forget;
    private final DatabaseAccess databases;
    private final Terminal terminal;

    MaintainDatabasesCommand(Usage usage, DatabaseAccess databases, Terminal terminal) {
        usage.says(
                        "Tidies up after processes that were killed, and then reads every page of every tenant of every database and branch:"
                                + " what is broken, what refers to nothing, and what has another schema than its branch is listed."
                                + " Where all is well, what has been kept for an undo for more than 30 days is removed.")
                .says(
                        "What was deleted more than thirty days ago is removed for good first; --forget-deleted removes all of it, whenever it"
                                + " was deleted.")
                .example("templedb db maintain")
                .example("templedb db maintain --vacuum --format json")
                .exits(ExitCode.NOT_FOUND, "the directory holds no databases")
                .exits(ExitCode.REFUSED, "something is damaged")
                .exits(ExitCode.UNAVAILABLE, "a database is in maintenance or busy, or the disk is full");
        vacuum = usage.flag("--vacuum", "Give the space of deleted rows back to the disk, too.");
        forget = usage.flag("--forget-deleted", "Remove everything for good that was deleted.");
        this.databases = databases;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return databases.in(this::look);
    }

    private int look(Opened opened) {
        var listing = new Listing(
                Column.text("database"),
                Column.text("branch"),
                Column.text("tenant"),
                Column.text("kind"),
                Column.text("what"));
        forget(opened);
        int tenants = 0;
        for (var database : opened.databases().list()) {
            for (var row : opened.databases().database(database.name()).branches()) {
                var branch = opened.databases().database(database.name()).branch(row.name());
                look(database, branch, listing);
                tenants += branch.tenants().size();
            }
        }
        terminal.list(listing);
        if (listing.rows().isEmpty()) {
            terminal.note("All is well: %s looked at.".formatted(Quantities.count(tenants, "tenant")));
            return ExitCode.OK;
        }
        throw new TempleException(
                ErrorCode.DATABASE_DAMAGED,
                "%s damaged; what is wrong is listed above."
                        .formatted(
                                listing.rows().size() == 1
                                        ? "One thing is"
                                        : listing.rows().size() + " things are"));
    }

    private void forget(Opened opened) {
        var limit = forget.get() ? Instant.MAX : Instant.now().minus(DeletedCommand.KEPT);
        var gone = opened.databases().forgetDeleted(limit);
        for (var each : gone) {
            terminal.note("Removed the deleted %s %s for good: %s."
                    .formatted(
                            DeletedCommand.kind(each.row()),
                            each.row().name(),
                            Quantities.count(each.bytes(), "byte")));
        }
    }

    private void look(DatabaseRow database, DatabaseBranch branch, Listing listing) {
        if (database.maintenance().isEmpty()) {
            branch.bringForward();
        }
        var damages = branch.damage();
        for (var damage : damages) {
            listing.row(database.name(), branch.name(), damage.tenant(), "damage", damage.words());
        }
        if (damages.isEmpty()) {
            for (var drift : branch.drift()) {
                listing.row(
                        database.name(),
                        branch.name(),
                        drift.tenant(),
                        "drift",
                        "Its file was changed by another program%s; bring it back with the same program, or restore the file"
                                .formatted(drift.changes().isEmpty() ? "" : ": " + String.join(", ", drift.changes())));
            }
        }
        if (database.maintenance().isEmpty() && listing.rows().isEmpty()) {
            branch.forgetKept();
        }
        if (vacuum.get() && listing.rows().isEmpty()) {
            for (var tenant : branch.tenants()) {
                branch.tenant(tenant.name()).vacuum();
            }
        }
    }
}
