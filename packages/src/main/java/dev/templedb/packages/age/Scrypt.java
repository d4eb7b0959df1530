package dev.templedb.packages.age;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key derivation scrypt (RFC 7914) with r = 8 and p = 1.
///
/// Written here because it needs up to gigabytes of memory by design, and this program runs with a small heap: the
/// large table
/// lies outside of it, and is wiped and given back at the end.
final class Scrypt {
    private static final int R = 8;
    private static final int WORDS = 32 * R;
    private static final int BLOCK_BYTES = 4 * WORDS;
    private static final int SALSA_WORDS = 16;
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Scrypt() {}

    /// A key of `length` bytes. Takes 1 KiB of memory times 2 to the power of `logWork`.
    static byte[] derive(byte[] password, byte[] salt, int logWork, int length) throws GeneralSecurityException {
        var block = pbkdf2(password, salt, BLOCK_BYTES);
        mix(block, 1 << logWork);
        var key = pbkdf2(password, block, length);
        Arrays.fill(block, (byte) 0);
        return key;
    }

    /// PBKDF2 with HMAC-SHA-256 and one round.
    private static byte[] pbkdf2(byte[] password, byte[] salt, int length) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        // A key of no bytes is what HMAC makes of one zero byte, and the JDK refuses the former.
        mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "HmacSHA256"));
        var result = new byte[length];
        int at = 0;
        for (int number = 1; at < length; number++) {
            mac.update(salt);
            var part = mac.doFinal(
                    new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number});
            int count = Math.min(part.length, length - at);
            System.arraycopy(part, 0, result, at, count);
            at += count;
        }
        return result;
    }

    private static void mix(byte[] bytes, int count) {
        var segment = MemorySegment.ofArray(bytes);
        var x = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            x[i] = segment.get(WORD.withByteAlignment(1), 4L * i);
        }
        try (var arena = Arena.ofConfined()) {
            var table = arena.allocate((long) count * BLOCK_BYTES, 64);
            var y = new int[WORDS];
            for (int i = 0; i < count; i++) {
                MemorySegment.copy(x, 0, table, ValueLayout.JAVA_INT, (long) i * BLOCK_BYTES, WORDS);
                mixBlock(x, y);
            }
            var row = new int[WORDS];
            for (int i = 0; i < count; i++) {
                long j = x[WORDS - SALSA_WORDS] & (count - 1L);
                MemorySegment.copy(table, ValueLayout.JAVA_INT, j * BLOCK_BYTES, row, 0, WORDS);
                for (int k = 0; k < WORDS; k++) {
                    x[k] ^= row[k];
                }
                mixBlock(x, y);
            }
            table.fill((byte) 0);
            Arrays.fill(y, 0);
            Arrays.fill(row, 0);
        }
        for (int i = 0; i < WORDS; i++) {
            segment.set(WORD.withByteAlignment(1), 4L * i, x[i]);
        }
        Arrays.fill(x, 0);
    }

    /// scryptBlockMix: `y` is room to work in.
    private static void mixBlock(int[] x, int[] y) {
        var salsa = new int[SALSA_WORDS];
        System.arraycopy(x, WORDS - SALSA_WORDS, salsa, 0, SALSA_WORDS);
        for (int i = 0; i < 2 * R; i++) {
            for (int k = 0; k < SALSA_WORDS; k++) {
                salsa[k] ^= x[i * SALSA_WORDS + k];
            }
            salsa20(salsa);
            // Even blocks go to the first half, odd ones to the second.
            System.arraycopy(salsa, 0, y, (i / 2 + (i & 1) * R) * SALSA_WORDS, SALSA_WORDS);
        }
        System.arraycopy(y, 0, x, 0, WORDS);
    }

    /// Salsa20 with eight rounds, in place.
    private static void salsa20(int[] b) {
        var x = b.clone();
        for (int round = 0; round < 8; round += 2) {
            quarter(x, 0, 4, 8, 12);
            quarter(x, 5, 9, 13, 1);
            quarter(x, 10, 14, 2, 6);
            quarter(x, 15, 3, 7, 11);
            quarter(x, 0, 1, 2, 3);
            quarter(x, 5, 6, 7, 4);
            quarter(x, 10, 11, 8, 9);
            quarter(x, 15, 12, 13, 14);
        }
        for (int i = 0; i < SALSA_WORDS; i++) {
            b[i] += x[i];
        }
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
        x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
        x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
        x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
    }
}
