package dev.templedb.cli.environments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.environments.EnvironmentKind;
import dev.templedb.temple.environments.Environments;

/// `templedb env list SLUG`
public final class EnvListCommand implements Command {
    private final Value<String> slug;
    private final Temples temples;
    private final Terminal terminal;

    public EnvListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb env list web-app")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var listing = new Listing(
                Column.text("name"),
                Column.text("kind"),
                Column.number("version"),
                Column.number("lines"),
                Column.text("changed_by"),
                Column.text("changed_at"));
        temples.inExisting(temple -> new Environments(temple).list(slug.get()))
                .forEach(each -> listing.row(
                        each.name(),
                        EnvironmentKind.of(each.text().orElseThrow()).word(),
                        each.version(),
                        each.lines(),
                        each.changedBy().orElse(null),
                        each.changedAt().orElse(null)));
        terminal.list(listing);
        return ExitCode.OK;
    }
}
