package dev.templedb.temple.signing;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the small files that people give to sign and verify with.
final class SignatureFiles {
    private static final int MOST_BYTES = 16 << 20;

    private SignatureFiles() {}

    static PackageSignature signature(Path file) {
        try {
            return PackageSignature.read(new String(bytes(file), StandardCharsets.ISO_8859_1));
        } catch (InvalidSignature invalid) {
            throw new TempleException(
                    ErrorCode.SIGNATURE_INVALID,
                    "%s is no signature that can be taken: %s."
                            .formatted(Printable.text(file.toString()), invalid.getMessage()),
                    invalid);
        }
    }

    static byte[] bytes(Path file) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException unreadable) {
            throw new TempleException(
                    ErrorCode.SIGNATURE_FILE_UNREADABLE,
                    "The file %s cannot be read.".formatted(Printable.text(file.toString())),
                    unreadable);
        }
    }
}
