package dev.templedb.cli.environments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.environments.EnvironmentKind;
import dev.templedb.temple.environments.Environments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb env generate SLUG NAME`
public final class EnvGenerateCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<@Nullable EnvironmentKind> kind;
    private final Value<Boolean> print;
    private final Temples temples;
    private final Terminal terminal;

    public EnvGenerateCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("Looks at languages, manifests, lock files and version files of HEAD, such as package.json, .nvmrc,"
                        + " pyproject.toml, go.mod, rust-toolchain.toml, pom.xml, Gradle builds, Gemfile and composer.json. The same files"
                        + " give the same text. An environment of that name gets a new version.")
                .example("templedb env generate web-app dev")
                .example("templedb env generate web-app dev --print")
                .example("templedb env generate web-app ci --kind shell")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple")
                .exits(ExitCode.CONFLICT, "the project has no files");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The environment, such as dev or prod.");
        kind = usage.option(
                "--kind",
                "KIND",
                "flake, or shell for an expression that nix-shell takes; flake without it.",
                EnvGenerateCommand::kind);
        print = usage.flag("--print", "Print the text, and change nothing.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var which = Environments.name(name.get());
        var what = Objects.requireNonNullElse(kind.get(), EnvironmentKind.FLAKE);
        if (print.get()) {
            terminal.print(temples.inExisting(temple -> new Environments(temple).generated(slug.get(), what)));
            return ExitCode.OK;
        }
        var saved = temples.inExisting(temple -> new Environments(temple).generate(slug.get(), which, what));
        SavedEnvironment.say(terminal, slug.get(), "Generated", saved);
        return ExitCode.OK;
    }

    private static EnvironmentKind kind(String word) {
        for (var each : EnvironmentKind.values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new TempleException(
                ErrorCode.USAGE,
                "\"%s\" is no kind of environment; use flake or shell.".formatted(Printable.text(word)));
    }
}
