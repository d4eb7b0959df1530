package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.secrets.Secrets;

/// `templedb secret recipients list SLUG`
public final class RecipientListCommand implements Command {
    private final Value<String> slug;
    private final Temples temples;
    private final Terminal terminal;

    public RecipientListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb secret recipients list web-app")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var listing = new Listing(Column.text("kind"), Column.text("key"), Column.text("comment"));
        temples.inExisting(temple -> new Secrets(temple).recipients(slug.get()))
                .forEach(one -> listing.row(one.kind(), one.key(), Printable.text(one.comment())));
        terminal.list(listing);
        return ExitCode.OK;
    }
}
