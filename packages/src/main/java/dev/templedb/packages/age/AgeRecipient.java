package dev.templedb.packages.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.templedb.core.Sha256;
import dev.templedb.packages.age.AgeFailure.Reason;
import dev.templedb.packages.ssh.SshPublicKey;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/// Somebody who can read what is encrypted: a public key, or a passphrase. Two of the same key are equal, whatever
/// their
/// comments. Immutable.
public final class AgeRecipient {
    /// What kinds there are.
    public enum Kind {
        X25519("age"),
        SSH_ED25519("ssh-ed25519"),
        SSH_RSA("ssh-rsa"),
        PASSPHRASE("passphrase");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// The word for it, such as `ssh-ed25519`.
        public String word() {
            return word;
        }
    }

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Kind kind;
    private final String key;
    private final String comment;
    private final RecipientStanzaWriter writer;

    private AgeRecipient(Kind kind, String key, String comment, RecipientStanzaWriter writer) {
        this.kind = kind;
        this.key = key;
        this.comment = comment;
        this.writer = writer;
    }

    /// Reads `age1…`, or a line of a file such as `id_ed25519.pub`.
    ///
    /// @throws AgeFailure with `KEY_INVALID` or `KEY_UNSUPPORTED`
    public static AgeRecipient parse(String line) throws AgeFailure {
        var words = SPACES.split(line.strip(), 3);
        return switch (words[0]) {
            case "ssh-ed25519", "ssh-rsa" -> ssh(words);
            default -> x25519(words);
        };
    }

    private static AgeRecipient x25519(String[] words) throws AgeFailure {
        if (words[0].toUpperCase(Locale.ROOT).startsWith("AGE-SECRET-KEY-")) {
            throw new AgeFailure(Reason.KEY_INVALID, "this is a private key, which belongs to nobody else");
        }
        if (!words[0].startsWith("age1")) {
            throw new AgeFailure(Reason.KEY_INVALID, "it is neither an age1… key nor an ssh-ed25519 or ssh-rsa key");
        }
        if (words[0].indexOf('1', 4) >= 0) {
            throw new AgeFailure(Reason.KEY_UNSUPPORTED, "keys of age plugins are not supported");
        }
        try {
            var writer = X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(words[0]);
            var rest = String.join(" ", Arrays.asList(words).subList(1, words.length));
            return new AgeRecipient(Kind.X25519, words[0], rest.replaceFirst("^#\\s*", ""), writer);
        } catch (GeneralSecurityException | RuntimeException invalid) {
            throw new AgeFailure(Reason.KEY_INVALID, "the age1… key has a wrong letter in it");
        }
    }

    private static AgeRecipient ssh(String[] words) throws AgeFailure {
        var key = SshKeys.publicKey(words[0], words.length > 1 ? words[1] : "");
        return new AgeRecipient(
                key instanceof SshPublicKey.Ed25519 ? Kind.SSH_ED25519 : Kind.SSH_RSA,
                words[0] + " " + words[1],
                words.length > 2 ? words[2] : "",
                SshKeys.writer(key));
    }

    /// A passphrase, which must be the only recipient of a file. The caller may wipe `passphrase` afterwards.
    ///
    /// @param passphrase in UTF-8
    /// @param logWork    the base-two logarithm of the work, 18 for about a second and 256 MiB of memory
    public static AgeRecipient ofPassphrase(byte[] passphrase, int logWork) {
        return new AgeRecipient(
                Kind.PASSPHRASE, "passphrase", "", new ScryptStanza.Writer(passphrase.clone(), logWork));
    }

    /// The kind of key.
    public Kind kind() {
        return kind;
    }

    /// The key as others write it, on one line and without a comment.
    public String key() {
        return key;
    }

    /// What was written behind the key, such as `ada@laptop`; may be empty.
    public String comment() {
        return comment;
    }

    /// What people compare: of an SSH key its fingerprint as `ssh-keygen -l` shows it, of any other the key itself.
    public String fingerprint() {
        return kind == Kind.SSH_ED25519 || kind == Kind.SSH_RSA
                ? "SHA256:"
                        + Base64.getEncoder()
                                .withoutPadding()
                                .encodeToString(Sha256.of(Base64.getDecoder().decode(SPACES.split(key)[1]))
                                        .bytes())
                : key;
    }

    RecipientStanzaWriter writer() {
        return writer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgeRecipient that && kind == that.kind && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return key;
    }
}
