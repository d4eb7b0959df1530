package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.query.PackageDesk;
import dev.templedb.temple.signing.SigningKey;
import dev.templedb.temple.signing.UsualSigningKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral sign PACKAGE`
public final class SignCommand implements Command {
    private final Value<String> path;
    private final SigningOptions options;
    private final Value<@Nullable String> signature;
    private final Temples temples;
    private final Terminal terminal;

    /// @param home  of the user, where their SSH keys are
    /// @param usual the key that the user has set to sign with
    public SignCommand(Usage usage, Path home, UsualSigningKey usual, Temples temples, Terminal terminal) {
        usage.says(
                        "Proves the package, and puts a signature over its content root into it; nothing else in it changes, and"
                                + " signatures of others stay. `ssh-keygen` and `gpg` ask for passphrases themselves.")
                .example("templedb cathedral sign web-app.cathedral")
                .example("templedb cathedral sign web-app.cathedral --key ~/.ssh/release_key")
                .example("templedb cathedral sign web-app.cathedral --openpgp --key ada@example.org")
                .exits(ExitCode.FAILED, "the package cannot be written")
                .exits(ExitCode.USAGE, "the key cannot be used")
                .exits(ExitCode.NOT_FOUND, "there is no such package")
                .exits(ExitCode.REFUSED, "the package is damaged, or the signature is of another content")
                .exits(ExitCode.UNAVAILABLE, "the disk is full");
        path = usage.parameter("PACKAGE", "A package in any layout on this machine.");
        options = new SigningOptions(usage, home, usual);
        signature = usage.option(
                "--signature",
                "FILE",
                "Take this signature, made elsewhere by ssh-keygen -Y sign -n templedb or by gpg.");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var made = signature.get();
        var key = made == null ? options.key() : new SigningKey.Made(Path.of(made));
        var signed = new PackageDesk(temples.scratch(), terminal.progress())
                .sign(Path.of(path.get()), key, temples.clock().instant());
        terminal.say(
                signed,
                "Signed %s with %s; it has %s."
                        .formatted(
                                Printable.text(signed.path().toString()),
                                signed.signedBy(),
                                Quantities.count(signed.signatures(), "signature")));
        return ExitCode.OK;
    }
}
