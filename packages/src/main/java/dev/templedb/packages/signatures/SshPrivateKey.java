package dev.templedb.packages.signatures;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// A private key in OpenSSH's own form (PROTOCOL.key) that no passphrase protects.
///
/// Others, those with a passphrase and those of an agent, are for `ssh-keygen`: see [KeyPrograms].
final class SshPrivateKey {
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final SshKey publicKey;
    private final PrivateKey key;

    private SshPrivateKey(SshKey publicKey, PrivateKey key) {
        this.publicKey = publicKey;
        this.key = key;
    }

    /// Reads the content of a key file; empty when it is of another form, or protected.
    ///
    /// @throws InvalidSignature when it is damaged
    static Optional<SshPrivateKey> read(byte[] file) throws InvalidSignature {
        var text = new String(file, StandardCharsets.ISO_8859_1).strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder()
                    .decode(text.substring(BEGIN.length(), text.length() - END.length())
                            .replaceAll("\\s", ""));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSignature("it is damaged", wrong);
        }
        try {
            return read(new SshBytes(bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Optional<SshPrivateKey> read(SshBytes in) throws InvalidSignature {
        if (!MessageDigest.isEqual(in.bytes(MAGIC.length), MAGIC)) {
            throw new InvalidSignature("it is of a version that is not known here");
        }
        var cipher = in.text();
        var keyDerivation = in.text();
        boolean isPlain = cipher.equals("none") && keyDerivation.equals("none");
        in.string();
        if (in.uint32() != 1) {
            throw new InvalidSignature("it holds several keys");
        }
        var publicBlob = in.string();
        if (!isPlain) {
            return Optional.empty();
        }
        var secret = in.string();
        try {
            var body = new SshBytes(secret);
            // Two equal numbers, which a wrong passphrase would have made different.
            var first = body.uint32();
            var second = body.uint32();
            if (first != second) {
                throw new InvalidSignature("it is damaged");
            }
            var publicKey = SshKey.read(publicBlob);
            if (!body.text().equals(publicKey.type())) {
                throw new InvalidSignature("it is damaged");
            }
            return Optional.of(new SshPrivateKey(publicKey, key(publicKey.type(), body)));
        } catch (GeneralSecurityException wrong) {
            throw new InvalidSignature("it is damaged", wrong);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static PrivateKey key(String type, SshBytes body) throws InvalidSignature, GeneralSecurityException {
        return switch (type) {
            case SshKey.ED25519 -> ed25519(body);
            case SshKey.RSA -> rsa(body);
            default -> ecdsa(type, body);
        };
    }

    private static PrivateKey ed25519(SshBytes body) throws InvalidSignature, GeneralSecurityException {
        body.string();
        var both = body.string();
        if (both.length != 64) {
            throw new InvalidSignature("it is damaged");
        }
        var encoded = new SshBytes.Writer()
                .raw(ED25519_PREFIX)
                .raw(SshBytes.part(both, 0, 32))
                .bytes();
        Arrays.fill(both, (byte) 0);
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static PrivateKey rsa(SshBytes body) throws InvalidSignature, GeneralSecurityException {
        var n = body.number();
        var e = body.number();
        var d = body.number();
        var inverse = body.number();
        var p = body.number();
        var q = body.number();
        var one = java.math.BigInteger.ONE;
        var spec = new RSAPrivateCrtKeySpec(n, e, d, p, q, d.mod(p.subtract(one)), d.mod(q.subtract(one)), inverse);
        return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }

    private static PrivateKey ecdsa(String type, SshBytes body) throws InvalidSignature, GeneralSecurityException {
        body.text();
        body.string();
        return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(body.number(), SshKey.curve(type)));
    }

    /// Signs `data` for `namespace`; the result is armored, and proved against the public key.
    String sign(byte[] data, String namespace) throws InvalidSignature {
        var name = publicKey.type().equals(SshKey.RSA) ? "rsa-sha2-512" : publicKey.type();
        var signed = SshSignature.signedBytes(data, namespace, new byte[0], SshSignature.HASH);
        try {
            var signer = Signature.getInstance(SshKey.algorithm(name));
            signer.initSign(key);
            signer.update(signed);
            var value = wire(signer.sign());
            var signature = new SshBytes.Writer().text(name).string(value).bytes();
            if (!publicKey.verifies(signature, signed)) {
                throw new InvalidSignature("its two halves do not belong together");
            }
            return SshSignature.armor(publicKey.blob(), namespace, signature);
        } catch (GeneralSecurityException wrong) {
            throw new InvalidSignature("it cannot sign", wrong);
        }
    }

    /// ECDSA's two numbers as SSH writes them; others are what they are.
    private byte[] wire(byte[] plain) {
        if (!publicKey.type().startsWith(SshKey.ECDSA)) {
            return plain;
        }
        int half = plain.length / 2;
        return new SshBytes.Writer()
                .string(new java.math.BigInteger(1, SshBytes.part(plain, 0, half)).toByteArray())
                .string(new java.math.BigInteger(1, SshBytes.part(plain, half, plain.length)).toByteArray())
                .bytes();
    }
}
