package dev.templedb.packages.ssh;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// A private key with what its file says is its public one. That the two belong together shows only when they are used.
///
/// @param key as the JDK takes it
public record SshPrivateKey(SshPublicKey publicKey, PrivateKey key) {
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    /// Reads the private numbers of `publicKey` as PROTOCOL.key orders them.
    static SshPrivateKey read(SshPublicKey publicKey, SshBytes in) throws InvalidSsh, GeneralSecurityException {
        return new SshPrivateKey(
                publicKey,
                switch (publicKey) {
                    case SshPublicKey.Ed25519 _ -> ed25519(in);
                    case SshPublicKey.Rsa _ -> rsa(in);
                    case SshPublicKey.Ecdsa ecdsa -> ecdsa(ecdsa, in);
                });
    }

    private static PrivateKey ed25519(SshBytes in) throws InvalidSsh, GeneralSecurityException {
        in.string();
        var both = in.string();
        if (both.length != 64) {
            throw new InvalidSsh("it is damaged");
        }
        var seed = SshBytes.part(both, 0, 32);
        var encoded = new SshBytes.Writer().raw(ED25519_PREFIX).raw(seed).bytes();
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } finally {
            Arrays.fill(both, (byte) 0);
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static PrivateKey rsa(SshBytes in) throws InvalidSsh, GeneralSecurityException {
        var n = in.number();
        var e = in.number();
        var d = in.number();
        var inverse = in.number();
        var p = in.number();
        var q = in.number();
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        n, e, d, p, q, d.mod(p.subtract(BigInteger.ONE)), d.mod(q.subtract(BigInteger.ONE)), inverse));
    }

    private static PrivateKey ecdsa(SshPublicKey.Ecdsa key, SshBytes in) throws InvalidSsh, GeneralSecurityException {
        in.text();
        in.string();
        return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(in.number(), key.curve()));
    }
}
