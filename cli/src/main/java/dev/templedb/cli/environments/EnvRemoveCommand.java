package dev.templedb.cli.environments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.environments.Environments;

/// `templedb env remove SLUG NAME`
public final class EnvRemoveCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Temples temples;
    private final Terminal terminal;

    public EnvRemoveCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Its versions stay: `templedb env show SLUG NAME --version N | templedb env add SLUG NAME -` brings it back.")
                .example("templedb env remove web-app test")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such environment, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The environment, such as dev or prod.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var gone = temples.inExisting(
                temple -> new Environments(temple).remove(slug.get(), Environments.name(name.get())));
        terminal.say(
                new Details()
                        .with("slug", slug.get())
                        .with("name", gone.name())
                        .with("last_version", gone.version() - 1),
                "Removed the environment %s of %s; `templedb env show %s %s --version %d` still shows it."
                        .formatted(gone.name(), slug.get(), slug.get(), gone.name(), gone.version() - 1));
        return ExitCode.OK;
    }
}
