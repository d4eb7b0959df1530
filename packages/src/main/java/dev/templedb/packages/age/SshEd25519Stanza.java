package dev.templedb.packages.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import dev.templedb.packages.ssh.SshPublicKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/// The stanza of an Ed25519 key of SSH: its point is taken to Curve25519 and tweaked by the key.
final class SshEd25519Stanza {
    private static final byte[] LABEL = "age-encryption.org/v1/ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;

    private SshEd25519Stanza() {}

    private static byte[] wrapKey(byte[] shared, byte[] share, byte[] wire, byte[] point)
            throws GeneralSecurityException {
        var tweak = Curve25519.hkdf(new byte[0], wire, LABEL, KEY_BYTES);
        var tweaked = Curve25519.multiply(tweak, shared);
        var salt = Arrays.copyOf(share, 2 * KEY_BYTES);
        System.arraycopy(point, 0, salt, KEY_BYTES, KEY_BYTES);
        var key = Curve25519.hkdf(tweaked, salt, LABEL, KEY_BYTES);
        Arrays.fill(tweaked, (byte) 0);
        Arrays.fill(shared, (byte) 0);
        return key;
    }

    record Writer(SshPublicKey.Ed25519 key) implements RecipientStanzaWriter {
        @Override
        public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) throws GeneralSecurityException {
            var point = Curve25519.fromEdwards(key.point());
            var ephemeral = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(ephemeral);
            var share = Curve25519.multiplyBase(ephemeral);
            var shared = Curve25519.multiply(ephemeral, point);
            Arrays.fill(ephemeral, (byte) 0);
            var arguments = List.of(Stanza.tag(key.blob()), Stanza.encode(share));
            return List.of(Stanza.wrapping(
                    SshPublicKey.ED25519_TYPE, arguments, fileKey, wrapKey(shared, share, key.blob(), point)));
        }
    }

    /// @param seed the 32 bytes of the private key
    record Reader(SshPublicKey.Ed25519 key, byte[] seed) implements RecipientStanzaReader {
        @Override
        public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
            var tag = Stanza.tag(key.blob());
            for (var stanza : stanzas) {
                var arguments = stanza.getArguments();
                if (stanza.getType().equals(SshPublicKey.ED25519_TYPE)
                        && arguments.size() == 2
                        && arguments.getFirst().equals(tag)) {
                    return open(stanza, Stanza.decode(arguments.get(1)));
                }
            }
            throw new GeneralSecurityException("the file is not encrypted to this SSH key");
        }

        private FileKey open(RecipientStanza stanza, byte[] share) throws GeneralSecurityException {
            if (share.length != KEY_BYTES) {
                throw new GeneralSecurityException("the stanza of the SSH key is damaged");
            }
            var hash = MessageDigest.getInstance("SHA-512").digest(seed);
            var scalar = Arrays.copyOf(hash, KEY_BYTES);
            var shared = Curve25519.multiply(scalar, share);
            Arrays.fill(hash, (byte) 0);
            Arrays.fill(scalar, (byte) 0);
            return Stanza.unwrap(
                    stanza.getBody(), wrapKey(shared, share, key.blob(), Curve25519.fromEdwards(key.point())));
        }
    }
}
