package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.file.PackageFileReader;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The signatures that packages carry in their manifests.
final class CarriedSignatures {
    private CarriedSignatures() {}

    /// Those of a manifest, which are not proved by this.
    ///
    /// @throws TempleException with `SIGNATURE_INVALID` for what is none
    static List<PackageSignature> of(Json.Obj manifest) {
        try {
            return PackageSignature.of(manifest);
        } catch (InvalidSignature wrong) {
            throw new TempleException(
                    ErrorCode.SIGNATURE_INVALID,
                    "A signature of the package is not valid: %s.".formatted(wrong.getMessage()),
                    wrong);
        }
    }

    /// The one of a version of a project, which is not proved by this.
    ///
    /// @throws TempleException with `SIGNATURE_INVALID` for what is none
    static Optional<PackageSignature> ofVersion(Json.Obj manifest, ProjectAddress address, @Nullable String version) {
        try {
            return SignedVersion.of(manifest).stream()
                    .filter(one -> one.project().equalsIgnoreCase(address.toString())
                            && one.version().text().equals(version))
                    .map(SignedVersion::signature)
                    .findFirst();
        } catch (InvalidSignature wrong) {
            throw new TempleException(
                    ErrorCode.SIGNATURE_INVALID,
                    "A signature of the package is not valid: %s.".formatted(wrong.getMessage()),
                    wrong);
        }
    }

    /// Those of a package that is there.
    static List<PackageSignature> of(Path file, TransferConfig config) {
        var options = new OpenOptions(false, config.scratch(), config.mostBytes(), config.mostObjects(), Progress.NONE);
        try (var opened = PackageFileReader.open(file, options)) {
            return of(opened.manifest());
        }
    }
}
