package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;

/// `templedb key list`
public final class KeyListCommand implements Command {
    private final UserKeys keys;
    private final Terminal terminal;

    public KeyListCommand(Usage usage, UserKeys keys, Terminal terminal) {
        usage.says("Public keys only.")
                .example("templedb key list")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.REFUSED, "others can read your keys");
        this.keys = keys;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var listing = new Listing(
                Column.text("kind"), Column.text("public_key"), Column.text("passphrase"), Column.text("file"));
        keys.ring()
                .list()
                .forEach(key -> listing.row(key.kind(), key.publicKey(), key.isLocked() ? "yes" : "no", key.file()));
        terminal.list(listing);
        return ExitCode.OK;
    }
}
