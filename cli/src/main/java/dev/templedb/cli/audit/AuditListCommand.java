package dev.templedb.cli.audit;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.audit.Audit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb audit list [SLUG]`
public final class AuditListCommand implements Command {
    private static final long USUAL_LIMIT = 100;

    private final Value<@Nullable String> slug;
    private final Value<Long> limit;
    private final Temples temples;
    private final Terminal terminal;

    public AuditListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("The newest first. Names of secrets are here, their values never are.")
                .example("templedb audit list")
                .example("templedb audit list web-app --limit 20 --format json")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no temple");
        slug = usage.optionalParameter("SLUG", "Only what was done to this project, which may be gone by now.");
        limit = usage.number("--limit", "COUNT", "At most this many entries.", USUAL_LIMIT);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var listing = new Listing(
                Column.number("entry"),
                Column.text("at"),
                Column.text("who"),
                Column.text("action"),
                Column.text("project"),
                Column.text("details"));
        for (var entry :
                temples.inExisting(temple -> new Audit(temple).list(Optional.ofNullable(slug.get()), limit.get()))) {
            listing.row(
                    entry.seq(),
                    entry.at(),
                    Printable.text(entry.who()),
                    entry.action(),
                    entry.project().orElse(null),
                    Printable.text(entry.summary()));
        }
        terminal.list(listing);
        return ExitCode.OK;
    }
}
