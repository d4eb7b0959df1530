package dev.templedb.packages.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.templedb.packages.age.AgeFailure.Reason;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A private key, or a passphrase, that opens what was encrypted to its recipient.
public final class AgeIdentity {
    private static final String PREFIX = "AGE-SECRET-KEY-";
    private static final String PEM = "-----BEGIN ";

    private final Optional<AgeRecipient> recipient;
    private final RecipientStanzaReader reader;

    private AgeIdentity(Optional<AgeRecipient> recipient, RecipientStanzaReader reader) {
        this.recipient = recipient;
        this.reader = reader;
    }

    /// A private key that was just made, as the text of an identity file. The caller wipes it.
    ///
    /// @param recipient its public key
    /// @param secret    `AGE-SECRET-KEY-1…` in ASCII, without a line end
    public record Made(AgeRecipient recipient, byte[] secret) {}

    /// Makes a native key.
    public static Made generate() {
        try {
            var pair = new X25519KeyPairGenerator().generateKeyPair();
            return new Made(
                    AgeRecipient.parse(pair.getPublic().toString()),
                    pair.getPrivate().toString().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException | AgeFailure impossible) {
            throw new IllegalStateException("every JDK has X25519", impossible);
        }
    }

    /// The public key of an SSH private key that a passphrase protects; empty for other files.
    ///
    /// @throws AgeFailure with `KEY_UNSUPPORTED` when it is of a type that cannot be used
    public static Optional<AgeRecipient> lockedSshKey(byte[] file) throws AgeFailure {
        return SshKeys.locked(file);
    }

    /// Opens an SSH private key that a passphrase protects. The caller wipes both. Takes a few tenths of a second,
    /// or as
    /// long as whoever protected the key wanted, at most half a minute.
    ///
    /// @param passphrase in UTF-8
    /// @throws AgeFailure with `PASSPHRASE_WRONG`, `KEY_INVALID` or `KEY_UNSUPPORTED`
    public static AgeIdentity unlockSshKey(byte[] file, byte[] passphrase) throws AgeFailure {
        return ssh(file, passphrase);
    }

    private static AgeIdentity ssh(byte[] file, byte[] passphrase) throws AgeFailure {
        var key = SshKeys.privateKey(file, passphrase);
        return new AgeIdentity(Optional.of(SshKeys.recipient(key.publicKey())), SshKeys.reader(key));
    }

    /// Reads an identity file that is not encrypted: lines `AGE-SECRET-KEY-1…` and comments, or an SSH private key
    /// in
    /// OpenSSH's form or in PEM.
    ///
    /// @throws AgeFailure with `KEY_INVALID`, `KEY_UNSUPPORTED` or `PASSPHRASE_WRONG`; the message names the line
    /// and no
    ///         key
    public static List<AgeIdentity> parse(byte[] file) throws AgeFailure {
        if (startsWith(file, PEM)) {
            return List.of(ssh(file, new byte[0]));
        }
        var identities = new ArrayList<AgeIdentity>();
        int line = 0;
        for (int start = 0, end; start < file.length; start = end + 1) {
            end = start;
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            line++;
            var chars = chars(file, start, end);
            try {
                if (chars.length > 0 && chars[0] != '#') {
                    identities.add(x25519(chars, line));
                }
            } finally {
                Arrays.fill(chars, '\0');
            }
        }
        return List.copyOf(identities);
    }

    private static boolean startsWith(byte[] file, String text) {
        return file.length >= text.length()
                && new String(file, 0, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    private static char[] chars(byte[] file, int start, int end) {
        while (start < end && file[start] <= ' ') {
            start++;
        }
        while (end > start && file[end - 1] <= ' ') {
            end--;
        }
        var chars = new char[end - start];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (file[start + i] & 0xff);
        }
        return chars;
    }

    private static AgeIdentity x25519(char[] secret, int line) throws AgeFailure {
        var text = CharBuffer.wrap(secret);
        try {
            if (text.length() < PREFIX.length() || !PREFIX.contentEquals(text.subSequence(0, PREFIX.length()))) {
                throw new AgeFailure(Reason.KEY_INVALID, "line %d holds no private key".formatted(line));
            }
            var reader = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(text);
            var scalar = Bech32.getDecoder().decode(text).getData();
            var point = Curve25519.multiplyBase(scalar);
            Arrays.fill(scalar, (byte) 0);
            var recipient =
                    AgeRecipient.parse(Bech32.getEncoder().encode("age", point).toString());
            return new AgeIdentity(Optional.of(recipient), reader);
        } catch (GeneralSecurityException | RuntimeException invalid) {
            throw new AgeFailure(Reason.KEY_INVALID, "line %d holds a damaged private key".formatted(line));
        }
    }

    /// What opens files that are encrypted with a passphrase. The caller may wipe `passphrase` afterwards.
    ///
    /// @param passphrase in UTF-8
    public static AgeIdentity ofPassphrase(byte[] passphrase) {
        return new AgeIdentity(Optional.empty(), new ScryptStanza.Reader(passphrase.clone()));
    }

    /// The public key; none for a passphrase.
    public Optional<AgeRecipient> recipient() {
        return recipient;
    }

    RecipientStanzaReader reader() {
        return reader;
    }
}
