package dev.templedb.cathedral.accounts;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One-time passwords by time (RFC 6238): six digits, half a minute, SHA-1, as every authenticator has them.
final class Totp {
    private static final int SECRET_BYTES = 20;
    private static final int STEP_SECONDS = 30;
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Totp() {}

    static byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /// The time step whose code this is, of the present one and its neighbours; none of those up to `lastStep`,
    /// since
    /// a code is good once.
    static OptionalLong step(byte[] secret, String code, Instant now, long lastStep) {
        long present = now.getEpochSecond() / STEP_SECONDS;
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        var found = OptionalLong.empty();
        for (long step = present - 1; step <= present + 1; step++) {
            byte[] right = code(secret, step).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(right, given) && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    static String code(byte[] secret, long step) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int number = ByteBuffer.wrap(hash, hash[hash.length - 1] & 0xf, Integer.BYTES)
                            .getInt()
                    & 0x7fffffff;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA1", impossible);
        }
    }

    /// The secret in the form that authenticators read.
    static String base32(byte[] secret) {
        var text = new StringBuilder();
        int bits = 0;
        int value = 0;
        for (byte next : secret) {
            value = value << 8 | (next & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE_32.charAt(value >> bits & 31));
            }
        }
        return text.toString();
    }

    static String uri(byte[] secret, String username) {
        return "otpauth://totp/CathedralDB:%s?secret=%s&issuer=CathedralDB"
                .formatted(URLEncoder.encode(username, StandardCharsets.UTF_8), base32(secret));
    }
}
