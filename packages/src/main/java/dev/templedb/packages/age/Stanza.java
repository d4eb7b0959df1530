package dev.templedb.packages.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.framework.codec.CanonicalBase64;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.EncryptedFileKey;
import com.exceptionfactory.jagged.framework.crypto.FileKeyDecryptorFactory;
import com.exceptionfactory.jagged.framework.crypto.FileKeyEncryptorFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/// One stanza of a file's header: how one recipient gets at the file key.
record Stanza(String type, List<String> arguments, byte[] body) implements RecipientStanza {
    private static final int WRAPPED_BYTES = 32;

    /// A stanza whose body is the file key under `wrapKey`, which is wiped.
    static Stanza wrapping(String type, List<String> arguments, FileKey fileKey, byte[] wrapKey)
            throws GeneralSecurityException {
        try {
            var body = new FileKeyEncryptorFactory()
                    .newFileKeyEncryptor()
                    .getEncryptedFileKey(fileKey, new CipherKey(wrapKey))
                    .getEncoded();
            return new Stanza(type, arguments, body);
        } finally {
            Arrays.fill(wrapKey, (byte) 0);
        }
    }

    /// The file key in `body`, which is under `wrapKey`, which is wiped.
    static FileKey unwrap(byte[] body, byte[] wrapKey) throws GeneralSecurityException {
        try {
            if (body.length != WRAPPED_BYTES) {
                throw new GeneralSecurityException("a stanza has a body of the wrong length");
            }
            return new FileKeyDecryptorFactory()
                    .newFileKeyDecryptor()
                    .getFileKey(new EncryptedFileKey(body), new CipherKey(wrapKey));
        } finally {
            Arrays.fill(wrapKey, (byte) 0);
        }
    }

    /// How a stanza names the key of SSH that it is for: four bytes of its hash.
    static String tag(byte[] key) throws GeneralSecurityException {
        return encode(Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), 4));
    }

    static String encode(byte[] bytes) {
        return CanonicalBase64.getEncoder().encodeToString(bytes);
    }

    static byte[] decode(String text) throws GeneralSecurityException {
        try {
            return CanonicalBase64.getDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
        } catch (RuntimeException invalid) {
            throw new GeneralSecurityException("a stanza has an argument that is not base64");
        }
    }

    @Override
    public String getType() {
        return type;
    }

    @Override
    public List<String> getArguments() {
        return arguments;
    }

    @Override
    public byte[] getBody() {
        return body.clone();
    }
}
