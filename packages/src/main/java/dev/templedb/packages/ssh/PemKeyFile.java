package dev.templedb.packages.ssh;

import dev.templedb.packages.ssh.InvalidSsh.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/// Private RSA keys in the forms that `ssh-keygen -m PEM` and `-m PKCS8` write: PKCS#1 and PKCS#8, without a
/// passphrase.
public final class PemKeyFile {
    private static final String PKCS1 = "RSA PRIVATE KEY";
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String LOCKED_PKCS8 = "ENCRYPTED PRIVATE KEY";
    private static final int HEAD_BYTES = 256;

    private PemKeyFile() {}

    /// Reads a file.
    ///
    /// @throws InvalidSsh with `LOCKED` when a passphrase protects it, `UNKNOWN_TYPE` when it is of another form or
    /// holds
    ///         no RSA key, or when it is damaged
    public static SshPrivateKey read(byte[] file) throws InvalidSsh {
        if (Pem.isLabelled(file, LOCKED_PKCS8) || hasCipher(file)) {
            throw new InvalidSsh(Reason.LOCKED, "a passphrase protects it in an old way");
        }
        boolean isPkcs1 = Pem.isLabelled(file, PKCS1);
        if (!isPkcs1 && !Pem.isLabelled(file, PKCS8)) {
            throw new InvalidSsh(Reason.UNKNOWN_TYPE, "it is in a form that is not read here");
        }
        var body = Pem.body(file, isPkcs1 ? PKCS1 : PKCS8);
        try {
            return rsa(isPkcs1 ? wrapped(body) : body);
        } catch (IOException | GeneralSecurityException | RuntimeException wrong) {
            throw new InvalidSsh("it is damaged", wrong);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    /// Whether the lines before the key name a cipher, as OpenSSL wrote them.
    private static boolean hasCipher(byte[] file) {
        var head = new String(file, 0, Math.min(HEAD_BYTES, file.length), StandardCharsets.ISO_8859_1);
        return head.lines().anyMatch(line -> line.startsWith("Proc-Type:") && line.contains("ENCRYPTED"));
    }

    private static byte[] wrapped(byte[] pkcs1) throws IOException {
        var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        return new PrivateKeyInfo(algorithm, RSAPrivateKey.getInstance(pkcs1)).getEncoded();
    }

    private static SshPrivateKey rsa(byte[] pkcs8) throws GeneralSecurityException, InvalidSsh {
        var algorithm =
                PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm().getAlgorithm();
        if (!algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            throw new InvalidSsh(Reason.UNKNOWN_TYPE, "it holds no RSA key");
        }
        var key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        if (key instanceof RSAPrivateCrtKey rsa) {
            return new SshPrivateKey(SshPublicKey.Rsa.of(rsa.getPublicExponent(), rsa.getModulus()), rsa);
        }
        throw new InvalidSsh("it is damaged");
    }
}
