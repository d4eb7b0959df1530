package dev.templedb.cli.environments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.GivenValue;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Editor;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.environments.Environments;
import org.jspecify.annotations.Nullable;

/// `templedb env edit SLUG NAME [FILE]`
public final class EnvEditCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<@Nullable String> file;
    private final Value<Boolean> unchecked;
    private final Editor editor;
    private final Temples temples;
    private final Terminal terminal;

    public EnvEditCommand(Usage usage, Editor editor, Temples temples, Terminal terminal) {
        usage.says(
                        "Without FILE, opens the editor that $VISUAL or $EDITOR names. The version before stays: `templedb env show"
                                + " SLUG NAME --version N`. A text that Nix would not parse is refused.")
                .example("templedb env edit web-app dev")
                .example("templedb env edit web-app dev flake.nix")
                .example("templedb env show web-app dev --version 1 | templedb env edit web-app dev -")
                .exits(ExitCode.USAGE, "the text is no Nix")
                .exits(ExitCode.NOT_FOUND, "there is no such environment, file, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The environment, such as dev or prod.");
        file = usage.optionalParameter("FILE", "A file in the Nix language; - reads standard input.");
        unchecked = usage.flag("--unchecked", "Keep the text even if it is no Nix.");
        this.editor = editor;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var which = Environments.name(name.get());
        var from = file.get();
        var text = from == null
                ? editor.edit(
                        temples.inExisting(temple -> new Environments(temple).get(slug.get(), which))
                                .text()
                                .orElseThrow(),
                        which + ".nix")
                : GivenValue.text(terminal, from);
        var saved =
                temples.inExisting(temple -> new Environments(temple).edit(slug.get(), which, text, !unchecked.get()));
        SavedEnvironment.say(terminal, slug.get(), "Changed", saved);
        return ExitCode.OK;
    }
}
