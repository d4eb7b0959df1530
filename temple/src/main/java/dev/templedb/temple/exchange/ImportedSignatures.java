package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignatureCheck;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.signing.SqliteSignatureStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
        if (valid.isEmpty()) {
            return notices;
        }
        if (root.equals(opened.state().root())) {
            new SqliteSignatureStore(tx, project).replace(root, valid);
        } else {
            notices.add("The signature of %s was not kept: the project is not in the state that it is of."
                    .formatted(valid.stream().map(PackageSignature::signedBy).collect(Collectors.joining(", "))));
        }
        return notices;
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
