package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.secrets.Secrets;

/// `templedb secret restore SLUG NAME`
public final class SecretRestoreCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Temples temples;
    private final Terminal terminal;

    public SecretRestoreCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Takes back the last `secret remove`, however long ago: the secret has the value and the history that it"
                                + " had. No key is needed.")
                .example("templedb secret restore web-app DB_PASSWORD")
                .exits(ExitCode.USAGE, "")
                .exits(
                        ExitCode.NOT_FOUND,
                        "there is no such secret, it is not removed, or there is no project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The secret.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var secret = temples.inExisting(temple -> new Secrets(temple).restore(slug.get(), name.get()));
        terminal.say(
                new Details()
                        .with("slug", slug.get())
                        .with("name", secret.name())
                        .with("version", secret.version()),
                "Secret %s of %s is back, with its version %d.".formatted(secret.name(), slug.get(), secret.version()));
        return ExitCode.OK;
    }
}
