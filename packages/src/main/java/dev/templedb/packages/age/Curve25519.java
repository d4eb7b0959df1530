package dev.templedb.packages.age;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.HKDFParameterSpec;

/// Multiplication on Curve25519 and the derivation of keys, by the JDK. Coordinates are 32 bytes, the least first.
final class Curve25519 {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final int BYTES = 32;
    private static final byte[] BASE = littleEndian(BigInteger.valueOf(9));

    private Curve25519() {}

    static byte[] multiplyBase(byte[] scalar) throws GeneralSecurityException {
        return multiply(scalar, BASE);
    }

    /// X25519 of RFC 7748. Refuses points of small order.
    static byte[] multiply(byte[] scalar, byte[] point) throws GeneralSecurityException {
        var keys = KeyFactory.getInstance("X25519");
        var agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
        var masked = point.clone();
        masked[BYTES - 1] &= 0x7f;
        agreement.doPhase(
                keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, bigEndian(masked))), true);
        return agreement.generateSecret();
    }

    /// The Montgomery form of an Edwards point, whose y coordinate is given: u = (1 + y) / (1 - y).
    static byte[] fromEdwards(byte[] edwards) throws GeneralSecurityException {
        var masked = edwards.clone();
        masked[BYTES - 1] &= 0x7f;
        var y = bigEndian(masked);
        var below = BigInteger.ONE.subtract(y).mod(P);
        if (below.signum() == 0) {
            throw new GeneralSecurityException("the key is a point of small order");
        }
        return littleEndian(BigInteger.ONE.add(y).multiply(below.modInverse(P)).mod(P));
    }

    static byte[] hkdf(byte[] secret, byte[] salt, byte[] info, int length) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addIKM(secret)
                        .addSalt(salt)
                        .thenExpand(info, length));
    }

    private static BigInteger bigEndian(byte[] littleEndian) {
        return new BigInteger(1, reversed(littleEndian));
    }

    private static byte[] littleEndian(BigInteger number) {
        var bytes = number.toByteArray();
        var result = new byte[BYTES];
        for (int i = 0; i < bytes.length && i < BYTES; i++) {
            result[i] = bytes[bytes.length - 1 - i];
        }
        return result;
    }

    private static byte[] reversed(byte[] bytes) {
        var result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = bytes[bytes.length - 1 - i];
        }
        return result;
    }
}
