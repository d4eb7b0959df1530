package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.secrets.Secrets;

/// `templedb secret rename SLUG NAME NEW`
public final class SecretRenameCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<String> newName;
    private final Temples temples;
    private final Terminal terminal;

    public SecretRenameCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("The value and its history stay as they are.")
                .example("templedb secret rename web-app DB_PASS DB_PASSWORD")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such secret, project or temple")
                .exits(ExitCode.CONFLICT, "there is or was a secret of the new name");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The secret.");
        newName = usage.parameter("NEW", "Its new name.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        temples.inExisting(temple -> {
            new Secrets(temple).rename(slug.get(), name.get(), newName.get());
            return newName.get();
        });
        terminal.say(
                new Details()
                        .with("slug", slug.get())
                        .with("name", newName.get())
                        .with("old_name", name.get()),
                "Secret %s of %s is called %s now.".formatted(name.get(), slug.get(), newName.get()));
        return ExitCode.OK;
    }
}
