package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;

/// `templedb key remove KEY`
public final class KeyRemoveCommand implements Command {
    private final Value<String> key;
    private final Value<Boolean> yes;
    private final UserKeys keys;
    private final Terminal terminal;

    public KeyRemoveCommand(Usage usage, UserKeys keys, Terminal terminal) {
        usage.says(
                        "Takes a private key out of use. Its file stays beside the others under another name, because what is only encrypted"
                                + " to it could never be opened again. Asks first on a terminal, and never in a pipe.")
                .example("templedb key remove age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p --yes")
                .exits(ExitCode.FAILED, "the answer was no")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "you have no such key");
        key = usage.parameter("KEY", "The public key.");
        yes = usage.flag("--yes", "Do not ask.");
        this.keys = keys;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (!yes.get() && !terminal.confirm("Take this key out of use?")) {
            terminal.note("Nothing was removed.");
            return ExitCode.FAILED;
        }
        var aside = keys.ring().remove(key.get());
        terminal.say(
                new Details().with("public_key", key.get()).with("kept_as", aside),
                "The key is out of use; its file is %s now.".formatted(Printable.text(aside.toString())));
        return ExitCode.OK;
    }
}
