package dev.templedb.packages.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import dev.templedb.packages.age.AgeFailure.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Base64;

/// A private key of SSH in OpenSSH's own format, without a passphrase.
///
/// @param recipient the public key
/// @param reader    what opens files with it
record SshPrivateKey(AgeRecipient recipient, RecipientStanzaReader reader) {
    private static final byte[] BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "-----END OPENSSH PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    /// @throws AgeFailure with `KEY_INVALID`, or `KEY_UNSUPPORTED` for another format or a passphrase
    static SshPrivateKey parse(byte[] pem) throws AgeFailure {
        if (!startsWith(pem, BEGIN)) {
            throw new AgeFailure(
                    Reason.KEY_UNSUPPORTED,
                    "the private key is not in OpenSSH's format; `ssh-keygen -p -f KEY` rewrites it");
        }
        var body = body(pem);
        try {
            return read(Arrays.copyOfRange(body, MAGIC.length, body.length));
        } catch (GeneralSecurityException | RuntimeException damaged) {
            throw new AgeFailure(Reason.KEY_INVALID, "the SSH private key is damaged");
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static byte[] body(byte[] pem) throws AgeFailure {
        int end = indexOf(pem, END);
        if (end > 0) {
            var base64 = Arrays.copyOfRange(pem, BEGIN.length, end);
            try {
                var body = Base64.getMimeDecoder().decode(base64);
                if (startsWith(body, MAGIC)) {
                    return body;
                }
            } catch (IllegalArgumentException notBase64) {
                // Said below.
            } finally {
                Arrays.fill(base64, (byte) 0);
            }
        }
        throw new AgeFailure(Reason.KEY_INVALID, "the SSH private key is damaged");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    private static SshPrivateKey read(byte[] body) throws AgeFailure, GeneralSecurityException {
        var outer = new SshWire(body);
        if (!outer.text().equals("none")) {
            throw new AgeFailure(
                    Reason.KEY_UNSUPPORTED,
                    "the SSH private key has a passphrase, which is not supported; use a native key, or a copy without one");
        }
        outer.text();
        outer.bytes();
        if (outer.word() != 1) {
            throw new AgeFailure(Reason.KEY_INVALID, "the file holds several SSH private keys");
        }
        var publicKey = SshPublicKey.parse(outer.bytes());
        var secret = outer.bytes();
        try {
            var inner = new SshWire(secret);
            int check = inner.word();
            if (inner.word() != check) {
                throw new GeneralSecurityException("the two check numbers differ");
            }
            inner.text();
            var recipient = AgeRecipient.parse(
                    (publicKey instanceof SshPublicKey.Ed25519 ? SshPublicKey.ED25519 : SshPublicKey.RSA) + " "
                            + Base64.getEncoder().encodeToString(publicKey.wire()));
            return switch (publicKey) {
                case SshPublicKey.Ed25519 key -> new SshPrivateKey(recipient, ed25519(key, inner));
                case SshPublicKey.Rsa key -> new SshPrivateKey(recipient, rsa(key, inner));
            };
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(body, (byte) 0);
        }
    }

    private static RecipientStanzaReader ed25519(SshPublicKey.Ed25519 key, SshWire inner) {
        inner.bytes();
        var pair = inner.bytes();
        var seed = Arrays.copyOf(pair, 32);
        Arrays.fill(pair, (byte) 0);
        return new SshEd25519Stanza.Reader(key, seed);
    }

    private static RecipientStanzaReader rsa(SshPublicKey.Rsa key, SshWire inner) throws GeneralSecurityException {
        var n = inner.number();
        var e = inner.number();
        var d = inner.number();
        var inverse = inner.number();
        var p = inner.number();
        var q = inner.number();
        var secret = KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        n, e, d, p, q, d.mod(p.subtract(BigInteger.ONE)), d.mod(q.subtract(BigInteger.ONE)), inverse));
        return new SshRsaStanza.Reader(key, secret);
    }
}
