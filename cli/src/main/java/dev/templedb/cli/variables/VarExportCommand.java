package dev.templedb.cli.variables;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.variables.Variables;

/// `templedb var export SLUG`
public final class VarExportCommand implements Command {
    private final Value<String> slug;
    private final EnvironmentOption environment;
    private final Temples temples;
    private final Terminal terminal;

    public VarExportCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Prints a file of variables in a form that every dotenv reader and every shell understands the same way: what the"
                                + " environment has itself, and what is the same in all.")
                .example("templedb var export web-app --env prod >.env")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        environment = new EnvironmentOption(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var variables = temples.inExisting(temple -> new Variables(temple).effective(slug.get(), environment.get()));
        terminal.print(Variables.write(variables));
        var names = Variables.notForShells(variables);
        if (!names.isEmpty()) {
            terminal.warn("No shell can have a variable %s, so the file has it as a comment."
                    .formatted(String.join(", ", names)));
        }
        return ExitCode.OK;
    }
}
