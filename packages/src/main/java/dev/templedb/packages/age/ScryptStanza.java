package dev.templedb.packages.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;

/// The stanza of a passphrase.
final class ScryptStanza {
    private static final String TYPE = "scrypt";
    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    /// What `age` accepts at most: 4 GiB of memory.
    private static final int MOST_LOG_WORK = 22;

    private ScryptStanza() {}

    private static byte[] wrapKey(byte[] passphrase, byte[] salt, int logWork) throws GeneralSecurityException {
        var labelled = new byte[LABEL.length + salt.length];
        System.arraycopy(LABEL, 0, labelled, 0, LABEL.length);
        System.arraycopy(salt, 0, labelled, LABEL.length, salt.length);
        return Scrypt.derive(passphrase, labelled, logWork, KEY_BYTES);
    }

    record Writer(byte[] passphrase, int logWork) implements RecipientStanzaWriter {
        @Override
        public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) throws GeneralSecurityException {
            var salt = new byte[SALT_BYTES];
            new SecureRandom().nextBytes(salt);
            var arguments = List.of(Stanza.encode(salt), Integer.toString(logWork));
            return List.of(Stanza.wrapping(TYPE, arguments, fileKey, wrapKey(passphrase, salt, logWork)));
        }
    }

    record Reader(byte[] passphrase) implements RecipientStanzaReader {
        @Override
        public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
            var all = new java.util.ArrayList<RecipientStanza>();
            stanzas.forEach(all::add);
            if (all.size() != 1 || !all.getFirst().getType().equals(TYPE)) {
                throw new GeneralSecurityException("the file is not encrypted with a passphrase alone");
            }
            var stanza = all.getFirst();
            var arguments = stanza.getArguments();
            if (arguments.size() != 2 || !arguments.get(1).matches("[1-9][0-9]?")) {
                throw new GeneralSecurityException("the stanza of the passphrase is damaged");
            }
            var salt = Stanza.decode(arguments.get(0));
            int logWork = Integer.parseInt(arguments.get(1));
            if (salt.length != SALT_BYTES || logWork > MOST_LOG_WORK) {
                throw new GeneralSecurityException("the stanza of the passphrase asks for too much work");
            }
            return Stanza.unwrap(stanza.getBody(), wrapKey(passphrase, salt, logWork));
        }
    }
}
