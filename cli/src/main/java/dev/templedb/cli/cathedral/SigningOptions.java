package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.signing.SigningKey;
import dev.templedb.temple.signing.UsualSigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The options that say whose key signs.
final class SigningOptions {
    /// In the order in which `ssh` tries them.
    private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final Value<@Nullable String> key;
    private final Value<Boolean> openPgp;
    private final Path home;
    private final UsualSigningKey usual;

    /// @param home  of the user, where their SSH keys are
    /// @param usual the key that the user has set to sign with
    SigningOptions(Usage usage, Path home, UsualSigningKey usual) {
        key = usage.option(
                "--key",
                "FILE",
                "The private key, or a public one whose private half an agent has. Without it the key of `templedb cathedral"
                        + " signing`, or ~/.ssh/id_ed25519, id_ecdsa or id_rsa. With --openpgp also the name of a key of gpg.");
        openPgp = usage.flag("--openpgp", "Sign with OpenPGP instead of SSH, by gpg unless --key is a file.");
        this.home = home;
        this.usual = usual;
    }

    boolean isGiven() {
        return key.get() != null || openPgp.get();
    }

    /// The key that the user has set, if nothing else is said, or one of the usual files.
    SigningKey key() {
        var set = isGiven() ? Optional.<SigningKey>empty() : usualKey();
        return set.orElseGet(() -> isOfGpg() ? new SigningKey.OfGpg(name()) : new SigningKey.InFile(file()));
    }

    /// Whether the command line names a key of gpg and no file.
    private boolean isOfGpg() {
        return openPgp.get() && (key.get() == null || !Files.isRegularFile(Path.of(name())));
    }

    /// What the command line says; empty for nothing.
    private String name() {
        return Objects.requireNonNullElse(key.get(), "");
    }

    /// The file that the command line names, or one of the usual ones.
    private Path file() {
        return key.get() == null ? usualFile() : Path.of(name());
    }

    /// The key that the user has set to sign with.
    Optional<SigningKey> usualKey() {
        return usual.find().map(UsualSigningKey.Named::key);
    }

    /// What the command line says, to be kept: with whole paths, since it is used elsewhere.
    ///
    /// @throws TempleException with `SIGNING_KEY_UNUSABLE` when there is no such file
    UsualSigningKey.Named named() {
        if (isOfGpg()) {
            return new UsualSigningKey.Named(true, name());
        }
        var file = file();
        if (!Files.isRegularFile(file)) {
            throw new TempleException(
                    ErrorCode.SIGNING_KEY_UNUSABLE,
                    "There is no key in %s.".formatted(Printable.text(file.toString())));
        }
        return new UsualSigningKey.Named(openPgp.get(), file.toAbsolutePath().toString());
    }

    private Path usualFile() {
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
