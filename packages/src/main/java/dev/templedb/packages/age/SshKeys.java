package dev.templedb.packages.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import dev.templedb.packages.age.AgeFailure.Reason;
import dev.templedb.packages.ssh.InvalidSsh;
import dev.templedb.packages.ssh.PemKeyFile;
import dev.templedb.packages.ssh.SshKeyFile;
import dev.templedb.packages.ssh.SshPrivateKey;
import dev.templedb.packages.ssh.SshPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Base64;
import java.util.Optional;

/// Keys of SSH as age uses them, and what is said of those that it does not use.
final class SshKeys {
    private static final String WAY_OUT = "`ssh-keygen -p -f COPY`, on a copy of the file,";

    private SshKeys() {}

    /// Reads the two words of a public key.
    ///
    /// @throws AgeFailure when it is not a key of that type, or one that is too weak
    static SshPublicKey publicKey(String type, String base64) throws AgeFailure {
        try {
            var key = SshPublicKey.read(Base64.getDecoder().decode(base64));
            if (usable(key).type().equals(type)) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // Said below.
        } catch (InvalidSsh invalid) {
            throw failure(invalid, "the SSH key is damaged");
        }
        throw new AgeFailure(Reason.KEY_INVALID, "the %s key is damaged".formatted(type));
    }

    private static SshPublicKey usable(SshPublicKey key) throws AgeFailure {
        if (key instanceof SshPublicKey.Ecdsa) {
            throw otherType();
        }
        return key;
    }

    private static AgeFailure otherType() {
        return new AgeFailure(Reason.KEY_UNSUPPORTED, "only ssh-ed25519 and ssh-rsa keys can be used");
    }

    static AgeRecipient recipient(SshPublicKey key) throws AgeFailure {
        return AgeRecipient.parse(key.type() + " "
                + Base64.getEncoder().encodeToString(usable(key).blob()));
    }

    static RecipientStanzaWriter writer(SshPublicKey key) {
        return switch (key) {
            case SshPublicKey.Ed25519 ed25519 -> new SshEd25519Stanza.Writer(ed25519);
            case SshPublicKey.Rsa rsa -> new SshRsaStanza.Writer(rsa);
            case SshPublicKey.Ecdsa _ -> throw new IllegalArgumentException("no key for age");
        };
    }

    static RecipientStanzaReader reader(SshPrivateKey key) throws AgeFailure {
        return switch (key.publicKey()) {
            case SshPublicKey.Ed25519 ed25519 ->
                new SshEd25519Stanza.Reader(
                        ed25519, ((EdECPrivateKey) key.key()).getBytes().orElseThrow());
            case SshPublicKey.Rsa rsa -> new SshRsaStanza.Reader(rsa, key.key());
            case SshPublicKey.Ecdsa _ -> throw otherType();
        };
    }

    /// The public key beside a private one that a passphrase protects in a way that can be opened here; empty for
    /// other
    /// files.
    static Optional<AgeRecipient> locked(byte[] file) throws AgeFailure {
        if (!SshKeyFile.isOne(file)) {
            return Optional.empty();
        }
        try (var read = SshKeyFile.read(file)) {
            return read.isLocked() ? Optional.of(recipient(read.publicKey())) : Optional.empty();
        } catch (InvalidSsh refused) {
            return Optional.empty();
        }
    }

    /// Reads a private key.
    ///
    /// @param passphrase empty for none
    static SshPrivateKey privateKey(byte[] file, byte[] passphrase) throws AgeFailure {
        try {
            if (!SshKeyFile.isOne(file)) {
                return pem(file);
            }
            try (var read = SshKeyFile.read(file)) {
                usable(read.publicKey());
                if (read.isLocked() && passphrase.length == 0) {
                    throw new AgeFailure(Reason.PASSPHRASE_WRONG, "the SSH private key has a passphrase");
                }
                return read.open(passphrase);
            }
        } catch (InvalidSsh invalid) {
            throw failure(invalid, "the SSH private key is damaged");
        }
    }

    private static SshPrivateKey pem(byte[] file) throws AgeFailure, InvalidSsh {
        try {
            return PemKeyFile.read(file);
        } catch (InvalidSsh invalid) {
            if (invalid.reason() == InvalidSsh.Reason.UNKNOWN_TYPE) {
                throw new AgeFailure(
                        Reason.KEY_UNSUPPORTED,
                        "in PEM only RSA keys are read; %s rewrites an Ed25519 key in OpenSSH's form"
                                .formatted(WAY_OUT));
            }
            throw invalid;
        }
    }

    private static AgeFailure failure(InvalidSsh invalid, String damaged) {
        return switch (invalid.reason()) {
            case DAMAGED -> new AgeFailure(Reason.KEY_INVALID, damaged);
            case UNKNOWN_TYPE -> otherType();
            case RSA_TOO_SHORT -> new AgeFailure(Reason.KEY_UNSUPPORTED, "RSA keys need at least 2048 bits");
            case RSA_TOO_LONG -> new AgeFailure(Reason.KEY_UNSUPPORTED, "the RSA key is too large");
            case SEVERAL_KEYS -> new AgeFailure(Reason.KEY_INVALID, "the file holds several SSH private keys");
            case LOCKED ->
                new AgeFailure(
                        Reason.KEY_UNSUPPORTED,
                        "%s; %s protects it in the usual way of OpenSSH".formatted(invalid.getMessage(), WAY_OUT));
            case PASSPHRASE_WRONG ->
                new AgeFailure(Reason.PASSPHRASE_WRONG, "the passphrase is not that of the SSH private key");
        };
    }
}
