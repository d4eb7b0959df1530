package dev.templedb.cathedral.transfer;

import java.security.SecureRandom;
import java.util.UUID;

/// Makes ids of version 7 for what is named before its row is there.
final class TimeIds {
    private static final SecureRandom RANDOM = new SecureRandom();

    private TimeIds() {}

    static UUID next() {
        long high = System.currentTimeMillis() << 16 | 0x7000 | RANDOM.nextInt(0x1000);
        long low = RANDOM.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
