package dev.templedb.cli.environments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.OutputPath;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.NewFile;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.environments.EnvironmentKind;
import dev.templedb.temple.environments.Environments;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb env export SLUG NAME [FILE]`
public final class EnvExportCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<@Nullable String> file;
    private final Value<Boolean> overwrite;
    private final Temples temples;
    private final Terminal terminal;

    public EnvExportCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Without FILE, a flake becomes flake.nix in the working directory, where `nix develop` finds it, and anything else"
                                + " NAME.nix, which `nix-shell NAME.nix` enters.")
                .example("templedb env export web-app dev")
                .example("templedb env export web-app prod nix/prod.nix --overwrite")
                .exits(ExitCode.FAILED, "the file cannot be written")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such environment, project or temple")
                .exits(ExitCode.CONFLICT, "there is such a file already");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The environment, such as dev or prod.");
        file = usage.optionalParameter("FILE", "The file to write.");
        overwrite = usage.flag("--overwrite", "Replace the file if there is one.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var which = Environments.name(name.get());
        var environment = temples.inExisting(temple -> new Environments(temple).get(slug.get(), which));
        var text = environment.text().orElseThrow();
        var usual =
                EnvironmentKind.of(text) == EnvironmentKind.FLAKE ? EnvironmentKind.FLAKE.fileName() : which + ".nix";
        Path target = OutputPath.of(Objects.requireNonNullElse(file.get(), usual));
        NewFile.write(target, text, overwrite.get());
        terminal.say(
                new Details()
                        .with("slug", slug.get())
                        .with("name", which)
                        .with("version", environment.version())
                        .with("file", target),
                "Wrote the environment %s of %s to %s."
                        .formatted(which, slug.get(), Printable.text(target.toString())));
        return ExitCode.OK;
    }
}
