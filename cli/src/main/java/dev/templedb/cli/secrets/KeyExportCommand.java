package dev.templedb.cli.secrets;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.secrets.SecretKeyLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `templedb key export [KEY]`
public final class KeyExportCommand implements Command {
    private final Value<@Nullable String> key;
    private final Value<Boolean> secret;
    private final Temples temples;
    private final UserKeys keys;
    private final Terminal terminal;

    public KeyExportCommand(Usage usage, Temples temples, UserKeys keys, Terminal terminal) {
        usage.says(
                        "Prints your public keys, a line each, as `age -R` and `secret recipients add` read them. With --secret: your private"
                                + " keys, into a pipe or a file only, to take them to another machine. The audit log notes that.")
                .example("templedb key export >ada.pub")
                .example("templedb key export --secret | ssh other-machine templedb key import -")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "you have no such key")
                .exits(ExitCode.REFUSED, "others can read your keys");
        key = usage.optionalParameter("KEY", "The public key of the one to print; all without it.");
        secret = usage.flag("--secret", "Print private keys.");
        this.temples = temples;
        this.keys = keys;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (secret.get() && terminal.isForPerson()) {
            throw new TempleException(ErrorCode.USAGE, "A private key is printed into a pipe or a file only.");
        }
        var ring = keys.ring();
        var wanted = key.get();
        var chosen = ring.list().stream()
                .filter(one -> wanted == null || one.publicKey().equals(wanted.strip()))
                .map(one -> one.publicKey())
                .toList();
        if (chosen.isEmpty()) {
            throw new TempleException(ErrorCode.KEY_NOT_FOUND, "You have no such key.");
        }
        if (secret.get()) {
            printSecret(chosen);
        } else {
            chosen.forEach(one -> terminal.print(one + "\n"));
        }
        return ExitCode.OK;
    }

    private void printSecret(List<String> chosen) {
        if (Files.exists(temples.path())) {
            temples.inExisting(temple -> {
                SecretKeyLog.exported(temple, chosen);
                return chosen;
            });
        }
        for (var one : chosen) {
            var bytes = keys.ring().secret(one);
            try {
                terminal.stream().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }
}
