package dev.templedb.packages.signatures;

import dev.templedb.packages.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A signature as a package carries it. What it says of itself is proved by nobody but [SignatureCheck].
///
/// @param algorithm `sshsig` or `openpgp`
/// @param signedBy  fingerprint of the key
/// @param armored   the signature as `ssh-keygen` or `gpg` writes it
public record PackageSignature(String algorithm, String signedBy, String armored) {
    /// The namespace of signatures in OpenSSH's form.
    public static final String NAMESPACE = "templedb";
    static final String SSH = "sshsig";
    static final String OPENPGP = "openpgp";
    /// The longest signature that is taken, in bytes.
    public static final int MOST_BYTES = 1 << 16;
    /// The most signatures that a package may have.
    public static final int MOST_SIGNATURES = 16;

    /// Whether it is one in OpenSSH's form, which carries its key; else it is one of OpenPGP.
    public boolean isSsh() {
        return algorithm.equals(SSH);
    }

    /// Reads an armored signature of either scheme.
    ///
    /// @throws InvalidSignature when it is neither
    public static PackageSignature read(String armored) throws InvalidSignature {
        if (armored.length() >= MOST_BYTES) {
            throw new InvalidSignature("it has more than %d bytes".formatted(MOST_BYTES));
        }
        var text = armored.replace("\r\n", "\n").strip() + "\n";
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new InvalidSignature("it is not in ASCII");
        }
        return text.startsWith(OpenPgp.BEGIN)
                ? new PackageSignature(OPENPGP, OpenPgp.keyOf(text), text)
                : new PackageSignature(SSH, SshSignature.read(text).key().fingerprint(), text);
    }

    /// The signatures that a manifest carries, in their order.
    ///
    /// @throws InvalidSignature when the member `signature` has another form
    public static List<PackageSignature> of(Json.Obj manifest) throws InvalidSignature {
        var member = manifest.get("signature");
        if (member == null || member instanceof Json.Null) {
            return List.of();
        }
        if (!(member instanceof Json.Obj first)) {
            throw new InvalidSignature("the manifest's member \"signature\" is no object");
        }
        var others = first.list("also");
        if (others.size() >= MOST_SIGNATURES) {
            throw new InvalidSignature("the package has more than %d signatures".formatted(MOST_SIGNATURES));
        }
        var signatures = new ArrayList<PackageSignature>();
        for (var one : Stream.concat(Stream.of(first), others.stream()).toList()) {
            if (!(one instanceof Json.Obj object) || object.text("signature").isEmpty()) {
                throw new InvalidSignature("the manifest's member \"signature\" holds none");
            }
            var read = read(object.text("signature").get());
            if (!object.text("algorithm").orElse(read.algorithm()).equals(read.algorithm())
                    || !object.text("signed_by").orElse(read.signedBy()).equals(read.signedBy())) {
                throw new InvalidSignature("it says another signer or algorithm than it has");
            }
            signatures.add(read);
        }
        return signatures;
    }

    /// `manifest` with `signatures` in place of those that it has.
    public static Json.Obj into(Json.Obj manifest, List<PackageSignature> signatures) {
        if (signatures.isEmpty()) {
            return manifest.with("signature", Json.NULL);
        }
        var first = signatures.getFirst().json();
        var others =
                signatures.stream().skip(1).<Json>map(PackageSignature::json).toList();
        return manifest.with("signature", others.isEmpty() ? first : first.with("also", new Json.Arr(others)));
    }

    /// `signatures` and one more, which takes the place of an older one by the same key.
    public static List<PackageSignature> withNew(List<PackageSignature> signatures, PackageSignature made) {
        var all = new ArrayList<>(signatures);
        all.removeIf(one -> one.signedBy().equals(made.signedBy()));
        all.add(made);
        return all;
    }

    private Json.Obj json() {
        return Json.Obj.empty()
                .with("signed_by", signedBy)
                .with("signature", armored)
                .with("algorithm", algorithm);
    }
}
