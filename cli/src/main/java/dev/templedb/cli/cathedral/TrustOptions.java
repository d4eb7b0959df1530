package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.temple.signing.SignatureReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The options that say whose signatures are trusted.
final class TrustOptions {
    private final Value<@Nullable String> allowedSigners;
    private final Value<@Nullable String> openPgpKeys;
    private final Value<Boolean> required;
    private final Optional<Value<@Nullable String>> signedAs;

    /// For packages.
    TrustOptions(Usage usage) {
        this(usage, false);
    }

    /// For what comes from a remote, where versions have names.
    static TrustOptions ofVersions(Usage usage) {
        return new TrustOptions(usage, true);
    }

    private TrustOptions(Usage usage, boolean ofVersions) {
        allowedSigners = usage.option(
                "--allowed-signers", "FILE", "SSH keys that you trust and whose they are, in OpenSSH's format.");
        openPgpKeys =
                usage.option("--openpgp-keys", "FILE", "OpenPGP keys that you trust, as gpg --export writes them.");
        required = usage.flag(
                "--require-signature",
                "Refuse a package that is not signed, and with one of the files also one that no trusted key has signed.");
        signedAs = ofVersions
                ? Optional.of(usage.option(
                        "--signed-as",
                        "OWNER/PROJECT",
                        "Take versions that were signed under this name too, of a project that was moved or forked."))
                : Optional.empty();
    }

    SignatureReader reader(Instant now) {
        return new SignatureReader(
                new SignatureReader.Trust(
                        Optional.ofNullable(allowedSigners.get()).map(Path::of),
                        Optional.ofNullable(openPgpKeys.get()).map(Path::of),
                        signedAs.flatMap(one -> Optional.ofNullable(one.get()))
                                .map(name -> RemoteDoor.ref(name).toString()),
                        required.get()),
                now,
                ZoneId.systemDefault());
    }
}
