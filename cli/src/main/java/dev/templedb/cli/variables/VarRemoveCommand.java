package dev.templedb.cli.variables;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.variables.Variables;
import java.util.List;

/// `templedb var remove SLUG NAME...`
public final class VarRemoveCommand implements Command {
    private final Value<String> slug;
    private final Value<String[]> names;
    private final EnvironmentOption environment;
    private final Temples temples;
    private final Terminal terminal;

    public VarRemoveCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("All or none of them are removed.")
                .example("templedb var remove web-app LOG_LEVEL --env prod")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such variable, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        names = usage.remainingParameters("NAME", "The variables.");
        environment = new EnvironmentOption(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var which = List.of(names.get());
        if (which.isEmpty()) {
            throw new TempleException(ErrorCode.USAGE, "Name the variables to remove.");
        }
        temples.inExisting(temple -> {
            new Variables(temple).remove(slug.get(), environment.get(), which);
            return which;
        });
        terminal.say(
                new Details()
                        .with("slug", slug.get())
                        .with("environment", environment.get())
                        .with("removed", which),
                "Removed %s from %s of %s."
                        .formatted(Quantities.count(which.size(), "variable"), environment.get(), slug.get()));
        return ExitCode.OK;
    }
}
