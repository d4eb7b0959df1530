package dev.templedb.temple.signing;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignatureCheck;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Puts a signature over its content root into a package, in whatever layout.
///
/// The package is proved first (nobody signs what is damaged), and the content root stays what it is. One more
/// signature
/// by a key that has signed already replaces the older one; those of others stay.
public final class PackageSigner {
    private static final int THREADS = 2;

    private final OpenOptions options;
    private final Instant now;

    public PackageSigner(OpenOptions options, Instant now) {
        this.options = options;
        this.now = now;
    }

    /// A package that was signed.
    ///
    /// @param algorithm  `sshsig` or `openpgp`
    /// @param signedBy   fingerprint of the key
    /// @param signatures how many the package has now
    public record Signed(
            String slug, Path path, Sha256 contentRoot, String algorithm, String signedBy, long signatures) {}

    /// Signs the package at `path`.
    ///
    /// @throws TempleException with `SIGNING_KEY_UNUSABLE`, `SIGNATURE_INVALID` when a signature that was made
    /// elsewhere is
    ///         of another content, or whatever is wrong with the package; it is unchanged then
    public Signed sign(Path path, SigningKey key) {
        var signed = new AtomicReference<Optional<Signed>>(Optional.empty());
        Packages.rewriteManifest(path, options, (opened, manifest) -> {
            PackageChecker.verify(opened, THREADS, options.progress());
            var made = made(opened, key);
            var all = with(manifest, made);
            var slug = opened.state().project().text("slug").orElse("");
            signed.set(Optional.of(
                    new Signed(slug, path, opened.state().root(), made.algorithm(), made.signedBy(), all.size())));
            return PackageSignature.into(manifest, all);
        });
        return signed.get().orElseThrow();
    }

    private PackageSignature made(OpenPackage opened, SigningKey key) {
        var data = opened.state().signedBytes();
        var made = key.sign(data, now);
        try {
            new SignatureCheck(Optional.empty(), Optional.empty(), now).check(made, data);
        } catch (InvalidSignature wrong) {
            throw new TempleException(
                    ErrorCode.SIGNATURE_INVALID,
                    "The signature is not one of this package: %s.".formatted(wrong.getMessage()),
                    wrong);
        }
        return made;
    }

    private static List<PackageSignature> with(Json.Obj manifest, PackageSignature made) {
        try {
            var all = PackageSignature.withNew(PackageSignature.of(manifest), made);
            if (all.size() > PackageSignature.MOST_SIGNATURES) {
                throw new TempleException(
                        ErrorCode.PACKAGE_TOO_LARGE,
                        "The package has %d signatures already; those are the most that it may have."
                                .formatted(PackageSignature.MOST_SIGNATURES));
            }
            return all;
        } catch (InvalidSignature invalid) {
            throw new TempleException(
                    ErrorCode.SIGNATURE_INVALID,
                    "A signature that the package has already is not valid: %s.".formatted(invalid.getMessage()),
                    invalid);
        }
    }
}
