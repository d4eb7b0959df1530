package dev.templedb.packages.signatures;

import dev.templedb.core.Sha256;
import dev.templedb.packages.ssh.InvalidSsh;
import dev.templedb.packages.ssh.SshBytes;
import dev.templedb.packages.ssh.SshPublicKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Set;

/// A public key of SSH as a signer. Immutable.
final class SshKey {
    private final SshPublicKey parts;
    private final PublicKey key;

    private SshKey(SshPublicKey parts, PublicKey key) {
        this.parts = parts;
        this.key = key;
    }

    /// Reads a key from its wire form.
    static SshKey read(byte[] blob) throws InvalidSignature {
        try {
            return of(SshPublicKey.read(blob));
        } catch (InvalidSsh invalid) {
            throw new InvalidSignature(invalid);
        }
    }

    static SshKey of(SshPublicKey parts) throws InvalidSignature {
        try {
            return new SshKey(parts, parts.forJava());
        } catch (GeneralSecurityException wrong) {
            throw new InvalidSignature("its public key is not valid", wrong);
        }
    }

    /// What Java calls the algorithm of a signature, as SSH names it.
    static String algorithm(String name) throws InvalidSignature {
        return switch (name) {
            case SshPublicKey.ED25519_TYPE -> "Ed25519";
            case "rsa-sha2-256" -> "SHA256withRSA";
            case "rsa-sha2-512" -> "SHA512withRSA";
            case SshPublicKey.ECDSA_PREFIX + "nistp256" -> "SHA256withECDSAinP1363Format";
            case SshPublicKey.ECDSA_PREFIX + "nistp384" -> "SHA384withECDSAinP1363Format";
            case SshPublicKey.ECDSA_PREFIX + "nistp521" -> "SHA512withECDSAinP1363Format";
            default -> throw new InvalidSignature("its algorithm is not one that is trusted here");
        };
    }

    /// Whether `signature`, a blob of algorithm and bytes, is one of this key over `data`.
    boolean verifies(byte[] signature, byte[] data) throws InvalidSignature {
        try {
            var in = new SshBytes(signature);
            var name = in.text();
            var value = in.string();
            in.end();
            boolean fits = parts instanceof SshPublicKey.Rsa
                    ? Set.of("rsa-sha2-256", "rsa-sha2-512").contains(name)
                    : name.equals(type());
            if (!fits) {
                throw new InvalidSignature("its algorithm is not that of its key");
            }
            var verifier = Signature.getInstance(algorithm(name));
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(plain(value));
        } catch (InvalidSsh invalid) {
            throw new InvalidSignature(invalid);
        } catch (GeneralSecurityException wrong) {
            throw new InvalidSignature("it is not valid", wrong);
        }
    }

    /// The bytes of a signature as Java takes them.
    private byte[] plain(byte[] value) throws InvalidSsh {
        return switch (parts) {
            case SshPublicKey.Ed25519 _ -> value;
            case SshPublicKey.Rsa rsa -> {
                int length = (rsa.modulus().bitLength() + 7) / 8;
                yield value.length < length ? SshBytes.fixed(new BigInteger(1, value), length) : value;
            }
            case SshPublicKey.Ecdsa ecdsa -> {
                var numbers = new SshBytes(value);
                var plain = new SshBytes.Writer()
                        .raw(SshBytes.fixed(numbers.number(), ecdsa.fieldBytes()))
                        .raw(SshBytes.fixed(numbers.number(), ecdsa.fieldBytes()))
                        .bytes();
                numbers.end();
                yield plain;
            }
        };
    }

    String type() {
        return parts.type();
    }

    byte[] blob() {
        return parts.blob().clone();
    }

    boolean isSameAs(byte[] otherBlob) {
        return MessageDigest.isEqual(parts.blob(), otherBlob);
    }

    /// As `ssh-keygen -l` writes it: `SHA256:` and Base64 without padding.
    String fingerprint() {
        return "SHA256:"
                + Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(Sha256.of(parts.blob()).bytes());
    }
}
