package dev.templedb.cli.environments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.GivenValue;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.environments.Environments;

/// `templedb env add SLUG NAME FILE`
public final class EnvAddCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<String> file;
    private final Value<Boolean> unchecked;
    private final Temples temples;
    private final Terminal terminal;

    public EnvAddCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("A text that Nix would not parse is refused, with line and column of the mistake.")
                .example("templedb env add web-app dev flake.nix")
                .example("nixfmt <shell.nix | templedb env add web-app test -")
                .exits(ExitCode.USAGE, "the text is no Nix")
                .exits(ExitCode.NOT_FOUND, "there is no such file, project or temple")
                .exits(ExitCode.CONFLICT, "the project has this environment already");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The environment, such as dev or prod.");
        file = usage.parameter("FILE", "A file in the Nix language; - reads standard input.");
        unchecked = usage.flag("--unchecked", "Keep the text even if it is no Nix.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var text = GivenValue.text(terminal, file.get());
        var environment = temples.inExisting(temple ->
                new Environments(temple).add(slug.get(), Environments.name(name.get()), text, !unchecked.get()));
        terminal.say(
                new Details()
                        .with("slug", slug.get())
                        .with("name", environment.name())
                        .with("version", environment.version())
                        .with("lines", environment.lines()),
                "Added the environment %s to %s.".formatted(environment.name(), slug.get()));
        return ExitCode.OK;
    }
}
