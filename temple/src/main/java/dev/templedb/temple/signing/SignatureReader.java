package dev.templedb.temple.signing;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.signatures.AllowedSigners;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignatureCheck;
import dev.templedb.packages.signatures.SignatureCheck.Standing;
import dev.templedb.packages.signatures.SignatureCheck.Verdict;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.signatures.VersionStatement;
import dev.templedb.packages.state.ProjectState;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says who signed a package, by what the user trusts.
public final class SignatureReader {
    private final Trust trust;
    private final SignatureCheck check;

    /// What the user trusts, and what they ask for.
    ///
    /// @param allowedSigners SSH keys and whose they are, in OpenSSH's format
    /// @param openPgpKeys    public keys as `gpg --export` writes them
    /// @param signedAs       under which other name, `OWNER/PROJECT`, versions may be signed: of one that was moved
    /// or forked
    /// @param required       refuse packages without a signature, and, when one of the files is given, without one
    /// that
    ///                       it knows
    public record Trust(
            Optional<Path> allowedSigners, Optional<Path> openPgpKeys, Optional<String> signedAs, boolean required) {
        /// Trust in versions that are signed under the name that they have.
        public Trust(Optional<Path> allowedSigners, Optional<Path> openPgpKeys, boolean required) {
            this(allowedSigners, openPgpKeys, Optional.empty(), required);
        }

        boolean isGiven() {
            return allowedSigners.isPresent() || openPgpKeys.isPresent();
        }
    }

    /// What the signatures of a package come to.
    ///
    /// @param word   `none`, `trusted` when one of them is, else `unknown`
    /// @param signer those who signed, the trusted ones when there are any; empty for `none`
    /// @param signedAs the project and the version that they have named; empty when they signed the content alone
    public record Signers(String word, String signer, Optional<String> signedAs, List<String> notes) {
        public Signers {
            notes = List.copyOf(notes);
        }

        private Signers with(List<String> more) {
            return more.isEmpty()
                    ? this
                    : new Signers(
                            word,
                            signer,
                            signedAs,
                            Stream.concat(notes.stream(), more.stream()).toList());
        }
    }

    /// The signature of a published version.
    ///
    /// @param statement what it should cover
    public record OfVersion(PackageSignature signature, VersionStatement statement) {}

    /// The versions of a state.
    ///
    /// @param project  `owner/slug`, by which they are offered; empty for a package, which may be of any
    /// @param isWanted whether one was asked for by its name
    public record Versions(String project, boolean isWanted, List<OfVersion> signed) {
        /// None.
        static final Versions NONE = new Versions("", false, List.of());

        public Versions {
            signed = List.copyOf(signed);
        }
    }

