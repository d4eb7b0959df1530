package dev.templedb.cli.variables;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.variables.Variables;

/// `templedb var list SLUG`
public final class VarListCommand implements Command {
    private final Value<String> slug;
    private final EnvironmentOption environment;
    private final Temples temples;
    private final Terminal terminal;

    public VarListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("With --env: what that environment has, its own and what it takes from the default one.")
                .example("templedb var list web-app")
                .example("templedb var list web-app --env prod --format json")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        environment = new EnvironmentOption(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var variables = temples.inExisting(temple -> environment.isGiven()
                ? new Variables(temple).effective(slug.get(), environment.get())
                : new Variables(temple).list(slug.get()));
        var listing = new Listing(Column.text("name"), Column.text("environment"), Column.text("value"));
        variables.forEach(variable -> listing.row(variable.name(), variable.environment(), variable.value()));
        terminal.list(listing);
        return ExitCode.OK;
    }
}
