package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.signing.UsualSigningKey;
import java.nio.file.Path;

/// `templedb cathedral signing`
public final class SigningCommand implements Command {
    private final Value<Boolean> on;
    private final Value<Boolean> off;
    private final SigningOptions options;
    private final UsualSigningKey usual;
    private final Terminal terminal;

    /// @param home of the user, where their SSH keys are
    public SigningCommand(Usage usage, Path home, UsualSigningKey usual, Terminal terminal) {
        usage.says(
                        "Says which key signs the versions that you push, without --sign each time; `cathedral push --no-sign` leaves a"
                                + " signature out. Without an option it shows what is set. Only the name of the key is kept, in the file"
                                + " signing.json of your configuration.")
                .example("templedb cathedral signing --on")
                .example("templedb cathedral signing --key ~/.ssh/release_key")
                .example("templedb cathedral signing --openpgp --key ada@example.org")
                .example("templedb cathedral signing --off")
                .exits(ExitCode.USAGE, "there is no such key")
                .exits(ExitCode.REFUSED, "signing.json is damaged, or cannot be written");
        on = usage.flag("--on", "Sign with your usual SSH key.");
        off = usage.flag("--off", "Sign nothing by itself any more.");
        options = new SigningOptions(usage, home, usual);
        this.usual = usual;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        boolean sets = on.get() || options.isGiven();
        if (sets && off.get()) {
            throw new TempleException(ErrorCode.USAGE, "Use --off alone.");
        }
        if (sets) {
            usual.set(options.named());
        } else if (off.get()) {
            usual.clear();
        }
        var key = usual.find();
        terminal.say(
                new Details()
                        .with(
                                "scheme",
                                key.map(one -> one.isOpenPgp() ? "openpgp" : "ssh")
                                        .orElse(null))
                        .with("key", key.map(UsualSigningKey.Named::name).orElse(null)),
                key.map(one -> "Versions are signed with %s.".formatted(text(one)))
                        .orElse("Versions are signed only with --sign."));
        return ExitCode.OK;
    }

    private static String text(UsualSigningKey.Named key) {
        return key.name().isEmpty()
                ? "the usual key of gpg"
                : (key.isOpenPgp() ? "the OpenPGP key " : "the key ") + Printable.text(key.name());
    }
}
