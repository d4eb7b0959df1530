package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignatureCheck;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.signing.SqliteSignatureStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps the signatures of a package for as long as the project is in the state that they are of.
record ImportedSignatures(OpenPackage opened, Instant now) {
    /// Keeps those that hold, when `root` is what they are of.
    ///
    /// @param root the state that the project has after the import
    /// @return what a person should know
    List<String> keep(Transaction tx, long project, Sha256 root) {
        if (opened.isForeign()) {
            return List.of();
        }
        var notices = new ArrayList<String>();
        var valid = valid(notices);
        var versions = versions(notices);
        if (valid.isEmpty() && versions.isEmpty()) {
            return notices;
        }
        if (root.equals(opened.state().root())) {
            var store = new SqliteSignatureStore(tx, project);
            if (!valid.isEmpty()) {
                store.replace(root, valid);
            }
            store.add(root, versions);
        } else {
            notices.add("The signature of %s was not kept: the project is not in the state that it is of."
                    .formatted(Stream.concat(valid.stream(), versions.stream().map(SignedVersion::signature))
                            .map(PackageSignature::signedBy)
                            .distinct()
                            .collect(Collectors.joining(", "))));
        }
        return notices;
    }

    private List<SignedVersion> versions(List<String> notices) {
        var valid = new ArrayList<SignedVersion>();
        var check = new SignatureCheck(Optional.empty(), Optional.empty(), now);
        try {
            for (var one : SignedVersion.of(opened.manifest())) {
                check.check(
                        one.signature(), one.statement(opened.state().root()).signedBytes());
                valid.add(one);
            }
            return valid;
        } catch (InvalidSignature wrong) {
            notices.add("The signatures of versions in the package were not kept: %s.".formatted(wrong.getMessage()));
            return List.of();
        }
    }

    private List<PackageSignature> valid(List<String> notices) {
        var valid = new ArrayList<PackageSignature>();
        var check = new SignatureCheck(Optional.empty(), Optional.empty(), now);
        try {
            for (var signature : PackageSignature.of(opened.manifest())) {
                check.check(signature, opened.state().signedBytes());
                valid.add(signature);
            }
            return valid;
        } catch (InvalidSignature wrong) {
            notices.add("The signatures of the package were not kept: %s.".formatted(wrong.getMessage()));
            return List.of();
        }
    }
}
