package dev.templedb.packages.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import dev.templedb.packages.age.AgeFailure.Reason;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.util.Base64;

/// A public key of SSH that files can be encrypted to.
sealed interface SshPublicKey {
    String ED25519 = "ssh-ed25519";
    String RSA = "ssh-rsa";

    /// The key as SSH encodes it.
    byte[] wire();

    RecipientStanzaWriter writer();

    /// @param point the compressed Edwards point
    record Ed25519(byte[] wire, byte[] point) implements SshPublicKey {
        @Override
        public RecipientStanzaWriter writer() {
            return new SshEd25519Stanza.Writer(this);
        }
    }

    record Rsa(byte[] wire, BigInteger exponent, BigInteger modulus) implements SshPublicKey {
        @Override
        public RecipientStanzaWriter writer() {
            return new SshRsaStanza.Writer(this);
        }
    }

    /// @throws AgeFailure when it is not a key of that type, or one that is too weak
    static SshPublicKey parse(String type, String base64) throws AgeFailure {
        try {
            var key = parse(Base64.getDecoder().decode(base64));
            if ((key instanceof Ed25519 ? ED25519 : RSA).equals(type)) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // Said below.
        }
        throw new AgeFailure(Reason.KEY_INVALID, "the %s key is damaged".formatted(type));
    }

    static SshPublicKey parse(byte[] wire) throws AgeFailure {
        try {
            var reading = new SshWire(wire);
            var type = reading.text();
            if (type.equals(ED25519)) {
                var point = reading.bytes();
                if (point.length == 32 && reading.isAtEnd()) {
                    return new Ed25519(wire, point);
                }
            } else if (type.equals(RSA)) {
                var exponent = reading.number();
                var modulus = reading.number();
                if (reading.isAtEnd() && exponent.signum() > 0 && modulus.signum() > 0) {
                    return rsa(wire, exponent, modulus);
                }
            } else {
                throw new AgeFailure(Reason.KEY_UNSUPPORTED, "only ssh-ed25519 and ssh-rsa keys can be used");
            }
        } catch (BufferUnderflowException cutOff) {
            // Said below.
        }
        throw new AgeFailure(Reason.KEY_INVALID, "the SSH key is damaged");
    }

    private static Rsa rsa(byte[] wire, BigInteger exponent, BigInteger modulus) throws AgeFailure {
        if (modulus.bitLength() < 2048) {
            throw new AgeFailure(Reason.KEY_UNSUPPORTED, "RSA keys need at least 2048 bits");
        }
        if (modulus.bitLength() > 16384 || exponent.bitLength() > 64) {
            throw new AgeFailure(Reason.KEY_UNSUPPORTED, "the RSA key is too large");
        }
        return new Rsa(wire, exponent, modulus);
    }
}
