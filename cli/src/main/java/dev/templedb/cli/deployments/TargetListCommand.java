package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.deployments.DeploymentTargets;

/// `templedb deploy target list SLUG`
public final class TargetListCommand implements Command {
    private final Value<String> slug;
    private final Temples temples;
    private final Terminal terminal;

    public TargetListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.example("templedb deploy target list web-app")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var listing = new Listing(
                Column.text("target"),
                Column.text("type"),
                Column.text("host"),
                Column.text("region"),
                Column.text("script"));
        temples.inExisting(temple -> new DeploymentTargets(temple).list(slug.get()))
                .forEach(target -> listing.row(
                        target.name(),
                        target.type().orElse(null),
                        target.host().orElse(null),
                        target.region().orElse(null),
                        target.script()));
        terminal.list(listing);
        return ExitCode.OK;
    }
}
