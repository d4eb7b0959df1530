package dev.templedb.cathedral.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/// Hashes passwords with Argon2id, by the parameters that OWASP names: 19 MiB, two passes, one lane.
///
/// Hashes are texts of the PHC form with their parameters, so that later ones may be stronger. No more run at once
/// than there are cores, which bounds the memory. Safe for use by several threads.
public final class PasswordHasher {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    private final SecureRandom random = new SecureRandom();
    private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final String nobodys = hash("nobody's password");

    /// A new salt and the hash of a password.
    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var text = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        MEMORY_KIB,
                        PASSES,
                        LANES,
                        text.encodeToString(salt),
                        text.encodeToString(compute(password, salt, MEMORY_KIB, PASSES, LANES)));
    }

    /// True when `password` is the one that was hashed. Takes the same time when there is no hash, because there is
    /// no such user or the user has no password.
    public boolean verify(String password, @Nullable String hash) {
        var parts = PHC.matcher(hash == null ? nobodys : hash);
        if (!parts.matches()) {
            throw new IllegalStateException("not a hash that this class has made");
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] computed = compute(
                password,
                salt,
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
        return MessageDigest.isEqual(expected, computed) && hash != null;
    }

    private byte[] compute(String password, byte[] salt, int memoryKib, int passes, int lanes) {
        places.acquireUninterruptibly();
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] result = new byte[HASH_BYTES];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), result);
            return result;
        } finally {
            places.release();
        }
    }
}
