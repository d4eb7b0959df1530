package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;

/// `templedb key generate`
public final class KeyGenerateCommand implements Command {
    private final Value<Boolean> passphrase;
    private final UserKeys keys;
    private final Terminal terminal;

    public KeyGenerateCommand(Usage usage, UserKeys keys, Terminal terminal) {
        usage.says(
                        "Makes a native key of age. The private part is written to a file that only you can read, and `age -i FILE` takes"
                                + " it too; the public part is printed, to be given to others.")
                .example("templedb key generate")
                .example("templedb key generate --passphrase")
                .exits(ExitCode.FAILED, "the file cannot be written")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.REFUSED, "there is no terminal for the passphrase, or others can read your keys");
        passphrase = usage.flag("--passphrase", "Protect the file with a passphrase, which is asked for.");
        this.keys = keys;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var made = keys.ring().generate(passphrase.get());
        terminal.say(new Details().with("public_key", made.publicKey()).with("file", made.file()), made.publicKey());
        terminal.note("The private key lies in %s. Keep a copy of it."
                .formatted(Printable.text(made.file().toString())));
        return ExitCode.OK;
    }
}
