package dev.templedb.packages.ssh;

import dev.templedb.core.Printable;
import dev.templedb.packages.ssh.InvalidSsh.Reason;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// A public key of SSH: Ed25519, RSA of 2,048 to 16,384 bits, or ECDSA on a NIST curve. Nobody changes its arrays.
public sealed interface SshPublicKey {
    String ED25519_TYPE = "ssh-ed25519";
    String RSA_TYPE = "ssh-rsa";
    String ECDSA_PREFIX = "ecdsa-sha2-";

    /// Its type as SSH names it, such as `ssh-ed25519`.
    String type();

    /// The key as SSH encodes it.
    byte[] blob();

    /// The key as the JDK takes it.
    ///
    /// @throws GeneralSecurityException when its numbers are no key
    PublicKey forJava() throws GeneralSecurityException;

    /// @param point the compressed Edwards point, 32 bytes
    record Ed25519(byte[] blob, byte[] point) implements SshPublicKey {
        private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

        @Override
        public String type() {
            return ED25519_TYPE;
        }

        @Override
        public PublicKey forJava() throws GeneralSecurityException {
            var encoded = new SshBytes.Writer().raw(PREFIX).raw(point).bytes();
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        }
    }

    record Rsa(byte[] blob, BigInteger exponent, BigInteger modulus) implements SshPublicKey {
        private static final int LEAST_BITS = 2048;
        private static final int MOST_BITS = 16384;
        private static final int MOST_EXPONENT_BITS = 64;

        /// The key with these two numbers.
        static Rsa of(BigInteger exponent, BigInteger modulus) throws InvalidSsh {
            var blob = new SshBytes.Writer()
                    .text(RSA_TYPE)
                    .string(exponent.toByteArray())
                    .string(modulus.toByteArray())
                    .bytes();
            return (Rsa) SshPublicKey.read(blob);
        }

        @Override
        public String type() {
            return RSA_TYPE;
        }

        @Override
        public PublicKey forJava() throws GeneralSecurityException {
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        }

        private Rsa requireTakenLength() throws InvalidSsh {
            int bits = modulus.bitLength();
            boolean isShort = bits < LEAST_BITS;
            if (isShort || bits > MOST_BITS || exponent.bitLength() > MOST_EXPONENT_BITS) {
                throw new InvalidSsh(
                        isShort ? Reason.RSA_TOO_SHORT : Reason.RSA_TOO_LONG,
                        "its RSA key has %d bits; %d to %d are taken".formatted(bits, LEAST_BITS, MOST_BITS));
            }
            return this;
        }
    }

    /// @param type such as `ecdsa-sha2-nistp256`
    record Ecdsa(String type, byte[] blob, ECPoint point) implements SshPublicKey {
        @Override
        public PublicKey forJava() throws GeneralSecurityException {
            return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve()));
        }

        /// How many bytes a coordinate has.
        public int fieldBytes() {
            return (curveBits() + 7) / 8;
        }

        private int curveBits() {
            return Integer.parseInt(type.substring(type.length() - 3));
        }

        ECParameterSpec curve() throws GeneralSecurityException {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp%dr1".formatted(curveBits())));
            return parameters.getParameterSpec(ECParameterSpec.class);
        }
    }

    /// Reads a key from its wire form.
    ///
    /// @throws InvalidSsh when it is none, of another type, or an RSA key of a length that is not taken
    static SshPublicKey read(byte[] blob) throws InvalidSsh {
        var in = new SshBytes(blob);
        var type = in.text();
        var key = switch (type) {
            case ED25519_TYPE -> new Ed25519(blob.clone(), in.string());
            case RSA_TYPE -> new Rsa(blob.clone(), in.number(), in.number()).requireTakenLength();
            case ECDSA_PREFIX + "nistp256", ECDSA_PREFIX + "nistp384", ECDSA_PREFIX + "nistp521" ->
                ecdsa(type, blob.clone(), in);
            default ->
                throw new InvalidSsh(
                        Reason.UNKNOWN_TYPE,
                        "keys of the type %s are not read here"
                                .formatted(Printable.text(type.substring(0, Math.min(64, type.length())))));
        };
        if (key instanceof Ed25519 one && one.point().length != 32) {
            throw notValid();
        }
        in.end();
        return key;
    }

    private static Ecdsa ecdsa(String type, byte[] blob, SshBytes in) throws InvalidSsh {
        var curve = in.text();
        var point = in.string();
        int length = (Integer.parseInt(type.substring(type.length() - 3)) + 7) / 8;
        if (!type.equals(ECDSA_PREFIX + curve) || point.length != 1 + 2 * length || point[0] != 4) {
            throw notValid();
        }
        return new Ecdsa(
                type,
                blob,
                new ECPoint(
                        new BigInteger(1, SshBytes.part(point, 1, 1 + length)),
                        new BigInteger(1, SshBytes.part(point, 1 + length, point.length))));
    }

    private static InvalidSsh notValid() {
        return new InvalidSsh("its public key is not valid");
    }
}
