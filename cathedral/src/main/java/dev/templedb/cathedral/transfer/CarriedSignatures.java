package dev.templedb.cathedral.transfer;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.file.PackageFileReader;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import java.nio.file.Path;
import java.util.List;

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

    /// Those of a package that is there.
    static List<PackageSignature> of(Path file, TransferConfig config) {
        var options = new OpenOptions(false, config.scratch(), config.mostBytes(), config.mostObjects(), Progress.NONE);
        try (var opened = PackageFileReader.open(file, options)) {
            return of(opened.manifest());
        }
    }
}
