package dev.templedb.cli.environments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.environments.Environments;
import dev.templedb.temple.environments.NixProgram;
import dev.templedb.temple.environments.NixProgram.Verdict;
import java.nio.file.Path;
import java.util.Optional;

/// `templedb env validate SLUG NAME`
public final class EnvValidateCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Optional<Path> nix;
    private final Temples temples;
    private final Terminal terminal;

    public EnvValidateCommand(Usage usage, Optional<Path> nix, Temples temples, Terminal terminal) {
        usage.says(
                        "Reads the text as Nix parses it: grammar, names that are nowhere defined, attributes defined twice. Where"
                                + " nix-instantiate is installed, it is asked too. Nothing is evaluated.")
                .example("templedb env validate web-app dev")
                .exits(ExitCode.USAGE, "the text is no Nix; the message names line and column")
                .exits(ExitCode.NOT_FOUND, "there is no such environment, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The environment, such as dev or prod.");
        this.nix = nix;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var which = Environments.name(name.get());
        var environment = temples.inExisting(temple -> new Environments(temple).get(slug.get(), which));
        var text = environment.text().orElseThrow();
        Environments.check(text);
        var verdict = nix.map(program -> new NixProgram(program).check(text)).orElseGet(Verdict.Silent::new);
        if (verdict instanceof Verdict.Refused(var reason)) {
            throw new TempleException(ErrorCode.ENVIRONMENT_INVALID, "Nix does not parse this: %s.".formatted(reason));
        }
        boolean isNixAsked = verdict instanceof Verdict.Accepted;
        terminal.say(
                new Details()
                        .with("slug", slug.get())
                        .with("name", which)
                        .with("version", environment.version())
                        .with("valid", true)
                        .with("asked_nix", isNixAsked),
                "The environment %s of %s is Nix%s."
                        .formatted(which, slug.get(), isNixAsked ? "; nix-instantiate parses it too" : ""));
        return ExitCode.OK;
    }
}
