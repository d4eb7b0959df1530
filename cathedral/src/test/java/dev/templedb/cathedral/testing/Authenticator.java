package dev.templedb.cathedral.testing;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What somebody has who has turned two-factor login on: it gives one-time codes.
public final class Authenticator {
    private final byte[] secret;
    private long step = Instant.now().getEpochSecond() / 30;

    private Authenticator(byte[] secret) {
        this.secret = secret;
    }

    /// Turns two-factor login on for a user.
    public static Authenticator of(Api.User user) {
        String secret = user.api()
                .post("/api/v1/auth/two-factor", "")
                .body()
                .path("secret")
                .asText();
        var authenticator = new Authenticator(base32(secret));
        var confirmed = user.api().post("/api/v1/auth/two-factor/confirm", Map.of("code", authenticator.code()));
        if (confirmed.status() != 204) {
            throw new AssertionError(confirmed.toString());
        }
        return authenticator;
    }

    /// A code behind the one that was used to turn it on.
    public String next() {
        step++;
        return code();
    }

    private String code() {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            return "%06d".formatted((ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fffffff) % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] base32(String text) {
        var bits = BigInteger.ONE;
        for (char letter : text.toCharArray()) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter)));
        }
        byte[] bytes = bits.toByteArray();
        return Arrays.copyOfRange(bytes, 1, bytes.length);
    }
}
