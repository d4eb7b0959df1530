package dev.templedb.packages.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.armor.ArmoredEncryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import dev.templedb.packages.age.AgeFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/// Encrypts and decrypts whole values in memory. Thread-safe.
public final class Age {
    private static final String HEADER = "age-encryption.org/v1\n";
    private static final String ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";

    private Age() {}

    /// Encrypts `plain` so that each of `recipients` can open it alone; a passphrase must be the only one.
    ///
    /// @throws AgeFailure when there is no recipient, or a passphrase and another one
    public static byte[] encrypt(byte[] plain, List<AgeRecipient> recipients) throws AgeFailure {
        return encrypt(plain, recipients, false);
    }

    /// Like [#encrypt(byte[], List)], as text with lines around it.
    public static byte[] encryptArmored(byte[] plain, List<AgeRecipient> recipients) throws AgeFailure {
        return encrypt(plain, recipients, true);
    }

    private static byte[] encrypt(byte[] plain, List<AgeRecipient> recipients, boolean armored) throws AgeFailure {
        if (recipients.isEmpty()) {
            throw new AgeFailure(Reason.KEY_INVALID, "there is nobody to encrypt to");
        }
        if (recipients.size() > 1 && recipients.stream().anyMatch(one -> one.kind() == AgeRecipient.Kind.PASSPHRASE)) {
            throw new AgeFailure(Reason.KEY_INVALID, "a passphrase must be the only recipient");
        }
        var writers = recipients.stream().map(AgeRecipient::writer).toList();
        var encrypted = new java.io.ByteArrayOutputStream(plain.length + 256 * recipients.size());
        try {
            var factory = armored ? new ArmoredEncryptingChannelFactory() : new StandardEncryptingChannelFactory();
            try (var channel = factory.newEncryptingChannel(Channels.newChannel(encrypted), writers)) {
                var buffer = ByteBuffer.wrap(plain);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        } catch (GeneralSecurityException | IOException failure) {
            throw new AgeFailure(Reason.KEY_INVALID, "it cannot be encrypted to these recipients");
        }
        return encrypted.toByteArray();
    }

    /// Whether `bytes` begin as an age file does, armored or not.
    public static boolean isEncrypted(byte[] bytes) {
        var start = new String(bytes, 0, Math.min(bytes.length, ARMOR.length()), StandardCharsets.ISO_8859_1);
        return start.startsWith(HEADER) || start.equals(ARMOR);
    }

    /// Opens an age file, armored or not. The caller wipes what it returns.
    ///
    /// @throws AgeFailure with `NO_IDENTITY` or `DAMAGED`
    public static byte[] decrypt(byte[] file, List<AgeIdentity> identities) throws AgeFailure {
        if (!isEncrypted(file)) {
            throw new AgeFailure(Reason.DAMAGED, "it is no age file");
        }
        boolean armored = file[0] == '-';
        var reading = new AnyIdentity(identities);
        var plain = new WipedBuffer(file.length);
        try {
            var factory = armored ? new ArmoredDecryptingChannelFactory() : new StandardDecryptingChannelFactory();
            try (var channel = factory.newDecryptingChannel(
                    Channels.newChannel(new ByteArrayInputStream(file)), List.<RecipientStanzaReader>of(reading))) {
                Channels.newInputStream(channel).transferTo(plain);
            }
            return plain.take();
        } catch (GeneralSecurityException | IOException | RuntimeException failure) {
            throw reading.failed
                    ? new AgeFailure(Reason.NO_IDENTITY, "none of the identities opens it")
                    : new AgeFailure(Reason.DAMAGED, "it is damaged");
        } finally {
            plain.wipe();
        }
    }

    /// Asks one identity after the other. The format lets a reader fail only when none of them fits.
    private static final class AnyIdentity implements RecipientStanzaReader {
        private final List<AgeIdentity> identities;
        private boolean failed;

        AnyIdentity(List<AgeIdentity> identities) {
            this.identities = identities;
        }

        @Override
        public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
            for (var identity : identities) {
                try {
                    return identity.reader().getFileKey(stanzas);
                } catch (GeneralSecurityException notThisOne) {
                    // The next one may fit.
                }
            }
            failed = true;
            throw new GeneralSecurityException("no identity fits");
        }
    }

    /// Collects plain text without leaving copies behind. It is never longer than the file it comes from.
    private static final class WipedBuffer extends OutputStream {
        private final byte[] bytes;
        private int length;

        WipedBuffer(int most) {
            bytes = new byte[most];
        }

        @Override
        public void write(int b) {
            bytes[length++] = (byte) b;
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            System.arraycopy(source, offset, bytes, length, count);
            length += count;
            Arrays.fill(source, offset, offset + count, (byte) 0);
        }

        byte[] take() {
            return Arrays.copyOf(bytes, length);
        }

        void wipe() {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
