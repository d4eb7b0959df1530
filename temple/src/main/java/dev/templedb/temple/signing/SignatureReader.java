package dev.templedb.temple.signing;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.signatures.AllowedSigners;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignatureCheck;
import dev.templedb.packages.signatures.SignatureCheck.Standing;
import dev.templedb.packages.signatures.SignatureCheck.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says who signed a package, by what the user trusts.
public final class SignatureReader {
    private final Trust trust;
    private final SignatureCheck check;

    /// What the user trusts, and what they ask for.
    ///
    /// @param allowedSigners SSH keys and whose they are, in OpenSSH's format
    /// @param openPgpKeys    public keys as `gpg --export` writes them
    /// @param required       refuse packages without a signature, and, when one of the files is given, without one
    /// that
    ///                       it knows
    public record Trust(Optional<Path> allowedSigners, Optional<Path> openPgpKeys, boolean required) {
        boolean isGiven() {
            return allowedSigners.isPresent() || openPgpKeys.isPresent();
        }
    }

    /// What the signatures of a package come to.
    ///
    /// @param word   `none`, `trusted` when one of them is, else `unknown`
    /// @param signer those who signed, the trusted ones when there are any; empty for `none`
    public record Signers(String word, String signer, List<String> notes) {
        public Signers {
            notes = List.copyOf(notes);
        }
    }

    public SignatureReader(Trust trust, Instant now, ZoneId zone) {
        this.trust = trust;
        this.check = new SignatureCheck(
                trust.allowedSigners().map(file -> AllowedSigners.read(SignatureFiles.bytes(file), zone)),
                trust.openPgpKeys().map(SignatureFiles::bytes),
                now);
    }

    /// Checks every signature of a package.
    ///
    /// @throws TempleException with `SIGNATURE_INVALID` when one does not hold; with `SIGNATURE_MISSING` or
    ///         `SIGNER_UNKNOWN` when the user asks for more than there is
    public Signers read(OpenPackage opened) {
        if (opened.isForeign()) {
            return require(List.of());
        }
        return read(signatures(opened), opened.state().signedBytes());
    }

    /// The signatures that a package carries over its state, unchecked.
    ///
    /// @throws TempleException with `SIGNATURE_INVALID` when one cannot be read
    public static List<PackageSignature> signatures(OpenPackage opened) {
        try {
            return PackageSignature.of(opened.manifest());
        } catch (InvalidSignature invalid) {
            throw invalid(invalid);
        }
    }

    /// Checks signatures over `data`.
    ///
    /// @throws TempleException as [#read(OpenPackage)]
    public Signers read(List<PackageSignature> signatures, byte[] data) {
        try {
            var verdicts = new ArrayList<Verdict>();
            for (var signature : signatures) {
                verdicts.add(check.check(signature, data));
            }
            return require(verdicts);
        } catch (InvalidSignature invalid) {
            throw invalid(invalid);
        }
    }

    private static TempleException invalid(InvalidSignature invalid) {
        return new TempleException(
                ErrorCode.SIGNATURE_INVALID,
                "A signature of the package is not valid: %s.".formatted(invalid.getMessage()),
                invalid);
    }

    private Signers require(List<Verdict> verdicts) {
        if (verdicts.isEmpty() && trust.required()) {
            throw new TempleException(ErrorCode.SIGNATURE_MISSING, "The package is not signed.");
        }
        var trusted = verdicts.stream()
                .filter(verdict -> verdict.standing() == Standing.TRUSTED)
                .toList();
        if (!verdicts.isEmpty() && trusted.isEmpty() && trust.required() && trust.isGiven()) {
            throw new TempleException(
                    ErrorCode.SIGNER_UNKNOWN,
                    "The package is signed by %s, and none of the keys that you trust.".formatted(names(verdicts)));
        }
        return new Signers(
                verdicts.isEmpty() ? "none" : trusted.isEmpty() ? "unknown" : "trusted",
                names(trusted.isEmpty() ? verdicts : trusted),
                verdicts.stream()
                        .map(Verdict::note)
                        .filter(note -> !note.isEmpty())
                        .toList());
    }

    private static String names(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> verdict.signer().equals(verdict.key())
                        ? verdict.key()
                        : "%s (%s)".formatted(verdict.signer(), verdict.key()))
                .collect(Collectors.joining(", "));
    }
}
