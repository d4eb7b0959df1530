package dev.templedb.cathedral.secrets;

import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The keys with which the server encrypts what it must be able to read again, such as the secrets of one-time codes:
/// AES-256 in GCM, bound to what it is for and whose it is, so that nobody can move it to another row. The first key
/// encrypts, all of them decrypt.
///
/// They are those of the setting `auth.secret-keys`, of the file `auth.secret-key-file`, or of the file
/// `secret-key` in the data directory, which is made, for its owner alone, when a server needs a key for the first
/// time. Safe for use by several threads.
public final class SecretKeys {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_LETTERS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private final Settings settings;
    private final Path dataDirectory;
    private @Nullable Map<String, SecretKeySpec> keys;

    /// Reads nothing yet.
    public SecretKeys(Settings settings, Path dataDirectory) {
        this.settings = settings;
        this.dataDirectory = dataDirectory;
    }

    /// Something encrypted.
    ///
    /// @param keyId the first sixteen hexadecimal digits of a hash of the key
    /// @param bytes nonce, ciphertext and tag
    public record Sealed(String keyId, byte[] bytes) {}

    /// The id of the key that encrypts.
    public String current() {
        return keys().keySet().iterator().next();
    }

    /// True when what this key has encrypted can be decrypted.
    public boolean has(String keyId) {
        return keys().containsKey(keyId);
    }

    /// Encrypts.
    ///
    /// @param purpose what it is for
    /// @param owner   whose it is
    public Sealed seal(String purpose, UUID owner, byte[] secret) {
        String id = current();
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, id, nonce, purpose, owner);
            byte[] sealed = cipher.doFinal(secret);
            return new Sealed(
                    id,
                    ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Decrypts.
    ///
    /// @throws TempleException with `SECRET_KEY_MISSING`, or `SEALED_SECRET_DAMAGED` for what is not what was
    /// encrypted
    public byte[] open(String purpose, UUID owner, Sealed sealed) {
        if (!has(sealed.keyId())) {
            throw new TempleException(
                    ErrorCode.SECRET_KEY_MISSING,
                    "The server does not have the key %s, which an encrypted secret needs.".formatted(sealed.keyId()));
        }
        byte[] bytes = sealed.bytes();
        try {
            if (bytes.length < NONCE_BYTES) {
                throw new AEADBadTagException();
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, sealed.keyId(), nonce, purpose, owner)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
        } catch (AEADBadTagException changed) {
            throw new TempleException(
                    ErrorCode.SEALED_SECRET_DAMAGED, "An encrypted secret was changed, or belongs to somebody else.");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, String purpose, UUID owner)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys().get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD("cathedral %s %s".formatted(purpose, owner).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private synchronized Map<String, SecretKeySpec> keys() {
        var present = keys;
        if (present == null) {
            present = parse(texts());
            keys = present;
        }
        return present;
    }

    private List<String> texts() {
        var given = settings.get(SecretSettings.KEYS);
        if (given.isPresent()) {
            return Arrays.asList(given.get().split(","));
        }
        var file = settings.get(SecretSettings.KEY_FILE);
        try {
            if (file.isPresent()) {
                return read(file.get());
            }
            return readOrMake();
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.SETTING_INVALID, "The file of secret keys can not be read or made: %s.".formatted(e), e);
        }
    }

    private List<String> readOrMake() throws IOException {
        var file = dataDirectory.resolve("secret-key");
        if (!Files.exists(file)) {
            Files.createDirectories(dataDirectory);
            byte[] key = new byte[KEY_BYTES];
            RANDOM.nextBytes(key);
            var fresh = Files.createTempFile(
                    dataDirectory, ".secret-key", "", PosixFilePermissions.asFileAttribute(OWNER_ALONE));
            try {
                writeDurably(fresh, Base64.getEncoder().encodeToString(key) + "\n");
                // A link, and no rename: of two that begin at once, one wins.
                Files.createLink(file, fresh);
                flush(dataDirectory, StandardOpenOption.READ);
            } catch (FileAlreadyExistsException another) {
                // Its key is the one.
            } finally {
                Files.delete(fresh);
            }
        }
        return read(file);
    }

    /// What is encrypted with the key must not outlive it.
    private static void writeDurably(Path file, String text) throws IOException {
        Files.writeString(file, text);
        flush(file, StandardOpenOption.WRITE);
    }

    private static void flush(Path path, StandardOpenOption option) throws IOException {
        try (var channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static List<String> read(Path file) throws IOException {
        var others = Files.getPosixFilePermissions(file);
        others.removeAll(OWNER_ALONE);
        if (!others.isEmpty()) {
            throw new TempleException(
                    ErrorCode.SETTING_INVALID,
                    "Others than its owner may use the file of secret keys %s: chmod 600 it.".formatted(file));
        }
        return Files.readAllLines(file);
    }

    private static Map<String, SecretKeySpec> parse(List<String> texts) {
        var keys = new LinkedHashMap<String, SecretKeySpec>();
        for (String text : texts) {
            if (!text.isBlank()) {
                byte[] key = decode(text.strip());
                keys.put(id(key), new SecretKeySpec(key, "AES"));
            }
        }
        if (keys.isEmpty()) {
            throw new TempleException(ErrorCode.SETTING_INVALID, "There is no key in the file of secret keys.");
        }
        return keys;
    }

    private static byte[] decode(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException noBase64) {
            // Said below, without the text.
        }
        throw new TempleException(
                ErrorCode.SETTING_INVALID,
                "A secret key is 32 bytes in base 64 (openssl rand -base64 32), and one of the keys is not.");
    }

    private static String id(byte[] key) {
        byte[] name = "cathedral key ".getBytes(StandardCharsets.UTF_8);
        byte[] whole =
                ByteBuffer.allocate(name.length + key.length).put(name).put(key).array();
        return Sha256.of(whole).hex().substring(0, ID_LETTERS);
    }
}
