package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.signing.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options that say whose key signs.
final class SigningOptions {
    /// In the order in which `ssh` tries them.
    private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final Value<@Nullable String> key;
    private final Value<Boolean> openPgp;
    private final Path home;

    /// @param home of the user, where their SSH keys are
    SigningOptions(Usage usage, Path home) {
        key = usage.option(
                "--key",
                "FILE",
                "The private key, or a public one whose private half an agent has; ~/.ssh/id_ed25519, id_ecdsa or id_rsa"
                        + " without it. With --openpgp also the name of a key of gpg.");
        openPgp = usage.flag("--openpgp", "Sign with OpenPGP instead of SSH, by gpg unless --key is a file.");
        this.home = home;
    }

    boolean isGiven() {
        return key.get() != null || openPgp.get();
    }

    SigningKey key() {
        var given = key.get();
        if (openPgp.get()) {
            return given != null && Files.isRegularFile(Path.of(given))
                    ? new SigningKey.InFile(Path.of(given))
                    : new SigningKey.OfGpg(given == null ? "" : given);
        }
        return new SigningKey.InFile(given == null ? usualKey() : Path.of(given));
    }

    private Path usualKey() {
        for (var name : USUAL_KEYS) {
            var file = home.resolve(".ssh").resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new TempleException(
                ErrorCode.SIGNING_KEY_UNUSABLE, "There is no key to sign with in the directory ~/.ssh.");
    }
}
