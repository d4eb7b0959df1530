package dev.templedb.cli.variables;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.GivenValue;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.variables.Variables;

/// `templedb var import SLUG FILE`
public final class VarImportCommand implements Command {
    private final Value<String> slug;
    private final Value<String> file;
    private final Value<Boolean> replace;
    private final EnvironmentOption environment;
    private final Temples temples;
    private final Terminal terminal;

    public VarImportCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Reads what Docker, Node, Python and Ruby read: quotes, values of several lines, comments, `export` before"
                                + " a name. References such as ${HOST} stay as they stand. Nothing is taken from a file with a mistake.")
                .example("templedb var import web-app .env")
                .example("templedb var import web-app .env.production --env prod --replace")
                .exits(ExitCode.USAGE, "a line is no assignment")
                .exits(ExitCode.NOT_FOUND, "there is no such file, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        file = usage.parameter("FILE", "A file of variables; - reads standard input.");
        replace = usage.flag("--replace", "Remove the variables that the file does not have.");
        environment = new EnvironmentOption(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var values = Variables.parse(GivenValue.text(terminal, file.get()));
        var changed = temples.inExisting(
                temple -> new Variables(temple).set(slug.get(), environment.get(), values, replace.get()));
        Changes.say(terminal, slug.get(), environment.get(), changed);
        return ExitCode.OK;
    }
}
