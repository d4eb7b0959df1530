package dev.templedb.packages.signatures;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/// Makes signatures.
public final class Signing {
    private static final int MOST_KEY_BYTES = 1 << 20;

    private Signing() {}

    /// A signature over `data` by the SSH or OpenPGP key in `file`. Keys that a passphrase protects, public keys of
    /// an
    /// agent and keys in older forms are handed to `ssh-keygen`, which asks for what it needs.
    ///
    /// @throws TempleException with `SIGNING_KEY_UNUSABLE`
    public static PackageSignature withKey(Path file, byte[] data, Instant now) {
        return withKey(KeyPrograms.OF_USER, file, data, now);
    }

    static PackageSignature withKey(KeyPrograms programs, Path file, byte[] data, Instant now) {
        byte[] key = {};
        try {
            key = read(file);
            if (OpenPgp.isSecretKey(key)) {
                return PackageSignature.read(OpenPgp.sign(key, data, now));
            }
            var own = SshSigner.read(key);
            return PackageSignature.read(
                    own.isPresent()
                            ? own.get().sign(data, PackageSignature.NAMESPACE)
                            : programs.ssh(file, PackageSignature.NAMESPACE, data));
        } catch (InvalidSignature unusable) {
            throw unusable(file.toString(), String.valueOf(unusable.getMessage()), unusable);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// A signature over `data` by a key of the user's `gpg`.
    ///
    /// @param id of the key, or empty for the usual one
    public static PackageSignature withGpg(String id, byte[] data) {
        return withGpg(KeyPrograms.OF_USER, id, data);
    }

    static PackageSignature withGpg(KeyPrograms programs, String id, byte[] data) {
        try {
            return PackageSignature.read(programs.gpg(id, data));
        } catch (InvalidSignature unusable) {
            throw unusable("of gpg", String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private static byte[] read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_KEY_BYTES);
        } catch (NoSuchFileException missing) {
            throw unusable(file.toString(), "there is no such file", missing);
        } catch (IOException unreadable) {
            throw unusable(file.toString(), "it cannot be read", unreadable);
        }
    }

    private static TempleException unusable(String key, String why, Exception cause) {
        return new TempleException(
                ErrorCode.SIGNING_KEY_UNUSABLE,
                "The key %s cannot be used: %s.".formatted(Printable.text(key), why),
                cause);
    }
}
