package dev.templedb.packages.ssh;

import dev.templedb.packages.ssh.InvalidSsh.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// A file with a private key in OpenSSH's own form (PROTOCOL.key), which a passphrase may protect. Its public key can
/// be
/// read without that.
///
/// Not thread-safe. Closing it wipes what is private.
public final class SshKeyFile implements AutoCloseable {
    private static final String LABEL = "OPENSSH PRIVATE KEY";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private final SshPublicKey publicKey;
    private final Optional<KeyLock> lock;
    private final byte[] secret;

    private SshKeyFile(SshPublicKey publicKey, Optional<KeyLock> lock, byte[] secret) {
        this.publicKey = publicKey;
        this.lock = lock;
        this.secret = secret;
    }

    /// Whether this is such a file, whole or damaged.
    public static boolean isOne(byte[] file) {
        return Pem.isLabelled(file, LABEL);
    }

    /// Reads a file.
    ///
    /// @throws InvalidSsh when it is damaged, holds several keys, one of another type, or one that is protected in
    /// an
    ///         unknown way
    public static SshKeyFile read(byte[] file) throws InvalidSsh {
        var bytes = Pem.body(file, LABEL);
        try {
            var in = new SshBytes(bytes);
            if (!MessageDigest.isEqual(in.bytes(MAGIC.length), MAGIC)) {
                throw new InvalidSsh("it is of a version that is not known here");
            }
            var cipher = in.text();
            var derivation = in.text();
            var options = in.string();
            if (in.uint32() != 1) {
                throw new InvalidSsh(Reason.SEVERAL_KEYS, "it holds several keys");
            }
            var publicBlob = in.string();
            boolean isPlain = cipher.equals("none") && derivation.equals("none");
            var lock = isPlain ? Optional.<KeyLock>empty() : Optional.of(KeyLock.read(cipher, derivation, options));
            return new SshKeyFile(SshPublicKey.read(publicBlob), lock, in.string());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// The key that goes with the private one.
    public SshPublicKey publicKey() {
        return publicKey;
    }

    /// Whether it takes a passphrase.
    public boolean isLocked() {
        return lock.isPresent();
    }

    /// The private key.
    ///
    /// @param passphrase in UTF-8; empty and of no account when the file is not locked. The caller wipes it
    /// @throws InvalidSsh with `PASSPHRASE_WRONG`, or when it is damaged
    public SshPrivateKey open(byte[] passphrase) throws InvalidSsh {
        byte[] plain = {};
        try {
            plain = lock.isPresent() ? lock.get().open(secret, passphrase) : secret.clone();
            var in = new SshBytes(plain);
            // Two equal numbers, which a wrong passphrase has made different.
            int first = in.uint32();
            int second = in.uint32();
            if (first != second) {
                throw lock.isPresent()
                        ? new InvalidSsh(Reason.PASSPHRASE_WRONG, "the passphrase is not that of the key")
                        : new InvalidSsh("it is damaged");
            }
            if (!in.text().equals(publicKey.type())) {
                throw new InvalidSsh("it is damaged");
            }
            return SshPrivateKey.read(publicKey, in);
        } catch (GeneralSecurityException wrong) {
            throw new InvalidSsh("it is damaged", wrong);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(secret, (byte) 0);
    }
}
