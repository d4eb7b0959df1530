package dev.templedb.cli.variables;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.variables.Variables;

/// `templedb var get SLUG NAME`
public final class VarGetCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final EnvironmentOption environment;
    private final Temples temples;
    private final Terminal terminal;

    public VarGetCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Prints the value and a line end. An environment that does not have the variable itself takes it from what"
                                + " is the same in all.")
                .example("templedb var get web-app LOG_LEVEL --env prod")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such variable, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The variable.");
        environment = new EnvironmentOption(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var variable =
                temples.inExisting(temple -> new Variables(temple).get(slug.get(), environment.get(), name.get()));
        if (terminal.format() == Format.TABLE) {
            terminal.print(variable.value() + "\n");
        } else {
            terminal.show(new Details()
                    .with("name", variable.name())
                    .with("value", variable.value())
                    .with("environment", variable.environment())
                    .with("changed_at", variable.changedAt()));
        }
        return ExitCode.OK;
    }
}
