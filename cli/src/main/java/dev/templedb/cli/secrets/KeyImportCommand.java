package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.secrets.OwnKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// `templedb key import FILE`
public final class KeyImportCommand implements Command {
    private static final int MOST_BYTES = 1 << 16;

    private final Value<String> file;
    private final Value<Boolean> passphrase;
    private final UserKeys keys;
    private final Terminal terminal;

    public KeyImportCommand(Usage usage, UserKeys keys, Terminal terminal) {
        usage.says(
                        "Takes identity files of age and private keys of SSH: Ed25519 and RSA in OpenSSH's form, and RSA in PEM. Of an"
                                + " identity file with a passphrase that is asked for; a key in OpenSSH's form keeps its passphrase, which"
                                + " is asked for when it is used. The file stays where it is.")
                .example("templedb key import ~/.config/age/keys.txt")
                .example("templedb key import ~/.ssh/id_ed25519")
                .exits(ExitCode.USAGE, "the file holds no private key that can be used")
                .exits(ExitCode.NOT_FOUND, "there is no such file")
                .exits(ExitCode.REFUSED, "the passphrase is wrong, or others can read your keys");
        file = usage.parameter("FILE", "A file with private keys; - reads standard input.");
        passphrase = usage.flag("--passphrase", "Protect what has no passphrase with one, which is asked for.");
        this.keys = keys;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var bytes = read();
        try {
            var added = keys.ring().importFrom(bytes, passphrase.get());
            terminal.say(
                    new Details()
                            .with("added", added.stream().map(OwnKey::publicKey).toList()),
                    "Added %s.".formatted(Quantities.count(added.size(), "key")));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        return ExitCode.OK;
    }

    private byte[] read() {
        try {
            return file.get().equals("-") ? terminal.readInput(MOST_BYTES) : Files.readAllBytes(Path.of(file.get()));
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.SOURCE_NOT_FOUND, "The file %s cannot be read.".formatted(Printable.text(file.get())), e);
        }
    }
}