    /// A signature that holds.
    ///
    /// @param statement what it covers; empty for the state alone
    private record Checked(Verdict verdict, Optional<VersionStatement> statement) {}

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
            return require(List.of(), Versions.NONE);
        }
        return read(opened.state().root(), signatures(opened), new Versions("", false, versions(opened)));
    }

    /// The signatures of versions that a package carries, unchecked.
    private static List<OfVersion> versions(OpenPackage opened) {
        try {
            return SignedVersion.of(opened.manifest()).stream()
                    .map(one -> new OfVersion(
                            one.signature(), one.statement(opened.state().root())))
                    .toList();
        } catch (InvalidSignature invalid) {
            throw invalid(invalid);
        }
    }

    /// Those of published versions that hold over their statements, as packages of the state carry them.
    public List<SignedVersion> holding(Versions versions) {
        var holding = new ArrayList<SignedVersion>();
        for (var one : versions.signed()) {
            try {
                check.check(one.signature(), one.statement().signedBytes());
                holding.add(new SignedVersion(
                        one.statement().project(), one.statement().version(), one.signature()));
            } catch (InvalidSignature wrong) {
                // It is told of where the versions are read.
            }
        }
        return holding;
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

    /// Checks the signatures of a state and those of its versions.
    ///
    /// @param ofState those over the state alone
    /// A signature of a version that nobody has asked for does not count when it does not hold.
    ///
    /// @throws TempleException as [#read(OpenPackage)]; with `VERSION_NAME_UNSIGNED` or `VERSION_SIGNED_ELSEWHERE`
    /// when the
    /// user asks for more than a version has
    public Signers read(Sha256 state, List<PackageSignature> ofState, Versions versions) {
        try {
            var data = ProjectState.signedBytes(state);
            var checked = new ArrayList<Checked>();
            var notes = new ArrayList<String>();
            for (var one : versions.signed()) {
                try {
                    checked.add(check(one, data));
                } catch (InvalidSignature wrong) {
                    if (versions.isWanted()) {
                        throw wrong;
                    }
                    notes.add("The signature of %s is not valid, and does not count: %s."
                            .formatted(one.statement(), wrong.getMessage()));
                }
            }
            for (var signature : ofState) {
                checked.add(new Checked(check.check(signature, data), Optional.empty()));
            }
            return require(checked, versions).with(notes);
        } catch (InvalidSignature invalid) {
            throw invalid(invalid);
        }
    }

    /// A server that has not the key of an OpenPGP signature cannot know what it is over.
    private Checked check(OfVersion version, byte[] state) throws InvalidSignature {
        try {
            var verdict = check.check(version.signature(), version.statement().signedBytes());
            return new Checked(verdict, Optional.of(version.statement()));
        } catch (InvalidSignature wrong) {
            if (version.signature().isSsh()) {
                throw wrong;
            }
            return new Checked(check.check(version.signature(), state), Optional.empty());
        }
    }

    private static TempleException invalid(InvalidSignature invalid) {
        return new TempleException(
                ErrorCode.SIGNATURE_INVALID,
                "A signature of the package is not valid: %s.".formatted(invalid.getMessage()),
                invalid);
    }

    private Signers require(List<Checked> checked, Versions versions) {
        if (checked.isEmpty() && trust.required()) {
            throw new TempleException(ErrorCode.SIGNATURE_MISSING, "The package is not signed.");
        }
        var trusted = checked.stream()
                .filter(one -> one.verdict().standing() == Standing.TRUSTED)
                .toList();
        if (!checked.isEmpty() && trusted.isEmpty() && trust.required() && trust.isGiven()) {
            throw new TempleException(
                    ErrorCode.SIGNER_UNKNOWN,
                    "The package is signed by %s, and none of the keys that you trust.".formatted(names(checked)));
        }
        var counted = trusted.isEmpty() ? checked : trusted;
        if (trust.required() && versions.isWanted()) {
            requireNamed(counted, versions);
        }
        var named = counted.stream()
                .filter(one -> isOf(one, versions))
                .findFirst()
                .or(() -> counted.stream()
                        .filter(one -> one.statement().isPresent())
                        .findFirst());
        return new Signers(
                checked.isEmpty() ? "none" : trusted.isEmpty() ? "unknown" : "trusted",
                names(counted),
                named.flatMap(Checked::statement).map(VersionStatement::toString),
                notes(checked, counted, named, versions));
    }

    private List<String> notes(
            List<Checked> checked, List<Checked> counted, Optional<Checked> named, Versions versions) {
        var notes = new ArrayList<>(checked.stream()
                .map(one -> one.verdict().note())
                .filter(note -> !note.isEmpty())
                .toList());
        if (versions.project().isEmpty()) {
            // A package is offered under no name.
            return notes;
        }
        if (named.isPresent() && !isOf(named.get(), versions)) {
            notes.add("The version was signed as %s: %s was moved since, is a fork of it, or is not what it says."
                    .formatted(named.get().statement().orElseThrow(), Printable.text(versions.project())));
        } else if (versions.isWanted() && named.isEmpty() && !counted.isEmpty()) {
            notes.add("The signature covers the content alone, not that it is this version of this project.");
        }
        return notes;
    }

    private boolean isOf(Checked checked, Versions versions) {
        return checked.statement()
                .filter(statement -> statement.project().equalsIgnoreCase(versions.project())
                        || trust.signedAs()
                                .filter(statement.project()::equalsIgnoreCase)
                                .isPresent())
                .isPresent();
    }

    private void requireNamed(List<Checked> counted, Versions versions) {
        if (counted.stream().anyMatch(one -> isOf(one, versions))) {
            return;
        }
        throw counted.stream()
                .flatMap(one -> one.statement().stream())
                .findFirst()
                .map(elsewhere -> new TempleException(
                        ErrorCode.VERSION_SIGNED_ELSEWHERE,
                        "The version was signed as %s, and not as one of %s."
                                .formatted(elsewhere, Printable.text(versions.project()))))
                .orElseGet(() -> new TempleException(
                        ErrorCode.VERSION_NAME_UNSIGNED,
                        "The signature covers the content alone, not that it is this version of %s."
                                .formatted(Printable.text(versions.project()))));
    }

    private static String names(List<Checked> checked) {
        return checked.stream()
                .map(Checked::verdict)
                .map(verdict -> verdict.signer().equals(verdict.key())
                        ? verdict.key()
                        : "%s (%s)".formatted(verdict.signer(), verdict.key()))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
