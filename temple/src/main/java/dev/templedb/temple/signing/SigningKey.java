package dev.templedb.temple.signing;

import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.Signing;
import java.nio.file.Path;
import java.time.Instant;

/// Whose key signs.
public sealed interface SigningKey {
    /// The SSH or OpenPGP key in a file; a public SSH key stands for the one in the agent.
    record InFile(Path file) implements SigningKey {}

    /// A key of the user's `gpg`.
    ///
    /// @param id of the key, or empty for the usual one
    record OfGpg(String id) implements SigningKey {}

    /// Nobody's: the signature was made elsewhere, by `ssh-keygen -Y sign` or `gpg --detach-sign`.
    record Made(Path signature) implements SigningKey {}

    /// Signs, or reads the signature.
    default PackageSignature sign(byte[] data, Instant now) {
        return switch (this) {
            case InFile(var file) -> Signing.withKey(file, data, now);
            case OfGpg(var id) -> Signing.withGpg(id, data);
            case Made(var file) -> SignatureFiles.signature(file);
        };
    }
}
