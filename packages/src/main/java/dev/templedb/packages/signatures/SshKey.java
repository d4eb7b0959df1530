package dev.templedb.packages.signatures;

import dev.templedb.core.Sha256;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/// A public key of SSH: Ed25519, RSA of 2,048 bits or more, or ECDSA on a NIST curve. Immutable.
final class SshKey {
    static final String ED25519 = "ssh-ed25519";
    static final String RSA = "ssh-rsa";
    static final String ECDSA = "ecdsa-sha2-";

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 16384;
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String type;
    private final byte[] blob;
    private final PublicKey key;

    private SshKey(String type, byte[] blob, PublicKey key) {
        this.type = type;
        this.blob = blob;
        this.key = key;
    }

    /// Reads a key from its wire form.
    static SshKey read(byte[] blob) throws InvalidSignature {
        var in = new SshBytes(blob);
        var type = in.text();
        try {
            var key = key(type, in);
            in.end();
            return new SshKey(type, blob.clone(), key);
        } catch (GeneralSecurityException wrong) {
            throw new InvalidSignature("its public key is not valid", wrong);
        }
    }

    private static PublicKey key(String type, SshBytes in) throws InvalidSignature, GeneralSecurityException {
        return switch (type) {
            case ED25519 -> ed25519(in.string());
            case RSA -> rsa(in);
            case ECDSA + "nistp256", ECDSA + "nistp384", ECDSA + "nistp521" -> ecdsa(type, in);
            default ->
                throw new InvalidSignature("keys of the type %s are not read here"
                        .formatted(dev.templedb.core.Printable.text(type.substring(0, Math.min(64, type.length())))));
        };
    }

    private static PublicKey ed25519(byte[] raw) throws InvalidSignature, GeneralSecurityException {
        if (raw.length != 32) {
            throw new InvalidSignature("its public key is not valid");
        }
        var encoded = new SshBytes.Writer().raw(ED25519_PREFIX).raw(raw).bytes();
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static PublicKey rsa(SshBytes in) throws InvalidSignature, GeneralSecurityException {
        var exponent = in.number();
        var modulus = in.number();
        int bits = modulus.bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS || exponent.bitLength() > 64) {
            throw new InvalidSignature(
                    "its RSA key has %d bits; %d to %d are taken".formatted(bits, LEAST_RSA_BITS, MOST_RSA_BITS));
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static PublicKey ecdsa(String type, SshBytes in) throws InvalidSignature, GeneralSecurityException {
        var curve = in.text();
        if (!type.equals(ECDSA + curve)) {
            throw new InvalidSignature("its public key is not valid");
        }
        var point = in.string();
        int length = fieldBytes(type);
        if (point.length != 1 + 2 * length || point[0] != 4) {
            throw new InvalidSignature("its public key is not valid");
        }
        var q = new ECPoint(
                new BigInteger(1, SshBytes.part(point, 1, 1 + length)),
                new BigInteger(1, SshBytes.part(point, 1 + length, point.length)));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(q, curve(type)));
    }

    static ECParameterSpec curve(String type) throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp" + type.substring(type.length() - 3) + "r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    static int fieldBytes(String type) {
        return (Integer.parseInt(type.substring(type.length() - 3)) + 7) / 8;
    }

    /// What Java calls the algorithm of a signature, as SSH names it.
    static String algorithm(String name) throws InvalidSignature {
        return switch (name) {
            case ED25519 -> "Ed25519";
            case "rsa-sha2-256" -> "SHA256withRSA";
            case "rsa-sha2-512" -> "SHA512withRSA";
            case ECDSA + "nistp256" -> "SHA256withECDSAinP1363Format";
            case ECDSA + "nistp384" -> "SHA384withECDSAinP1363Format";
            case ECDSA + "nistp521" -> "SHA512withECDSAinP1363Format";
            default -> throw new InvalidSignature("its algorithm is not one that is trusted here");
        };
    }

    /// Whether `signature`, a blob of algorithm and bytes, is one of this key over `data`.
    boolean verifies(byte[] signature, byte[] data) throws InvalidSignature {
        var in = new SshBytes(signature);
        var name = in.text();
        var value = in.string();
        in.end();
        boolean fits = type.equals(RSA) ? Set.of("rsa-sha2-256", "rsa-sha2-512").contains(name) : name.equals(type);
        if (!fits) {
            throw new InvalidSignature("its algorithm is not that of its key");
        }
        try {
            var verifier = Signature.getInstance(algorithm(name));
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(plain(value));
        } catch (GeneralSecurityException wrong) {
            throw new InvalidSignature("it is not valid", wrong);
        }
    }

    private byte[] plain(byte[] value) throws InvalidSignature {
        if (type.startsWith(ECDSA)) {
            var numbers = new SshBytes(value);
            int length = fieldBytes(type);
            var plain = new SshBytes.Writer()
                    .raw(SshBytes.fixed(numbers.number(), length))
                    .raw(SshBytes.fixed(numbers.number(), length))
                    .bytes();
            numbers.end();
            return plain;
        }
        if (key instanceof java.security.interfaces.RSAKey rsa) {
            int length = (rsa.getModulus().bitLength() + 7) / 8;
            return value.length < length ? SshBytes.fixed(new BigInteger(1, value), length) : value;
        }
        return value;
    }

    String type() {
        return type;
    }

    byte[] blob() {
        return blob.clone();
    }

    boolean isSameAs(byte[] otherBlob) {
        return MessageDigest.isEqual(blob, otherBlob);
    }

    /// As `ssh-keygen -l` writes it: `SHA256:` and Base64 without padding.
    String fingerprint() {
        return "SHA256:"
                + Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(Sha256.of(blob).bytes());
    }
}
