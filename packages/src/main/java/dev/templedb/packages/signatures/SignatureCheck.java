package dev.templedb.packages.signatures;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.time.Instant;
import java.util.Optional;

/// Says of signatures whose they are, and whether they hold.
///
/// @param allowed     SSH keys that are trusted
/// @param openPgpKeys public OpenPGP keys that are trusted
/// @param now         when keys have to be valid
public record SignatureCheck(Optional<AllowedSigners> allowed, Optional<byte[]> openPgpKeys, Instant now) {
    /// What is known of a signer.
    public enum Standing {
        /// The signature holds, and its key is one that the user trusts.
        TRUSTED,
        /// Nobody here vouches for the key; an OpenPGP signature could not even be checked without it.
        UNKNOWN
    }

    /// A signature that is not invalid.
    ///
    /// @param signer the name that the user's files give the key, else its fingerprint
    /// @param key    fingerprint
    /// @param note   what a person should know, as a sentence, or empty
    public record Verdict(Standing standing, String signer, String key, String note) {}

    public SignatureCheck {
        openPgpKeys.ifPresent(SignatureCheck::requireKeys);
    }

    private static void requireKeys(byte[] keys) {
        try {
            OpenPgp.requireKeys(keys);
        } catch (InvalidSignature none) {
            throw new TempleException(
                    ErrorCode.USAGE, "--openpgp-keys cannot be used: %s.".formatted(none.getMessage()), none);
        }
    }

    /// @param data what should be signed
    /// @throws InvalidSignature when the signature does not hold
    public Verdict check(PackageSignature signature, byte[] data) throws InvalidSignature {
        return signature.algorithm().equals(PackageSignature.SSH) ? ssh(signature, data) : openPgp(signature, data);
    }

    private Verdict ssh(PackageSignature signature, byte[] data) throws InvalidSignature {
        var read = SshSignature.read(signature.armored());
        read.verify(data, PackageSignature.NAMESPACE);
        var key = read.key().fingerprint();
        if (allowed.isEmpty()) {
            return new Verdict(Standing.UNKNOWN, key, key, "");
        }
        var answer = allowed.get().find(read.key(), PackageSignature.NAMESPACE, now);
        return answer.principals()
                .map(who -> new Verdict(Standing.TRUSTED, who, key, ""))
                .orElseGet(() -> new Verdict(
                        Standing.UNKNOWN,
                        key,
                        key,
                        answer.why()
                                .map(why -> "The signature does not count: " + why + ".")
                                .orElse("")));
    }

    private Verdict openPgp(PackageSignature signature, byte[] data) throws InvalidSignature {
        var signer = openPgpKeys.isEmpty()
                ? new OpenPgp.Signer(signature.signedBy(), Optional.empty())
                : OpenPgp.verify(signature.armored(), openPgpKeys.get(), data, now);
        return signer.name()
                .map(name -> new Verdict(Standing.TRUSTED, Printable.text(name), signer.keyId(), ""))
                .orElseGet(() -> new Verdict(
                        Standing.UNKNOWN,
                        signer.keyId(),
                        signer.keyId(),
                        "The OpenPGP signature of %s could not be checked: its public key is not in a file of --openpgp-keys."
                                .formatted(signer.keyId())));
    }
}
