package dev.templedb.packages.ssh;

import dev.templedb.core.Printable;
import dev.templedb.packages.ssh.InvalidSsh.Reason;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.BCrypt;

/// How a passphrase protects a private key: AES under a key that bcrypt makes of the passphrase.
///
/// @param keyBytes length of the cipher's key
/// @param rounds   of bcrypt, each about six milliseconds
record KeyLock(String transformation, int keyBytes, byte[] salt, int rounds) {
    private static final int BLOCK_BYTES = 16;
    private static final int MOST_SALT_BYTES = 1024;
    /// `ssh-keygen` takes 16 or 24, and people who are very careful a few hundred.
    private static final int MOST_ROUNDS = 2000;

    /// @throws InvalidSsh with `LOCKED` when it is none that is known here
    static KeyLock read(String cipher, String derivation, byte[] options) throws InvalidSsh {
        if (!derivation.equals("bcrypt")) {
            throw unknown("key derivation", derivation);
        }
        var in = new SshBytes(options);
        var salt = in.string();
        int rounds = in.uint32();
        in.end();
        if (rounds < 1 || rounds > MOST_ROUNDS || salt.length < 1 || salt.length > MOST_SALT_BYTES) {
            throw new InvalidSsh(
                    Reason.LOCKED,
                    "its passphrase takes more work than is done here: at most %d rounds are".formatted(MOST_ROUNDS));
        }
        return switch (cipher) {
            case "aes256-ctr" -> new KeyLock("AES/CTR/NoPadding", 32, salt, rounds);
            case "aes192-ctr" -> new KeyLock("AES/CTR/NoPadding", 24, salt, rounds);
            case "aes128-ctr" -> new KeyLock("AES/CTR/NoPadding", 16, salt, rounds);
            case "aes256-cbc" -> new KeyLock("AES/CBC/NoPadding", 32, salt, rounds);
            case "aes192-cbc" -> new KeyLock("AES/CBC/NoPadding", 24, salt, rounds);
            case "aes128-cbc" -> new KeyLock("AES/CBC/NoPadding", 16, salt, rounds);
            default -> throw unknown("cipher", cipher);
        };
    }

    private static InvalidSsh unknown(String what, String name) {
        return new InvalidSsh(
                Reason.LOCKED,
                "its passphrase protects it with the %s %s, which is not read here"
                        .formatted(what, Printable.text(name.substring(0, Math.min(64, name.length())))));
    }

    /// What `secret` was before it was protected, or anything else if the passphrase is wrong. The caller wipes it.
    byte[] open(byte[] secret, byte[] passphrase) throws InvalidSsh, GeneralSecurityException {
        if (passphrase.length == 0) {
            throw new InvalidSsh(Reason.PASSPHRASE_WRONG, "the passphrase is empty");
        }
        var material = BCrypt.pbkdfGenerate(passphrase, salt, rounds, keyBytes + BLOCK_BYTES);
        try {
            var cipher = Cipher.getInstance(transformation);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(material, 0, keyBytes, "AES"),
                    new IvParameterSpec(material, keyBytes, BLOCK_BYTES));
            return cipher.doFinal(secret);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }
}
