package dev.templedb.packages.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import dev.templedb.packages.ssh.SshPublicKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// The stanza of an RSA key of SSH.
final class SshRsaStanza {
    private static final byte[] LABEL = "age-encryption.org/v1/ssh-rsa".getBytes(StandardCharsets.US_ASCII);
    private static final int FILE_KEY_BYTES = 16;

    private SshRsaStanza() {}

    private static Cipher oaep(int mode, Key key) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                mode,
                key,
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(LABEL)));
        return cipher;
    }

    record Writer(SshPublicKey.Rsa key) implements RecipientStanzaWriter {
        @Override
        public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) throws GeneralSecurityException {
            var encoded = fileKey.getEncoded();
            var body = oaep(Cipher.ENCRYPT_MODE, key.forJava()).doFinal(encoded);
            Arrays.fill(encoded, (byte) 0);
            return List.of(new Stanza(SshPublicKey.RSA_TYPE, List.of(Stanza.tag(key.blob())), body));
        }
    }

    record Reader(SshPublicKey.Rsa key, PrivateKey secret) implements RecipientStanzaReader {
        @Override
        public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
            var tag = Stanza.tag(key.blob());
            for (var stanza : stanzas) {
                if (stanza.getType().equals(SshPublicKey.RSA_TYPE)
                        && stanza.getArguments().equals(List.of(tag))) {
                    return open(stanza);
                }
            }
            throw new GeneralSecurityException("the file is not encrypted to this SSH key");
        }

        private FileKey open(RecipientStanza stanza) throws GeneralSecurityException {
            var fileKey = oaep(Cipher.DECRYPT_MODE, secret).doFinal(stanza.getBody());
            try {
                if (fileKey.length != FILE_KEY_BYTES) {
                    throw new GeneralSecurityException("the stanza of the SSH key is damaged");
                }
                return new FileKey(fileKey.clone());
            } finally {
                Arrays.fill(fileKey, (byte) 0);
            }
        }
    }
}
