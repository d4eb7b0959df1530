package dev.templedb.core;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// The times that can be kept, here and by every registry: those of the years 0 to 9999, which have one form as text.
public final class KeptTime {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private KeptTime() {}

    /// Whether `time` can be kept.
    public static boolean isOne(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(AFTER_LAST);
    }

    /// The time that `text` says, such as `2026-01-02T03:04:05Z`; nothing when it says none, or one that cannot be
    /// kept.
    public static Optional<Instant> read(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(KeptTime::isOne);
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
