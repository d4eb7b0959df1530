package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.secrets.Secrets;

/// `templedb secret remove SLUG NAME`
public final class SecretRemoveCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<Boolean> yes;
    private final Temples temples;
    private final Terminal terminal;

    public SecretRemoveCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("Asks first on a terminal, and never in a pipe. The values stay encrypted in the history:"
                        + " `secret restore` brings the secret back, and `secret get --version N` still opens them.")
                .example("templedb secret remove web-app DB_PASSWORD --yes")
                .exits(ExitCode.FAILED, "the answer was no")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such secret, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The secret.");
        yes = usage.flag("--yes", "Do not ask.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (!yes.get() && !terminal.confirm("Remove the secret %s?".formatted(Printable.text(name.get())))) {
            terminal.note("Nothing was removed.");
            return ExitCode.FAILED;
        }
        temples.inExisting(temple -> {
            new Secrets(temple).remove(slug.get(), name.get());
            return name.get();
        });
        terminal.say(
                new Details().with("slug", slug.get()).with("name", name.get()),
                "Removed the secret %s of %s; `templedb secret restore` brings it back."
                        .formatted(name.get(), slug.get()));
        return ExitCode.OK;
    }
}
