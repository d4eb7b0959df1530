package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.secrets.Secrets;
import java.time.Instant;

/// `templedb secret list SLUG`
public final class SecretListCommand implements Command {
    private final Value<String> slug;
    private final Value<Boolean> history;
    private final Temples temples;
    private final Terminal terminal;

    public SecretListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("Names only, never values. `rotate` says that somebody who left could read the present value."
                        + " What came in with a package does not say when it was changed.")
                .example("templedb secret list web-app")
                .example("templedb secret list web-app --history")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        history = usage.flag("--history", "Every version, also of removed secrets.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var listing = new Listing(
                Column.text("name"),
                Column.number("version"),
                Column.text("changed_at"),
                Column.text("changed_by"),
                Column.number("recipients"),
                Column.text("state"));
        temples.inExisting(temple ->
                        history.get() ? new Secrets(temple).history(slug.get()) : new Secrets(temple).list(slug.get()))
                .forEach(secret -> listing.row(
                        secret.name(),
                        secret.version(),
                        secret.changedAt().equals(Instant.EPOCH) ? null : secret.changedAt(),
                        secret.changedBy(),
                        secret.recipients().size(),
                        secret.isRemoved() ? "removed" : secret.exposedTo().isEmpty() ? "" : "rotate"));
        terminal.list(listing);
        return ExitCode.OK;
    }
}
