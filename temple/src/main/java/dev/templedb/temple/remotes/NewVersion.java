package dev.templedb.temple.remotes;

import dev.templedb.core.VersionName;
import dev.templedb.packages.signatures.PackageSignature;
import java.util.Optional;

/// A version to be published.
///
/// @param signature over its [statement][dev.templedb.packages.signatures.VersionStatement]
public record NewVersion(VersionName name, Optional<String> notes, Optional<PackageSignature> signature) {
    /// A version that nobody has signed.
    public NewVersion(VersionName name, Optional<String> notes) {
        this(name, notes, Optional.empty());
    }
}
